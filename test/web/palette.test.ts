import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Entry, find, fit } from "../../web/src/app/match.ts";

const entry = (group: string, word: string, more: Partial<Entry> = {}): Entry => ({
  id: `${group} ${word}`,
  group,
  word,
  do: () => undefined,
  ...more,
});
const entries = [
  entry("Open tasks", "chatbot does not answer", { also: "78ac chatbot" }),
  entry("Places", "Targets"),
  entry("Places", "Tasks"),
  entry("Commands", "Pause everything …", { also: "kill switch" }),
  entry("Targets", "chatbot", { hint: "failing" }),
  entry("Targets", "big-chatbot"),
  entry("On targets", "Pause chatbot …"),
];
const asked = new Set(["On targets"]);
const words = (typed: string): string[] =>
  find(entries, typed, asked).flatMap((group) => group.entries.map(({ word }) => word));

describe("the palette", () => {
  it("puts what begins with the typed text first, and what only contains it last", () => {
    expect(words("chatbot")).toEqual([
      "chatbot does not answer",
      "chatbot",
      "big-chatbot",
      "Pause chatbot …",
    ]);
    expect(words("ta")).toEqual(["Targets", "Tasks"]);
  });

  it("needs every word, in any order, wherever it stands", () => {
    expect(words("chatbot pause")).toEqual(["Pause chatbot …"]);
    expect(words("kill")).toEqual(["Pause everything …"]);
    expect(words("chatbot failing")).toEqual(["chatbot"]);
    expect(words("chatbot zebra")).toEqual([]);
  });

  it("shows a few of each group while nothing is typed, but for what must be asked for", () => {
    const many = Array.from({ length: 40 }, (_, n) => entry("Targets", `target-${n}`));
    const [first, ...rest] = find([...many, entry("On targets", "Pause x")], "  ", asked);
    expect(first?.entries).toHaveLength(5);
    expect(rest).toEqual([]);
  });

  it("keeps every group together, with nothing in it that does not fit, and nothing twice", () => {
    const word = fc.stringMatching(/^[a-c ]{1,8}$/);
    const some = fc.uniqueArray(
      fc
        .record({ group: fc.constantFrom("One", "Two", "Three"), word })
        .map(({ group, word }) => entry(group, word)),
      { selector: ({ id }) => id },
    );
    fc.assert(
      fc.property(some, word, (entries, typed) => {
        const groups = find(entries, typed, new Set());
        expect(new Set(groups.map(({ group }) => group)).size).toBe(groups.length);
        const shown = groups.flatMap((group) => group.entries);
        expect(new Set(shown.map(({ id }) => id)).size).toBe(shown.length);
        for (const one of shown) expect(fit(one, typed)).toBeDefined();
      }),
    );
  });
});
