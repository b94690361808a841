/** Calls of AWS APIs without an SDK: enough for an emulator that checks no signatures, and small enough for a Lambda. */
export interface Caller {
  /** The JSON protocol: `json("states", "AWSStepFunctions.StartExecution", {…})`. */
  json<T = unknown>(service: string, target: string, body: unknown): Promise<T>;
  /** The query protocol, answered in XML: `query("sns", "CreateTopic", { Name })`. */
  query(service: string, action: string, params: Readonly<Record<string, string>>): Promise<string>;
  /** A REST API with JSON bodies. */
  rest<T = unknown>(service: string, method: string, path: string, body?: unknown): Promise<T>;
}

/** Refused calls throw, with what was answered. */
export function callerOf({ endpoint, region }: { endpoint: string; region: string }): Caller {
  const send = async (
    service: string,
    { path = "/", ...init }: RequestInit & { path?: string },
  ): Promise<string> => {
    const scope = `test/20260101/${region}/${service}/aws4_request`;
    const headers = new Headers(init.headers);
    headers.set("authorization", `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=none`);
    const answer = await fetch(`${endpoint}${path}`, { ...init, headers });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${service} answered ${answer.status}: ${text}`);
    return text;
  };
  const parsed = <T>(text: string): T => (text === "" ? undefined : JSON.parse(text)) as T;
  return {
    json: async (service, target, body) =>
      parsed(
        await send(service, {
          method: "POST",
          headers: { "content-type": "application/x-amz-json-1.0", "x-amz-target": target },
          body: JSON.stringify(body),
        }),
      ),
    query: (service, action, params) =>
      send(service, { method: "POST", body: new URLSearchParams({ Action: action, ...params }) }),
    rest: async (service, method, path, body) =>
      parsed(
        await send(service, {
          method,
          path,
          headers: { "content-type": "application/json" },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        }),
      ),
  };
}
