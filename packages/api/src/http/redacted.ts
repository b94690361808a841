import { isSecretName, redact } from "@gradus/core";
import type { MiddlewareHandler } from "hono";
import type { AppEnv } from "./env.ts";

/** Files that must stay what they are, a description, and a message that keeps the links it was sent for. */
const AS_IT_IS = /^\/api\/(openapi\.json|patterns\/export|mail\/[^/]+\/parts)$/;
/** Exact by nature: they come back as they were given, and an approval is bound to the very text of an action. */
const EXACT = new Set(["action", "cursor", "id", "key"]);

/** Whatever route it comes from: words of people and machines leave without secrets, and with control characters visible. */
export const redacted: MiddlewareHandler<AppEnv> = async (c, next) => {
  await next();
  const isJson = (c.res.headers.get("content-type") ?? "").startsWith("application/json");
  if (!isJson || !c.req.path.startsWith("/api/") || AS_IT_IS.test(c.req.path)) return;
  const value: unknown = await c.res.json();
  c.res = new Response(JSON.stringify(withoutSecrets(value)), c.res);
};

/** Every text within a value, but for what is exact by nature. JSON within a text stays JSON. */
export function withoutSecrets(value: unknown): unknown {
  if (typeof value === "string") return ofText(value);
  return within(value, (name, inner) => (EXACT.has(name) ? inner : withoutSecrets(inner)));
}

function ofText(text: string): string {
  const inside = /^\s*[{[]/.test(text) ? parse(text) : undefined;
  return inside === undefined ? redact(text, text.length) : JSON.stringify(byName(inside));
}

/** In JSON of unknown making a secret is known by its name too. */
const byName = (value: unknown): unknown =>
  typeof value === "string"
    ? redact(value, value.length)
    : within(value, (name, inner) =>
        typeof inner === "string" && isSecretName(name) ? "[redacted]" : byName(inner),
      );

function within(value: unknown, change: (name: string, inner: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map((inner: unknown) => change("", inner));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, change(name, inner)]));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
