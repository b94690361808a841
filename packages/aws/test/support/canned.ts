import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { ClientOptions } from "../../src/clients/create.ts";

interface Canned {
  options: ClientOptions;
  /** The bodies that were sent, oldest first. */
  asked: Array<Record<string, unknown>>;
  close: () => Promise<void>;
}

/** Stands where an AWS service with a JSON protocol would: real clients, real HTTP, and answers that emulators do not give. */
export async function canned(
  answer: (body: Record<string, unknown>, call: number) => { status?: number; body: unknown },
): Promise<Canned> {
  const asked: Array<Record<string, unknown>> = [];
  const respond = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const sent = await read(request);
    asked.push(sent);
    const { status = 200, body } = answer(sent, asked.length);
    response.writeHead(status, { "content-type": "application/x-amz-json-1.1" });
    response.end(JSON.stringify(body));
  };
  const server = createServer((request, response) => {
    void respond(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    options: {
      region: "eu-central-1",
      endpoint: `http://127.0.0.1:${port}`,
      credentials: { accessKeyId: "test", secretAccessKey: "test" },
    },
    asked,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function read(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString("utf8") || "{}") as Record<string, unknown>;
}
