import { type Role, roles, type Who } from "@gradus/api/roles";

/**
 * Who asks: the gateway has checked the token, and its claims say who it is and in which groups. An address that nobody has
 * verified is what somebody says of himself: then it is the id that the pool gave.
 */
export function whoAsks(env: unknown): Who | undefined {
  const { event } = (env ?? {}) as {
    event?: { requestContext?: { authorizer?: { jwt?: { claims?: Record<string, unknown> } } } };
  };
  const claims = event?.requestContext?.authorizer?.jwt?.claims;
  const name = isVerified(claims?.["email_verified"])
    ? (claims?.["email"] ?? claims?.["sub"])
    : claims?.["sub"];
  if (typeof name !== "string" || name === "") return undefined;
  return { actor: `human:${name}`, role: roleOf(claims?.["cognito:groups"]) };
}

/** An HTTP API passes claims on as text; other gateways as they are. */
const isVerified = (claim: unknown): boolean => claim === true || claim === "true";

/** The highest role among the groups; who is in none looks. An HTTP API passes a list on as text: "[admin operator]". */
function roleOf(groups: unknown): Role {
  const names: unknown[] = Array.isArray(groups)
    ? groups
    : typeof groups === "string"
      ? groups.replaceAll(/^\[|\]$/g, "").split(/[\s,]+/)
      : [];
  return roles.findLast((role) => names.includes(role)) ?? "viewer";
}
