import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { parseTarget, type Target } from "@gradus/core";
import { createAddressGuard, createGuardedFetch, createReach } from "@gradus/detectors";
import type { Outbound } from "../../src/outbound/open.ts";

/** All of 127.0.0.0/8 is this machine: one address of it plays the public one, another what must not be reached. */
export const PUBLIC = "127.0.0.2";
export const SECRET = "127.0.0.3";

export interface Served {
  url: string;
  port: number;
  /** Requests that came, as METHOD path. */
  asked: string[];
}

const open: Array<() => void> = [];
export const closeAll = (): void => open.splice(0).forEach((close) => close());

export async function serve(handler: RequestListener, address = PUBLIC): Promise<Served> {
  const asked: string[] = [];
  const server = createServer((req, res) => {
    asked.push(`${req.method} ${req.url}`);
    handler(req, res);
  });
  await new Promise<void>((resolve) => server.listen(0, address, resolve));
  open.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://${address}:${port}`, port, asked };
}

/** The functions that go out, as they are deployed with these targets; only PUBLIC may be reached. */
export function outboundWith(targets: readonly Target[]): Outbound {
  const guard = createAddressGuard({ allow: [`${PUBLIC}/32`] });
  const reach = createReach({ guard });
  open.push(() => reach.close());
  return { targets, reach, fetch: createGuardedFetch({ guard }), now: () => 0 };
}

export const targetWith = (input: Partial<Parameters<typeof parseTarget>[0]>): Target =>
  parseTarget({ id: "shop", host: "none", ...input });
