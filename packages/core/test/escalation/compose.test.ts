import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openWorld, verdictFor, type World } from "../../../../test/support/world.ts";
import { composeSections, type Observation, type Task } from "../../src/index.ts";

describe("what a person is told", () => {
  let world: World;
  let task: Task;
  beforeEach(async () => {
    world = await openWorld();
    world.known = verdictFor("restore");
    world.outside.when("restore", "shop", (outside) => outside.break("shop", "service_down"));
    const id = await world.breaks("shop", "http_status");
    await world.asked(id);
    task = await world.task(id);
  });
  afterEach(() => world.close());

  const drift = (n: number): Observation => {
    const fact = { kind: "drift", aspect: "file", key: `/etc/${n}`, expected: "a", actual: "b" } as const;
    return { id: `d${n}`, source: "diagnostic", target: "shop", at: n, text: `drift ${n}`, fact };
  };
  const sectionsOf = (evidence: readonly Observation[] = [], action = { runbook: "restart", params: {} }) =>
    Object.fromEntries(
      composeSections(task, evidence, "nothing helped", action).map((s) => [s.heading, s.lines]),
    );

  test("is what is wrong, why it is theirs, what was tried and undone, what changed, and what is recommended", () => {
    const sections = sectionsOf([drift(1), drift(1)]);
    expect(sections["What is wrong"]?.[0]).toBe(`${task.title} (http_status, severity high)`);
    expect(sections["Why it is handed to you"]).toEqual(["nothing helped"]);
    expect(sections["What was tried"]?.[0]).toMatch(
      /phase 1 \(quick-fix\): restore\(\) → worse: .*\(undone: done\)/,
    );
    expect(sections["What changed since it was last healthy"]).toEqual(["file /etc/1: was a, is b"]);
    expect(sections["What Gradus recommends"]).toEqual(["restart()"]);
  });

  test("leaves out what there is nothing to say about, and never the first and the last", () => {
    const headings = composeSections({ ...task, attempts: [], verdicts: [] }, [], "why", undefined).map(
      (s) => s.heading,
    );
    expect(headings).not.toContain("What changed since it was last healthy");
    expect(headings[0]).toBe("What is wrong");
    expect(headings.at(-1)).toBe("What Gradus recommends");
  });

  test("is bounded, and of much evidence the newest is told", () => {
    const many = Array.from({ length: 500 }, (_, n) => drift(n));
    const sections = sectionsOf(many);
    for (const lines of Object.values(sections)) expect(lines.length).toBeLessThanOrEqual(30);
    expect(sections["Evidence"]?.at(-1)).toContain("drift 499");
  });
});
