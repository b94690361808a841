import { type ApiContext, createApp } from "@gradus/api";
import { GradusError } from "@gradus/core";
import { serve as listen } from "@hono/node-server";
import { urlOf } from "./address.ts";

export interface Served {
  url: string;
  port: number;
  close(): Promise<void>;
}

interface ServeOptions {
  host: string;
  port: number;
  api: (address: { url: string; port: number }) => ApiContext;
}

/** Serves the API and the page. Throws GradusError "conflict" if the port is taken, and says what to do. */
export function serve(options: ServeOptions): Promise<Served> {
  const { host, port: wanted } = options;
  return new Promise((done, fail) => {
    let app: ReturnType<typeof createApp> | undefined;
    const server = listen(
      {
        fetch: (request, env) => app?.fetch(request, env) ?? new Response("starting", { status: 503 }),
        hostname: host,
        port: wanted,
      },
      ({ port }) => {
        const close = (): Promise<void> =>
          new Promise((closed) => {
            server.close(() => closed());
            if ("closeAllConnections" in server) server.closeAllConnections();
          });
        try {
          const url = urlOf(host, port);
          app = createApp(options.api({ url, port }));
          done({ url, port, close });
        } catch (error) {
          void close().then(() => fail(error));
        }
      },
    );
    server.on("error", (error: NodeJS.ErrnoException) => fail(explain(error, host, wanted)));
  });
}

function explain(error: NodeJS.ErrnoException, host: string, port: number): GradusError {
  switch (error.code) {
    case "EADDRINUSE":
      return new GradusError(
        "conflict",
        `Port ${port} on ${host} is taken. Stop what listens there, or choose another with --port (0: any free one).`,
      );
    case "EACCES":
      return new GradusError(
        "unavailable",
        `Port ${port} may not be used by this user: choose one above 1023 with --port.`,
      );
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return new GradusError(
        "unavailable",
        `${host} is no address of this machine: choose another with --host.`,
      );
    default:
      return new GradusError(
        "unavailable",
        `The page cannot be served on ${host}:${port}: ${error.message}`,
        {},
        error,
      );
  }
}
