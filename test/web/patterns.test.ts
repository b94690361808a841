import { newPattern, type Pattern } from "@gradus/core";
import { describe, expect, it } from "vitest";
import { caseOf, doneBy, lessonOf, seenIn } from "../../web/src/views/patterns/case.ts";
import { countsOf, orderOf, select, showOf, weigh } from "../../web/src/views/patterns/select.ts";

const NOW = 1_800_000_000_000;
const made = (symptom: string, change: Partial<Pattern> = {}): Pattern => ({
  ...newPattern({
    software: "node",
    symptom,
    features: ["process:down", "check:status-5xx"],
    action: { runbook: "restore-file", params: { path: "/etc/x", nice: 19 } },
    faultClass: "bad_config",
    now: NOW,
  }),
  ...change,
});
const fixed = (n: number): Pick<Pattern, "successes" | "totals"> => ({
  successes: n,
  totals: { fixed: n, symptomOnly: 0, notFixed: 0, notHeld: 0, harm: 0 },
});
const all = [
  made("service_down", fixed(3)),
  made("http_slow", { ...fixed(9), failures: 12, updatedAt: NOW - 1_000 }),
  made("disk_full", { quarantinedUntil: NOW + 60_000, fixedSinceHarm: 0 }),
  made("cpu_high", { ...fixed(1), retired: true }),
  made("http_tls", { origin: "imported", successes: 1.25 }),
].map((pattern) => weigh(pattern, NOW));
const symptoms = (of: Partial<Parameters<typeof select>[1]>): string[] =>
  select(all, { show: "", order: "", search: "", ...of }).map(({ pattern }) => pattern.symptom);

describe("the list of patterns", () => {
  it("counts what each filter shows", () => {
    expect(countsOf(all)).toEqual({ "": 5, used: 1, trial: 2, quarantined: 1, retired: 1, foreign: 1 });
    expect(symptoms({ show: "foreign" })).toEqual(["http_tls"]);
    expect(symptoms({ show: "quarantined" })).toEqual(["disk_full"]);
  });

  it("is ordered by use, by strength or by time", () => {
    expect(symptoms({}).slice(0, 2)).toEqual(["http_slow", "service_down"]);
    expect(symptoms({ order: "strength" })[0]).toBe("service_down");
    expect(symptoms({ order: "seen" }).at(-1)).toBe("http_slow");
  });

  it("finds those that hold every word, as it is shown or as it is stored", () => {
    expect(symptoms({ search: "SERVICE down restore" })).toEqual(["service_down"]);
    expect(symptoms({ search: "disk_full" })).toEqual(["disk_full"]);
    expect(symptoms({ search: "disk nothing" })).toEqual([]);
  });

  it("takes a word of the address that it does not know for none", () => {
    expect([showOf("retired"), showOf("x"), orderOf("strength"), orderOf("x")]).toEqual([
      "retired",
      "",
      "strength",
      "",
    ]);
  });
});

describe("a pattern in words", () => {
  it("says what is seen and what is done", () => {
    const pattern = made("service_down");
    expect([caseOf(pattern), seenIn(pattern), doneBy(pattern)]).toEqual([
      "node: service down",
      "process down, check answers 5xx",
      "restore-file: path as the evidence says, nice 19",
    ]);
  });

  it("names the tasks that it learned from, and nothing that it cannot read", () => {
    expect(lessonOf("d00e17e4#x-1#2 not_fixed")).toEqual({
      task: "d00e17e4#x-1",
      attempt: "2",
      outcome: "not_fixed",
    });
    expect(lessonOf("something else")).toBeUndefined();
  });
});
