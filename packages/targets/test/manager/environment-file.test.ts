import * as fc from "fast-check";
import { expect, test } from "vitest";
import { parseEnvironmentFile } from "../../src/manager/index.ts";

test("reads KEY=VALUE lines, and takes nothing for granted", () => {
  const { variables, problems } = parseEnvironmentFile(
    "# a comment\n\nA=1\nB = two words \r\nC='it''s'\nD=a=b\nE=\nnonsense\n1X=1\nA=2\n",
  );
  expect(Object.fromEntries(variables)).toEqual({ A: "2", B: "two words", C: "it''s", D: "a=b", E: "" });
  expect(problems).toEqual([
    { line: 8, problem: "is no KEY=VALUE line" },
    { line: 9, problem: "has no valid name before =" },
  ]);
});

test("no text makes it throw, and a problem names a line that is there", () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const lines = text.split(/\r?\n/).length;
      for (const { line } of parseEnvironmentFile(text).problems) expect(line).toBeLessThanOrEqual(lines);
    }),
  );
});
