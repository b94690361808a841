import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** A service of the test's own: real HTTP on this machine, with faults that only its own controls cure. */
export interface Shop {
  port: number;
  /** From now on the named service answers wrongly, until its cache is cleared (or for ever, where it has none). */
  poison(name: string): void;
  heal(name: string): void;
  isWell(name: string): boolean;
  /** Control calls that came, in order: "shop clear". */
  calls: string[];
  close(): Promise<void>;
}

export async function openShop(): Promise<Shop> {
  const poisoned = new Set<string>();
  const calls: string[] = [];
  const server: Server = createServer((request, response) => {
    const [, name = "", what = ""] = (request.url ?? "").split("/");
    if (what === "clear" && request.method === "POST") {
      calls.push(`${name} clear`);
      poisoned.delete(name);
      response.writeHead(204).end();
      return;
    }
    const bad = poisoned.has(name);
    response
      .writeHead(bad ? 500 : 200, { "content-type": "application/json" })
      .end(JSON.stringify(bad ? { status: "error", reason: "cache entry is stale" } : { status: "ok" }));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return {
    port: (server.address() as AddressInfo).port,
    poison: (name) => void poisoned.add(name),
    heal: (name) => void poisoned.delete(name),
    isWell: (name) => !poisoned.has(name),
    calls,
    close: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
}
