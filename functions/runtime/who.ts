import { type Role, roles, type Who } from "@gradus/api/roles";

/** Who asks: the gateway has checked the token, and its claims say who it is and in which groups. */
export function whoAsks(env: unknown): Who | undefined {
  const { event } = (env ?? {}) as {
    event?: { requestContext?: { authorizer?: { jwt?: { claims?: Record<string, unknown> } } } };
  };
  const claims = event?.requestContext?.authorizer?.jwt?.claims;
  const name = claims?.["email"] ?? claims?.["cognito:username"] ?? claims?.["username"] ?? claims?.["sub"];
  if (typeof name !== "string") return undefined;
  return { actor: `human:${name}`, role: roleOf(claims?.["cognito:groups"]) };
}

/** The highest role among the groups; who is in none looks. An HTTP API passes a list on as text: "[admin operator]". */
function roleOf(groups: unknown): Role {
  const names: unknown[] = Array.isArray(groups)
    ? groups
    : typeof groups === "string"
      ? groups.replaceAll(/^\[|\]$/g, "").split(/[\s,]+/)
      : [];
  return roles.findLast((role) => names.includes(role)) ?? "viewer";
}
