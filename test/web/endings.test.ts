import { endingOf, endingSchema, peopleSchema } from "@gradus/core";
import { expect, it } from "vitest";
import { facets, rowOf, valueOf } from "../../web/src/views/tasks/facets.ts";
import { endingMarks } from "../../web/src/text/words.ts";
import { manyTasks, NOW } from "./support/tasks.ts";

it("the list counts an ending as the server does", () => {
  const about = { me: "human:me", now: NOW };
  const people = [...peopleSchema.options, undefined];
  const results = ["fixed", "not_held", "worse"] as const;
  for (const [n, one] of manyTasks(2_000).entries()) {
    const { lastAction, people: _people, ...rest } = one;
    const said = people[n % people.length];
    const task = {
      ...rest,
      people: said ?? "none",
      ...(lastAction ? { lastAction: { ...lastAction, result: results[n % 3] ?? "fixed" } } : {}),
    };
    expect(valueOf(rowOf(task), "ending", about)).toBe(endingOf(task));
  }
});

it("has a word for each ending, and no other", () => {
  expect(facets.ending).toEqual(endingSchema.options);
  expect(Object.keys(endingMarks)).toEqual(endingSchema.options);
  expect(facets.people).toEqual(peopleSchema.options);
});
