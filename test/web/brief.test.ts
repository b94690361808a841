import { describe, expect, it } from "vitest";
import type { TaskDetail } from "../../web/src/api/types.ts";
import { briefOf } from "../../web/src/views/task/brief.ts";

type Task = TaskDetail["task"];
const title = "shop is not running";
const verdict = (faultClass: string, confidence: number) =>
  ({ faultClass, confidence }) as Task["verdicts"][number];
const attempt = (runbook: string, result: string, undo?: string) =>
  ({
    action: { runbook, params: {} },
    result,
    faultClass: "bad_config",
    confidence: 0.93,
    ...(undo === undefined ? {} : { undo: { at: 0, result: undo, steps: [] } }),
  }) as unknown as Task["attempts"][number];
const escalation = (more: object) =>
  ({ summary: `${title}. 2 of 2 voices advise to do nothing`, ...more }) as TaskDetail["escalation"];

const brief = (task: Partial<Task>, asked?: TaskDetail["escalation"]) =>
  Object.fromEntries(
    briefOf({
      task: { title, verdicts: [], attempts: [], ...task },
      ...(asked === undefined ? {} : { escalation: asked }),
    }),
  );

describe("in brief, an open task", () => {
  it("is what most experts say, however sure another one is", () => {
    const verdicts = [verdict("crash", 0.99), verdict("bad_config", 0.7), verdict("bad_config", 0.76)];
    expect(brief({ verdicts })["Probably"]).toBe("bad config (2 of 3 experts, 76 % sure)");
    expect(brief({ verdicts: verdicts.slice(0, 1) })["Probably"]).toBe("crash (99 % sure)");
  });

  it("is what the last action was meant for, where no expert was asked, and nothing where nobody knows", () => {
    expect(brief({ attempts: [attempt("restore-file", "running")] })["Probably"]).toBe(
      "bad config (93 % sure)",
    );
    expect(brief({})).toEqual({});
  });

  it("says what was tried, what became of it, and whether it was taken back", () => {
    const attempts = [
      attempt("restore-file", "worse", "done"),
      attempt("pause-work", "not_fixed", "it did not answer"),
      attempt("restart-service", "not_fixed"),
    ];
    expect(brief({ attempts })["Tried"]).toBe(
      "restore-file (made it worse, taken back), then pause-work (not fixed, not taken back), then restart-service (not fixed)",
    );
  });

  it("says why it came to a person, but for where an action is asked for: that says why itself", () => {
    expect(brief({}, escalation({}))["Why you"]).toBe("2 of 2 voices advise to do nothing");
    expect(brief({}, escalation({ action: { runbook: "restart-service", params: {} } }))).not.toHaveProperty(
      "Why you",
    );
  });
});
