import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** How the targets answer: after how long, and what is wrong with which. */
export interface Site {
  port: number;
  /** From now on the target answers wrongly until `cure` is called (POST /<target>/<cure>), or for ever. */
  poison(target: string, fault: Fault): void;
  heal(target: string): void;
  close(): Promise<void>;
}

export interface Fault {
  status: number;
  body: string;
  cure?: string;
}

const WELL: Fault = { status: 200, body: '{"status":"ok"}' };

/** The targets of a run: real HTTP on this machine, answered after what a way through the internet takes. */
export async function openSite(answersAfterMs: () => number): Promise<Site> {
  const faults = new Map<string, Fault>();
  const server = createServer((request, response) => {
    const [, target = "", what = ""] = (request.url ?? "").split("/");
    if (request.method === "POST" && faults.get(target)?.cure === what) faults.delete(target);
    const { status, body } = request.method === "POST" ? WELL : (faults.get(target) ?? WELL);
    const send = (): void => void response.writeHead(status).end(body);
    if (answersAfterMs() > 0) setTimeout(send, answersAfterMs());
    else send();
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return {
    port: (server.address() as AddressInfo).port,
    poison: (target, fault) => void faults.set(target, fault),
    heal: (target) => void faults.delete(target),
    close: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
}
