import { type ApiContext, createApp } from "@gradus/api";
import { GradusError } from "@gradus/core";
import { serve as listen } from "@hono/node-server";

export interface Served {
  url: string;
  port: number;
  close(): Promise<void>;
}

/** Serves the API and the page. Throws GradusError "conflict" if the port is taken, and says what to do. */
export function serve(options: { host: string; port: number; api: (address: { url: string; port: number }) => ApiContext }): Promise<Served> {
  return new Promise((done, fail) => {
    let app: ReturnType<typeof createApp> | undefined;
    const server = listen({ fetch: (request, env) => app?.fetch(request, env) ?? new Response("starting", { status: 503 }), hostname: options.host, port: options.port }, ({ port }) => {
      const url = `http://${options.host === "0.0.0.0" || options.host === "::" ? "localhost" : options.host}:${port}`;
      app = createApp(options.api({ url, port }));
      done({
        url,
        port,
        close: () =>
          new Promise((closed) => {
            server.close(() => closed());
            if ("closeAllConnections" in server) server.closeAllConnections();
          }),
      });
    });
    server.on("error", (error: NodeJS.ErrnoException) => {
      fail(
        error.code === "EADDRINUSE"
          ? new GradusError("conflict", `Port ${options.port} on ${options.host} is taken. Stop what listens there, or choose another with --port.`)
          : new GradusError("unavailable", `The page cannot be served on ${options.host}:${options.port}: ${error.message}`, {}, error),
      );
    });
  });
}
