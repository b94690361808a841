import type { Cloud } from "../cloud/cloud.ts";

/** An entry of the HTTP API's access log, about so long. */
const ACCESS_LOG_BYTES = 500;

/** Asks the API as an operator who is signed in does, through the HTTP API. Throws what it answers if that is no 200. */
export async function asPerson(
  cloud: Cloud,
  method: "GET" | "POST",
  path: string,
  body?: object,
): Promise<unknown> {
  cloud.meter.count("httpRequests", 1);
  cloud.meter.count("traces", 1);
  cloud.meter.count("logGb", ACCESS_LOG_BYTES / 1e9);
  const [rawPath = "", rawQueryString = ""] = path.split("?");
  const answer = (await cloud.invoke("api", {
    version: "2.0",
    routeKey: "ANY /api/{proxy+}",
    rawPath,
    rawQueryString,
    headers: { host: "gradus.example.com", accept: "application/json", "content-type": "application/json" },
    requestContext: {
      domainName: "gradus.example.com",
      http: { method, path: rawPath, protocol: "HTTP/1.1", sourceIp: "192.0.2.1", userAgent: "page" },
      authorizer: {
        jwt: {
          claims: {
            sub: "7d1f0c52-8f3a-4c9e-9f0e-3d1f0c528f3a",
            email: "ada@example.com",
            email_verified: "true",
            "cognito:groups": "[operator]",
          },
          scopes: null,
        },
      },
    },
    isBase64Encoded: false,
    ...(body ? { body: JSON.stringify(body) } : {}),
  })) as { statusCode: number; body: string };
  if (answer.statusCode !== 200) throw new Error(`${method} ${path}: ${answer.statusCode} ${answer.body}`);
  return JSON.parse(answer.body);
}
