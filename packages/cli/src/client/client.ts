import { type ErrorCode, GradusError } from "@gradus/core";

type Env = Readonly<Record<string, string | undefined>>;

/** What the commands need of a running Gradus: its HTTP API. */
export interface Client {
  readonly url: string;
  get<T>(path: string): Promise<T>;
  post<T>(path: string, body: unknown): Promise<T>;
  text(path: string): Promise<string>;
}

/** Throws GradusError: "unavailable" if nothing answers there, or the code the API gave. */
export function createClient(env: Env, urlOption: string | undefined): Client {
  const url = (urlOption ?? env["GRADUS_URL"] ?? "http://127.0.0.1:8888").replace(/\/$/, "");
  const token = env["GRADUS_TOKEN"];

  async function call(method: string, path: string, body?: unknown): Promise<string> {
    let response: Response;
    try {
      response = await fetch(`${url}${path}`, {
        method,
        headers: {
          ...(body === undefined ? {} : { "content-type": "application/json" }),
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    } catch (error) {
      throw new GradusError(
        "unavailable",
        `Gradus does not answer at ${url}. Start it with "npm start", or name another address with --url or GRADUS_URL.`,
        {},
        error,
      );
    }
    const text = await response.text();
    if (response.ok) return text;
    throw faultOf(text, response.status, url);
  }

  return {
    url,
    get: async <T>(path: string) => JSON.parse(await call("GET", path)) as T,
    post: async <T>(path: string, body: unknown) => JSON.parse(await call("POST", path, body)) as T,
    text: (path) => call("GET", path),
  };
}

function faultOf(text: string, status: number, url: string): GradusError {
  try {
    const { error } = JSON.parse(text) as { error: { code: ErrorCode; message: string; requestId?: string } };
    return new GradusError(
      error.code,
      error.requestId === undefined || error.code !== "internal"
        ? error.message
        : `${error.message} (request ${error.requestId})`,
    );
  } catch {
    return new GradusError(
      "unavailable",
      `${url} answered ${status}, and not like Gradus: is something else listening there?`,
    );
  }
}
