import { request } from "node:http";

export interface Answer {
  status: number;
  body: Record<string, unknown>;
  text: string;
}

/** node's fetch cannot be told another Host. */
export function call(
  endpoint: string,
  host: string,
  of: { method: string; path: string; body?: unknown; token: string | null },
): Promise<Answer> {
  const { hostname, port } = new URL(endpoint);
  const sent =
    of.body === undefined ? undefined : typeof of.body === "string" ? of.body : JSON.stringify(of.body);
  return new Promise((done, failed) => {
    const asked = request(
      {
        hostname,
        port,
        method: of.method,
        path: of.path,
        headers: {
          host,
          accept: "application/json",
          ...(of.token === null ? {} : { authorization: `Bearer ${of.token}` }),
          ...(sent === undefined
            ? {}
            : {
                "content-type":
                  typeof of.body === "string" ? "application/x-www-form-urlencoded" : "application/json",
              }),
        },
      },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on("data", (chunk: Buffer) => chunks.push(chunk));
        answer.on("end", () => {
          const text = Buffer.concat(chunks).toString("utf8");
          let body: Record<string, unknown> = {};
          try {
            body = JSON.parse(text) as Record<string, unknown>;
          } catch {
            // A page, or nothing.
          }
          done({ status: answer.statusCode ?? 0, body, text });
        });
      },
    );
    asked.on("error", failed);
    asked.end(sent);
  });
}
