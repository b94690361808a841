import { actionKey, appendAudit, verifyAudit } from "@gradus/core";
import * as fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { withoutSecrets } from "../../packages/api/src/http/redacted.ts";
import { call } from "./support/call.ts";
import { addEscalation, addFixed, observation } from "./support/cases.ts";
import { HOST, openWorld, ROLL_BACK, type World } from "./support/world.ts";

const SECRET = "hunter2-of-the-database";
const SAID = `it failed with password=${SECRET}`;

let world: World;
beforeEach(async () => {
  world = await openWorld({
    execution: (name) =>
      Promise.resolve({
        name,
        status: "RUNNING",
        states: [],
        history: [{ id: 1, type: "TaskFailed", cause: JSON.stringify({ password: SECRET, why: SAID }) }],
      }),
  });
});
afterEach(() => world.close());

describe("what the API tells", () => {
  it("has no secrets in it, whoever said them and wherever they are asked for", async () => {
    const task = await addFixed(world, { title: SAID, observations: [observation("o", { text: SAID })] });
    const audit = appendAudit(world.core.crypto, task.audit, task.id, [
      { at: task.openedAt, actor: "expert:sceptic", type: "verdict.given", data: { reason: SAID } },
    ]);
    await world.core.store.tasks.save({ ...task, audit });
    const e = await addEscalation(world, "help", {
      title: SAID,
      sections: [{ heading: "h", lines: [SAID] }],
    });
    await call(world, "POST", `/api/escalations/${e.id}/resolve`, { notes: SAID });
    const paths = ["tasks", `tasks/${task.id}`, `tasks/${task.id}/history`, `audit/${task.id}`];
    for (const path of [...paths, "escalations", `escalations/${e.id}`]) {
      const { status, text } = await call(world, "GET", `/api/${path}`);
      expect([path, status]).toEqual([path, 200]);
      expect(text).toContain("[redacted]");
      expect(text).not.toContain(SECRET);
    }
    const { json } = await call(world, "GET", `/api/tasks/${task.id}/history`);
    expect(JSON.parse(json.events[0].cause)).toEqual({
      password: "[redacted]",
      why: "it failed with password=[redacted]",
    });
  });

  it("has none in its live events either", async () => {
    const response = await world.app.request(`http://${HOST}/api/events`, { headers: { host: HOST } });
    const reader = response.body?.getReader();
    const read = async (): Promise<string> => new TextDecoder().decode((await reader?.read())?.value);
    await read();
    await world.core.events.publish({ type: "task.opened", at: 1, actor: "gradus", data: { title: SAID } });
    expect(await read()).toContain("password=[redacted]");
    await reader?.cancel();
  });

  it("leaves an audit chain that is exported as it was, so that its hashes hold", async () => {
    const task = await addFixed(world);
    const audit = appendAudit(world.core.crypto, task.audit, task.id, [
      { at: task.openedAt, actor: "human:ada", type: "task.noted", data: { notes: SAID } },
    ]);
    await world.core.store.tasks.save({ ...task, audit });
    const { text } = await call(world, "GET", `/api/audit/export?chain=${task.id}`);
    const events = text
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as (typeof audit)[number]);
    expect(verifyAudit(world.core.crypto, events, { chain: task.id })).toMatchObject({ ok: true });
  });

  it("keeps the exact text of an action, which an approval is bound to and which is sent back", async () => {
    const action = { ...ROLL_BACK, params: { to: "token=v41-of-the-release" } };
    const e = await addEscalation(world, "approval", { action });
    const { json } = await call(world, "GET", `/api/escalations/${e.id}`);
    expect(json.asked.key).toBe(actionKey(action));
    expect(json.escalation.action).toEqual(action);
  });

  it("is otherwise the very value, whatever it is", () => {
    const plain = fc
      .jsonValue({ noUnicodeString: true })
      .filter((value) => !/[=:/]|[^ -~]/.test(texts(value)));
    fc.assert(
      fc.property(plain, (value) => {
        expect(withoutSecrets(value)).toEqual(value);
      }),
    );
  });
});

/** All texts within a value, names included. */
const texts = (value: unknown): string =>
  typeof value === "string"
    ? value
    : typeof value === "object" && value !== null
      ? Object.entries(value).flat().map(texts).join(" ")
      : "";
