import { actionKey, type CaseFile, type Fact, type Verdict, verdictSchema } from "@gradus/core";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createPanel, createResearcher, proposeKnown } from "../src/index.ts";
import { caseFile } from "./support/case-file.ts";
import * as fact from "./support/facts.ts";
import * as on from "./support/platform.ts";

const { T0, SECOND, HOUR } = fact;
const when = fc.integer({ min: T0 - 3 * HOUR, max: T0 + SECOND });
const log = (sample: string, code?: string) => fact.log(sample, code === undefined ? {} : { code });

/** Any mixture of facts, also ones that contradict each other. */
const anyFact: fc.Arbitrary<Fact> = fc.oneof(
  fc
    .record({ code: fc.constantFrom(0, 1, 134, 137, 143, null), at: when })
    .map((r) => fact.ended({ code: r.code }, { startedAt: r.at })),
  fc.constantFrom("SIGKILL", "SIGTERM", "SIGABRT", "SIGSEGV").map((signal) => fact.ended({ signal })),
  fc.record({ state: fc.constantFrom("S", "R", "T", "D"), startedAt: when }).map((r) => fact.running(r)),
  fc.constantFrom("ok", "refused", "timeout", "body", "slow", "tls", "error").map((o) => fact.check(o)),
  fc.constantFrom(404, 500, 503).map((status) => fact.check("status", { status })),
  fc
    .record({ rssBytes: fc.integer({ min: 1e6, max: 4e8 }), cpuPercent: fc.integer({ min: 0, max: 200 }) })
    .map(fact.usage),
  fc
    .array(fc.integer({ min: 9_000, max: 9_003 }), { maxLength: 2 })
    .map((pids) => fact.host(pids.map((pid) => fact.busy({ pid, cpuPercent: 20 * (pid - 8_995) })))),
  fc.constantFrom("self", "target", "foreign", "none", "gradus", "unknown").map((o) => fact.port(o)),
  fc
    .record({ aspect: fc.constantFrom("environment", "file", "mode", "owner", "missing"), changedAt: when })
    .map((r) =>
      fact.drift(r.aspect, r.aspect === "environment" ? "API_URL" : "/srv/chatbot/config.json", {
        changedAt: r.changedAt,
      }),
    ),
  fc.constantFrom("ALPHA", "NODE_OPTIONS", "LOG_LEVEL").map((name) => fact.drift("environment", name)),
  fc.constantFrom("1.0.0", "1.1.0", "1.2.0").map((version) => fact.release({ version })),
  fc.boolean().map((healthy) => fact.dependency(healthy)),
  fc.double({ min: 0, max: 1, noNaN: true }).map(fact.errorRate),
  fc.integer({ min: 1, max: 100 }).map(fact.disk),
  fc
    .record({
      rollout: fc.constantFrom("completed", "in_progress", "failed"),
      running: fc.integer({ min: 0, max: 4 }),
      failedTasks: fc.integer({ min: 0, max: 3 }),
      version: fc.constantFrom("1.0.0", "1.1.0", "1.2.0"),
    })
    .map((r) => on.deployment(r)),
  fc.integer({ min: 0, max: 5 }).map((n) => on.stops(n)),
  fc.integer({ min: 1, max: 5 }).map((n) => on.outOfMemory(n)),
  fc.integer({ min: 0, max: 90 }).map((throttles) => on.calls({ throttles, maxMs: 100 * throttles })),
  fc.constantFrom("tasks", "concurrency", "storage_gib").map((unit) => on.capacity(unit, 4, 8)),
  fc.constantFrom("alarm", "ok").map((state) => on.alarm(state)),
  fc.constantFrom(
    log("Error: listen EADDRINUSE", "EADDRINUSE"),
    log("TypeError: Invalid URL", "ERR_INVALID_URL"),
    log("EACCES: permission denied, open 'config.json'", "EACCES"),
    log("JavaScript heap out of memory"),
    log("cache segment is unreadable"),
    log("pid file already exists"),
    log("ENOSPC: no space left on device", "ENOSPC"),
  ),
);

const anyCase: fc.Arbitrary<CaseFile> = fc
  .record({
    symptom: fc.constantFrom(
      "service_down",
      "service_crash_loop",
      "http_status",
      "http_timeout",
      "http_slow",
      "memory_high",
      "cpu_high",
      "cpu_starved",
      "error_rate_high",
      "log_flood",
      "disk_full",
      "deployment_stuck",
      "container_oom_killed",
      "container_restarting",
      "function_throttled",
      "alarm_firing",
    ),
    facts: fc.array(anyFact, { maxLength: 9 }),
    dropped: fc.array(fc.nat(12), { maxLength: 3 }),
    tabu: fc.array(fc.nat(20), { maxLength: 4 }),
  })
  .map(({ symptom, facts, dropped, tabu }) => {
    const file = caseFile({ symptom, facts });
    const keys = file.candidates.map(actionKey);
    return {
      ...file,
      tabu: tabu.flatMap((i) => keys[i] ?? []),
      candidates: file.candidates.filter((_, i) => !dropped.includes(i)),
    };
  });

const experts = [createResearcher(), ...createPanel()];
const answers = async (file: CaseFile): Promise<Array<Verdict | undefined>> => [
  proposeKnown(file),
  ...(await Promise.all(experts.map((expert) => expert.opine(file)))),
];

const given = async (file: CaseFile): Promise<Verdict[]> =>
  (await answers(file)).filter((v) => v !== undefined);

const check = (law: (file: CaseFile) => Promise<void>, numRuns = 150): Promise<void> =>
  fc.assert(fc.asyncProperty(anyCase, law), { numRuns });

describe("laws that hold for phase 1, research and each of the panel", () => {
  it("a verdict is well-formed and its confidence is within 0..1", () =>
    check(async (file) => {
      for (const verdict of await given(file)) verdictSchema.parse(verdict);
    }));

  it("an action that was tried in vain is never proposed", () =>
    check(async (file) => {
      for (const { action } of await given(file))
        if (action) expect(file.tabu).not.toContain(actionKey(action));
    }));

  it("only candidates are proposed, exactly as they are", () =>
    check(async (file) => {
      const keys = file.candidates.map(actionKey);
      for (const { action } of await given(file)) if (action) expect(keys).toContain(actionKey(action));
    }));

  it("at least one observation is cited, and only ones that are there", () =>
    check(async (file) => {
      const ids = new Set(file.observations.map((o) => o.id));
      for (const { cites } of await given(file)) {
        expect(cites.length).toBeGreaterThan(0);
        expect(cites.every((id) => ids.has(id))).toBe(true);
      }
    }));

  it("the order of observations and candidates does not matter", () =>
    fc.assert(
      fc.asyncProperty(anyCase, fc.infiniteStream(fc.nat(1_000)), async (file, stream) => {
        const shuffle = <T>(all: readonly T[]): T[] =>
          all
            .map((value) => ({ value, key: stream.next().value ?? 0 }))
            .sort((a, b) => a.key - b.key)
            .map(({ value }) => value);
        const shuffled = {
          ...file,
          observations: shuffle(file.observations),
          candidates: shuffle(file.candidates),
          tabu: shuffle(file.tabu),
        };
        expect(await answers(shuffled)).toEqual(await answers(file));
      }),
      { numRuns: 100 },
    ));

  it("nobody stops or renices a process of a watched target, or Gradus itself", () =>
    check(async (file) => {
      const ours = [fact.PID, 100];
      for (const { action } of await given(file)) expect(ours).not.toContain(action?.params["pid"]);
    }));

  it("whatever is tried in vain, phase 1 comes to an end", () =>
    check(async (file) => {
      let tabu = file.tabu;
      for (let round = 0; round <= file.candidates.length; round += 1) {
        const action = proposeKnown({ ...file, tabu })?.action;
        if (!action) return;
        tabu = [...tabu, actionKey(action)];
      }
      expect.unreachable("it proposed more actions than there are candidates");
    }));
});
