import { readFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { extname, join } from "node:path";
import type { Role, Who } from "@gradus/api";
import { contentPolicy } from "@gradus/api/policy";
import type { World } from "../../app/support/world.ts";
import { closeServer, listen } from "./listen.ts";
import { CLIENT, EMAIL, type Provider } from "./provider.ts";

const TYPES: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".webmanifest": "application/manifest+json",
};

export interface Site {
  url: string;
  /** The API does not answer: connections end. */
  down: boolean;
  /** The edge puts the page in the place of what is refused or not there, as an error response of CloudFront's does. */
  edge: boolean;
  /** What who asks may do. */
  role: Role;
  /** As on one machine: the API tells of events, and mail lies in an outbox. Read by pages that are loaded from then on. */
  events: boolean;
  close(): Promise<void>;
}

/** What CloudFront, the bucket and the gateway are on AWS: the built files under the real policy, and the API behind a token. */
export async function serveSite(of: { folder: string; world: World; provider?: Provider }): Promise<Site> {
  const { folder, world, provider } = of;
  const server = createServer((request, response) => void answer(request, response));

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? "/", url);
    if (pathname.startsWith("/api/")) return api(request, response);
    if (pathname === "/config.json")
      return void response
        .writeHead(200, { "content-type": "application/json" })
        .end(JSON.stringify(config()));
    // Pages behind links in mail are the API's, on one machine.
    if (pathname.startsWith("/l/") || pathname === "/style.css") return pass(request, response);
    return file(extname(pathname) === "" ? "index.html" : pathname.slice(1), response);
  }

  async function file(name: string, response: ServerResponse): Promise<void> {
    const body = await readFile(join(folder, name)).catch(() => readFile(join(folder, "index.html")));
    response.writeHead(200, {
      "content-type": TYPES[extname(name)] ?? "text/html",
      "content-security-policy": contentPolicy(...(provider ? [provider.url] : [])),
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
    });
    response.end(body);
  }

  async function api(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (site.down) return void request.socket.destroy();
    const bearer = /^Bearer (.+)$/.exec(request.headers.authorization ?? "")?.[1] ?? "";
    if (provider && !provider.accepts(bearer))
      return void response
        .writeHead(401, { "content-type": "application/json" })
        .end(JSON.stringify({ message: "Unauthorized" }));
    return pass(request, response);
  }

  async function pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const headers = new Headers();
    for (const [name, value] of Object.entries(request.headers)) headers.set(name, String(value));
    const path = request.url?.replace(/^\/api\/health$/, "/health") ?? "/";
    const given = await world.app.request(
      `${url}${path}`,
      {
        method: request.method ?? "GET",
        headers,
        ...(chunks.length > 0 ? { body: Buffer.concat(chunks) } : {}),
      },
      { who: { actor: provider ? `human:${EMAIL}` : "human:local", role: site.role } satisfies Who },
    );
    if (site.edge && (given.status === 403 || given.status === 404)) return file("index.html", response);
    response.writeHead(given.status, Object.fromEntries(given.headers));
    // Events have no end of their own.
    if (given.headers.get("content-type")?.startsWith("text/event-stream")) {
      response.once("close", () => void given.body?.cancel());
      return response.flushHeaders();
    }
    response.end(Buffer.from(await given.arrayBuffer()));
  }

  const config = () => ({
    events: site.events,
    stage: "test",
    region: "eu-central-1",
    console: "https://console.example.org/executions",
    signIn: provider
      ? {
          issuer: provider.url,
          clientId: CLIENT,
          authorizeUrl: `${provider.url}/authorize`,
          tokenUrl: `${provider.url}/token`,
          logoutUrl: `${provider.url}/logout`,
          scopes: ["openid", "email"],
        }
      : null,
  });
  const url = await listen(server);
  const site: Site = {
    url,
    down: false,
    edge: false,
    role: "operator",
    events: false,
    close: () => closeServer(server),
  };
  return site;
}

/** How the API is told who asks, in the place of the gateway's claims. */
export const access = {
  hosts: "any" as const,
  gateway: true as const,
  who: (_request: Request, env: unknown): Who =>
    (env as { who: Who } | undefined)?.who ?? { actor: "human:local", role: "operator" },
};
