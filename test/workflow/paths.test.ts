import { describe, expect, test } from "vitest";
import { edgesOfDefinition } from "./paths/definition.ts";
import { edgesWalked } from "./paths/edges-walked.ts";
import { walkLocally } from "./paths/local.ts";
import { scenarios } from "./paths/scenarios/index.ts";
import { taskOf } from "./paths/script.ts";

describe("every path of the remediation", () => {
  test.each(scenarios.map((one) => [one.name, one] as const))("%s", async (_, scenario) => {
    const { course } = await walkLocally(scenario);
    expect(course).toMatchObject({ path: scenario.path, end: { status: scenario.ends } });
    // Whatever happened, nothing ended in silence.
    if (scenario.ends === "FAILED") expect(course.end.error).toBe("GradusUnwell");
  });

  test("the scenarios together take every Next, Choice, Default, Retry and Catch of the definition", async () => {
    const walks = await Promise.all(scenarios.map(walkLocally));
    const walked = new Set(walks.flatMap(({ events }) => edgesWalked(events)));
    expect([...walked].sort()).toEqual([...edgesOfDefinition].sort());
  });

  test("each scenario has a task of its own", () => {
    expect(new Set(scenarios.map(taskOf)).size).toBe(scenarios.length);
  });

  test("a panel's votes come in the order of its experts, and one that failed is marked", async () => {
    const scenario = scenarios.find(({ name }) => name.startsWith("an expert that keeps failing"))!;
    const { course } = await walkLocally(scenario);
    const voted = { voted: true, task: taskOf(scenario) };
    expect(course.end.output).toMatchObject({
      votes: [{ ...voted, expert: "ada" }, { voted: false }, { ...voted, expert: "cem" }],
    });
    expect(course.called["AskExpert"]).toBe(6);
  });

  test("operators are told of the task and of its fault", async () => {
    const scenario = scenarios.find(({ name }) => name.startsWith("operators are told"))!;
    const { told } = await walkLocally(scenario);
    expect(told).toEqual([
      {
        Subject: "Gradus could neither escalate nor close a task",
        Message: { task: taskOf(scenario), fault: { thrown: "Alarm threw" } },
      },
    ]);
  });
});
