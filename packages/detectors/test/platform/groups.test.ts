import { describe, expect, it } from "vitest";
import { gatherGroups, type GroupState } from "../../src/log/groups.ts";
import { ids, targetOf } from "../support/build.ts";
import { memoryPlatform } from "../support/platform.ts";

const MINUTE = 60_000;
const GROUP = "/aws/lambda/resize";

function setUp(...logGroups: string[]) {
  const clock = { at: 1_000_000_000, now: () => clock.at };
  const aws = memoryPlatform(clock);
  const target = targetOf({ cloudwatch: { logGroups: logGroups.length > 0 ? logGroups : [GROUP] } });
  let state: GroupState = {};
  const look = async () => {
    const scene = { target: "shop", source: "log", at: clock.at, ids } as const;
    const seen = await gatherGroups(aws.platform, target, state, scene);
    // What is remembered goes through JSON, as in a store.
    state = JSON.parse(JSON.stringify(seen.state)) as GroupState;
    return seen.observations.map((o) => o.fact);
  };
  return { clock, aws, look, state: () => state };
}
const logsIn = (facts: Awaited<ReturnType<ReturnType<typeof setUp>["look"]>>) =>
  facts.flatMap((fact) => (fact.kind === "log" ? [fact] : []));

describe("the lines of a log group", () => {
  it("are only learned from at the first look, and no further back than five minutes", async () => {
    const { clock, aws, look } = setUp();
    aws.write(GROUP, [clock.at - 6 * MINUTE, "ERROR long ago"], [clock.at - 4 * MINUTE, "ERROR well known"]);
    expect(await look()).toEqual([{ kind: "note", topic: "log_read", value: 1 }]);
  });

  it("are counted once each, under the name of their group, over restarts", async () => {
    const { clock, aws, look, state } = setUp();
    aws.write(GROUP, [clock.at - 1, "INFO before"]);
    await look();
    aws.write(GROUP, [clock.at + 1, "ERROR cannot resize 7"], [clock.at + 2, "ERROR cannot resize 8"]);
    clock.at += MINUTE;
    expect(logsIn(await look())).toMatchObject([
      { path: `log-group:${GROUP}`, template: "ERROR cannot resize <*>", level: "error", count: 2 },
    ]);
    expect(state()[GROUP]?.until).toBe(clock.at - MINUTE + 3);
    clock.at += MINUTE;
    expect(logsIn(await look())).toEqual([]);
  });

  it("are news once the group was learned", async () => {
    const { clock, aws, look } = setUp();
    for (let i = 0; i < 5; i += 1) {
      aws.write(GROUP, [clock.at, "INFO resized"]);
      clock.at += MINUTE;
      await look();
    }
    aws.write(GROUP, [clock.at, "ERROR out of credits"]);
    clock.at += MINUTE;
    expect(logsIn(await look()).find((fact) => fact.level === "error")).toMatchObject({
      isNew: true,
      count: 1,
    });
  });

  it("belong together where one event is a whole stack trace", async () => {
    const { clock, aws, look } = setUp();
    aws.write(GROUP);
    await look();
    const trace = "2025-11-20T12:00:00Z\tabc\tERROR\tTypeError: no\n    at f (a.js:1:2)\n    at g (b.js:3:4)";
    aws.write(GROUP, [clock.at + 1, trace]);
    clock.at += MINUTE;
    const found = logsIn(await look());
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ level: "error", count: 1 });
    expect(found[0]?.sample).toContain("b.js");
    expect(found[0]?.template).not.toContain("b.js");
  });

  it("that were too many are noted", async () => {
    const { clock, aws, look } = setUp();
    aws.write(GROUP);
    await look();
    aws.limit(2);
    aws.write(GROUP, ...[1, 2, 3].map((n): [number, string] => [clock.at + n, `INFO ${n}`]));
    clock.at += MINUTE;
    expect(await look()).toContainEqual({
      kind: "note",
      topic: `log_cut:log-group:${GROUP}`,
      value: "there were more lines than are read at once",
    });
  });

  it("of one group that cannot be read cost another nothing, and are read on later", async () => {
    const { clock, aws, look } = setUp(GROUP, "/gone");
    aws.write(GROUP, [clock.at - 1, "INFO before"]);
    expect((await look()).find((fact) => fact.kind === "log_state")).toMatchObject({
      path: "log-group:/gone",
      problem: "unreadable",
      detail: "not_found: there is no log group /gone",
    });
    aws.down.add("logLines");
    aws.write(GROUP, [clock.at + 1, "ERROR meanwhile"]);
    clock.at += MINUTE;
    expect((await look()).every((fact) => fact.kind === "log_state")).toBe(true);
    aws.down.clear();
    expect(logsIn(await look())).toMatchObject([{ template: "ERROR meanwhile", count: 1 }]);
  });
});
