import type { UseQueryResult } from "@tanstack/react-query";
import { expect, it } from "vitest";
import { Problem, unreachable } from "../../web/src/api/problem.ts";
import { Loaded } from "../../web/src/ui/loaded.tsx";
import { drawn } from "./support/drawn.ts";

const shownOf = (query: { data?: string; error: Error | null }): string =>
  drawn(
    Loaded({
      query: {
        ...query,
        isRefetchError: query.data !== undefined && query.error !== null,
        dataUpdatedAt: 1,
      } as UseQueryResult<string>,
      children: (data) => data,
    }),
  );
const known = "chatbot is healthy";

it("what could not be read again is shown with a note of that, and of what to do", () => {
  const shown = shownOf({ data: known, error: new Problem(500, "The store is full.", true) });
  expect(shown).toMatch(/could not be read again since.*The store is full\..*chatbot is healthy/);
  expect(shownOf({ data: known, error: null })).toBe(known);
});

it("what the banner says of everything is not said again of each part", () => {
  for (const error of [unreachable(true), new Problem(503, "Gradus answers 503."), new Problem(401, "Out")])
    expect(shownOf({ data: known, error })).toBe(known);
});

it("what is said to be gone is not shown as it was; where something else answers it is", () => {
  const gone = shownOf({ data: known, error: new Problem(404, "There is no target chatbot.", true) });
  expect(gone).toContain("There is nothing here");
  expect(gone).not.toContain(known);
  expect(shownOf({ data: known, error: new Problem(404, "There is nothing here.") })).toContain(known);
});
