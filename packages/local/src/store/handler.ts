import type { Engine } from "./engine.ts";
import { isApiError } from "./operations.ts";

interface Request {
  headers: Record<string, string>;
  body?: unknown;
}

interface Response {
  statusCode: number;
  headers: Record<string, string>;
  body: Uint8Array;
}

/** What the AWS SDK takes in place of its HTTP client: requests end in this process, so no port is open to other users. */
export interface RequestHandler {
  metadata: { handlerProtocol: string };
  handle(request: Request): Promise<{ response: Response }>;
  updateHttpClientConfig(): void;
  httpHandlerConfigs(): Record<string, never>;
}

export function requestHandler(engine: Engine): RequestHandler {
  return {
    metadata: { handlerProtocol: "http/1.1" },
    async handle(request) {
      const operation = request.headers["x-amz-target"]?.split(".")[1] ?? "";
      try {
        return answer(200, await engine.run(operation, JSON.parse(textOf(request.body))));
      } catch (error) {
        if (isApiError(error)) return answer(error.statusCode, error.body);
        throw error;
      }
    },
    updateHttpClientConfig: () => undefined,
    httpHandlerConfigs: () => ({}),
  };
}

const textOf = (body: unknown): string =>
  body instanceof Uint8Array ? new TextDecoder().decode(body) : String(body);

const answer = (statusCode: number, body: unknown): { response: Response } => ({
  response: {
    statusCode,
    headers: { "content-type": "application/x-amz-json-1.0" },
    body: Buffer.from(JSON.stringify(body)),
  },
});
