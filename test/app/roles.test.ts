import type { Role } from "@gradus/api";
import { describe, expect, it } from "vitest";
import { whoAsks } from "../../functions/runtime/who.ts";
import { call } from "./support/call.ts";
import { addEscalation } from "./support/cases.ts";
import { describedBy } from "./support/document.ts";
import { openWorld, type World } from "./support/world.ts";

const asRole = (role: Role) =>
  openWorld({
    access: { hosts: "any", gateway: true, who: () => ({ actor: "human:ada@example.org", role }) },
  });

/** The status of every operation, asked by somebody of that role with a body that is wrong. */
async function statuses(world: World): Promise<Map<string, number>> {
  const { operations } = await describedBy(world);
  const found = new Map<string, number>();
  for (const { id, method, path } of operations.filter((o) => o.id !== "events")) {
    const body = method === "POST" ? { nothing: "like it" } : undefined;
    found.set(id, (await call(world, method, path.replaceAll(/\{\w+\}/g, "x"), body)).status);
  }
  return found;
}

describe("a role", () => {
  it("of viewer changes nothing by any route, and is told what it takes", async () => {
    const world = await asRole("viewer");
    const { operations } = await describedBy(world);
    for (const [id, status] of await statuses(world)) {
      const changes = operations.find((o) => o.id === id)?.method === "POST";
      expect({ id, refused: status === 403 }).toEqual({ id, refused: changes });
    }
    const { json } = await call(world, "POST", "/api/pause", { reason: "x" });
    expect(json.error).toMatchObject({
      code: "forbidden",
      message: expect.stringMatching(/needs the role operator, and ada@example\.org has the role viewer/),
    });
    await world.close();
  });

  it("of operator answers and pauses, and leaves what was learned and what targets allow to admins", async () => {
    const world = await asRole("operator");
    const refused = [...(await statuses(world))].filter(([, status]) => status === 403).map(([id]) => id);
    expect(refused.sort()).toEqual(["importPatterns", "promotePattern", "retirePattern", "setAutonomy"]);
    await world.close();
  });

  it("of admin does everything", async () => {
    const world = await asRole("admin");
    expect([...(await statuses(world)).values()]).not.toContain(403);
    await world.close();
  });

  it("is named in the document for each operation", async () => {
    const world = await asRole("viewer");
    const { document } = await describedBy(world);
    expect(document["paths"]).toMatchObject({
      "/api/tasks": { get: { security: [{ bearer: ["viewer"] }] } },
      "/api/pause": { post: { security: [{ bearer: ["operator"] }] } },
      "/api/patterns/import": { post: { security: [{ bearer: ["admin"] }] } },
    });
    await world.close();
  });

  it("is not asked of a signed link, which is a permission of its own", async () => {
    const world = await asRole("viewer");
    const { id } = await addEscalation(world, "approval");
    const link = world.api.links.sign("reject", { escalation: id, recipient: "bob@example.org" });
    const answer = await call(world, "POST", new URL(link).pathname, "notes=no", {
      "content-type": "application/x-www-form-urlencoded",
      accept: "text/html",
    });
    expect(answer.status).toBe(200);
    expect((await world.core.store.escalations.get(id))?.resolution).toMatchObject({
      by: "human:bob@example.org",
    });
    await world.close();
  });

  it("of whom a gateway lets through and nobody knows is viewer; of who has the machine, admin", async () => {
    const [behind, local] = [await openWorld({ access: { hosts: "any", gateway: true } }), await openWorld()];
    expect((await call(behind, "GET", "/api/me")).json).toEqual({ actor: "human:unknown", role: "viewer" });
    expect((await call(local, "GET", "/api/me")).json).toEqual({ actor: "human:local", role: "admin" });
    await Promise.all([behind.close(), local.close()]);
  });
});

describe("on AWS the role", () => {
  const of = (claims: Record<string, unknown>) =>
    whoAsks({ event: { requestContext: { authorizer: { jwt: { claims } } } } });

  it.each([
    ["[operator]", "operator"],
    ["[viewer admin operator]", "admin"],
    ["admin,viewer", "admin"],
    [["operator", "viewer"], "operator"],
    ["[eu-central-1_x_Google]", "viewer"],
    ["[administrators]", "viewer"],
    ["", "viewer"],
    [undefined, "viewer"],
    [{ admin: true }, "viewer"],
  ])("of somebody in the groups %j is %s", (groups, role) => {
    const claims = { email: "ada@example.org", email_verified: "true", "cognito:groups": groups };
    expect(of(claims)).toEqual({
      actor: "human:ada@example.org",
      role,
    });
  });

  it.each([
    ["true", "ada@example.org"],
    [true, "ada@example.org"],
    ["false", "1f0c"],
    [false, "1f0c"],
    ["TRUE ", "1f0c"],
    [undefined, "1f0c"],
  ])("is of the address in the token only where it is verified: %j", (verified, name) => {
    const claims = { email: "ada@example.org", email_verified: verified, sub: "1f0c" };
    // What people call themselves is no name to be trusted.
    const own = { "cognito:username": "bob@example.org", username: "bob@example.org", name: "Bob" };
    expect(of({ ...own, ...claims })?.actor).toBe(`human:${name}`);
  });

  it("is nobody's without a name in the token", () => {
    expect(of({ "cognito:groups": "[admin]" })).toBeUndefined();
    expect(of({ "cognito:groups": "[admin]", email: "ada@example.org" })).toBeUndefined();
    expect(whoAsks(undefined)).toBeUndefined();
  });
});
