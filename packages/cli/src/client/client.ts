import { type ErrorCode, GradusError } from "@gradus/core";
import { plainDeep } from "../text/plain.ts";

type Env = Readonly<Record<string, string | undefined>>;

/** What the commands need of a running Gradus: its HTTP API. */
export interface Client {
  readonly url: string;
  get<T>(path: string): Promise<T>;
  post<T>(path: string, body: unknown): Promise<T>;
  /** Posts JSON text as it is. */
  postText<T>(path: string, body: string): Promise<T>;
  text(path: string): Promise<string>;
}

const USUAL_URL = "http://127.0.0.1:8888";
const PATIENCE_MS = 60_000;

/** Throws GradusError: "unavailable" if nothing answers there, or the code the API gave. */
export function createClient(env: Env, urlOption: string | undefined): Client {
  const url = addressOf(urlOption ?? env["GRADUS_URL"] ?? USUAL_URL);
  const token = env["GRADUS_TOKEN"];

  async function call(method: string, path: string, body?: string): Promise<string> {
    const headers = {
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    };
    try {
      const response = await fetch(`${url}${path}`, {
        method,
        headers,
        signal: AbortSignal.timeout(PATIENCE_MS),
        ...(body === undefined ? {} : { body }),
      });
      const text = await response.text();
      if (response.ok) return text;
      throw faultOf(text, response.status, url);
    } catch (error) {
      throw error instanceof GradusError ? error : unreachable(error, url);
    }
  }
  const parsed = <T>(text: string): T => {
    try {
      return plainDeep(JSON.parse(text) as T);
    } catch {
      throw stranger(url, "with something that is no JSON");
    }
  };

  return {
    url,
    get: async <T>(path: string) => parsed<T>(await call("GET", path)),
    post: async <T>(path: string, body: unknown) => parsed<T>(await call("POST", path, JSON.stringify(body))),
    postText: async <T>(path: string, body: string) => parsed<T>(await call("POST", path, body)),
    text: (path) => call("GET", path),
  };
}

function addressOf(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url && /^https?:$/.test(url.protocol)) return text.replace(/\/+$/, "");
  throw new GradusError(
    "invalid_input",
    `--url (or GRADUS_URL) wants an address such as ${USUAL_URL}, not "${text}".`,
  );
}

const stranger = (url: string, how: string): GradusError =>
  new GradusError(
    "unavailable",
    `${url} answers ${how}, and not like Gradus: is something else listening there?`,
  );

function unreachable(error: unknown, url: string): GradusError {
  if (error instanceof Error && error.name === "TimeoutError")
    return new GradusError("timeout", `Gradus at ${url} did not answer within ${PATIENCE_MS / 1_000} s.`);
  return new GradusError(
    "unavailable",
    `Gradus is not running at ${url}. Start it with "npm start", or name another address with --url or GRADUS_URL.`,
    {},
    error,
  );
}

function faultOf(text: string, status: number, url: string): GradusError {
  let error: { code: ErrorCode; message: string; requestId?: string } | undefined;
  try {
    ({ error } = JSON.parse(text) as { error?: typeof error });
  } catch {
    error = undefined;
  }
  if (typeof error?.message !== "string") return stranger(url, `${status}`);
  const request =
    error.requestId !== undefined && error.code === "internal"
      ? ` (request ${error.requestId}, see the log)`
      : "";
  return new GradusError(error.code, error.message + request);
}
