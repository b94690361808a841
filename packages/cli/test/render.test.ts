import type { HealthReport, TargetView } from "@gradus/api";
import type { TaskSummary } from "@gradus/core";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { render } from "../src/live/render.ts";
import type { Snapshot } from "../src/live/snapshot.ts";
import { plain, plainDeep, plainLine } from "../src/text/plain.ts";
import { cut, fit, width } from "../src/text/width.ts";
import { table } from "../src/text/format.ts";
import { said } from "../src/text/target.ts";

const target = (id: string, extra: Partial<TargetView> = {}): TargetView => ({
  id,
  software: "node",
  state: "healthy",
  paused: false,
  checkedAt: 9_000,
  symptoms: [],
  degraded: [],
  autonomy: { reversible: "auto", disruptive: "auto", destructive: "approve" },
  dependsOn: [],
  intervalMs: 10_000,
  demo: false,
  ...extra,
});
const task = (id: string, status: TaskSummary["status"], title = `${id} is broken`): TaskSummary => ({
  id,
  target: "a",
  software: "node",
  symptom: "service_down",
  source: "service",
  severity: "critical",
  title,
  status,
  phase: 1,
  openedAt: 0,
  updatedAt: 8_000,
  firstSeenAt: 0,
  attempts: 1,
});
const health: HealthReport = {
  status: "ok",
  version: "0",
  startedAt: 0,
  now: 10_000,
  problems: [],
  paused: false,
  observeOnly: false,
  targets: 1,
  openTasks: 0,
};
const snapshot = (extra: Partial<Snapshot> = {}): Snapshot => ({
  url: "http://127.0.0.1:8888",
  logFile: "/d/logs/gradus.log",
  targets: [target("a"), target("b")],
  health,
  open: [],
  closed: [],
  ...extra,
});
const strip = (lines: readonly string[]): string[] => lines.map((l) => l.replace(/\u001b\[[0-9;]*m/g, ""));
const draw = (s: Snapshot, columns = 80, rows = 24): string[] =>
  strip(render(s, { width: columns, height: rows, now: 10_000 }));

describe("the live summary", () => {
  it("is never larger than the terminal, whatever there is to show", () => {
    const text = fc.string({ unit: "grapheme", maxLength: 200 });
    const status = fc.constantFrom("working", "awaiting_human", "awaiting_approval", "fixed", "cleared");
    const arbitrary = fc.record({
      targets: fc.array(
        fc.record({
          id: fc.stringMatching(/^[a-z0-9-]{1,63}$/),
          state: fc.constantFrom("healthy", "failing", "unknown"),
          summary: text,
        }),
        { maxLength: 60 },
      ),
      open: fc.array(fc.tuple(status, text), { maxLength: 50 }),
      closed: fc.array(fc.tuple(status, text), { maxLength: 20 }),
      problems: fc.array(text, { maxLength: 5 }),
      width: fc.integer({ min: 1, max: 200 }),
      height: fc.integer({ min: 1, max: 80 }),
    });
    fc.assert(
      fc.property(arbitrary, (a) => {
        const lines = render(
          snapshot(
            plainDeep({
              targets: a.targets.map((t) =>
                target(t.id, { state: t.state, symptoms: [{ symptom: "x", summary: t.summary }] }),
              ),
              open: a.open.map(([s, t], i) => task(`o${i}`, s, t)),
              closed: a.closed.map(([s, t], i) => task(`c${i}`, s, t)),
              health: { ...health, problems: a.problems },
            }),
          ),
          { width: a.width, height: a.height, now: 10_000 },
        );
        expect(lines.length).toBeLessThanOrEqual(a.height);
        for (const line of lines) {
          expect(width(line)).toBeLessThanOrEqual(a.width);
          expect(line).not.toMatch(/[\n\r]/);
        }
      }),
      { numRuns: 150 },
    );
  });

  it("shows what is wrong first, and says how much it does not show", () => {
    const targets = Array.from({ length: 40 }, (_, i) => target(`t${i}`));
    targets[37] = target("t37", { state: "failing", symptoms: [{ symptom: "x", summary: "t37 is down" }] });
    const lines = draw(snapshot({ targets, open: [task("one", "working"), task("two", "awaiting_human")] }));
    expect(lines[0]).toContain("1 task needs you");
    const at = lines.findIndex((l) => /^ {2}Targets/.test(l));
    expect(lines[at]).toMatch(/\d+ more not shown/);
    expect(lines[at + 1]).toContain("t37 is down");
    const open = lines.findIndex((l) => /^ {2}Open/.test(l));
    expect(lines[open + 1]).toContain("two");
    expect(lines[open + 2]).toContain("one");
  });

  it("keeps room for everything on a small terminal", () => {
    const lines = draw(snapshot({ open: [task("one", "working")], closed: [task("two", "fixed")] }), 60, 20);
    for (const word of ["Page", "Targets", "Open", "Last", "Ctrl-C", "one", "two"])
      expect(lines.join("\n")).toContain(word);
  });

  it("aligns the columns", () => {
    const lines = draw(snapshot({ targets: [target("short"), target("a-much-longer-name")] }));
    const marks = lines.filter((l) => l.includes("●")).map((l) => l.indexOf("●"));
    expect(new Set(marks).size).toBe(1);
    expect(new Set(lines.filter((l) => l.endsWith("ago")).map((l) => l.length)).size).toBe(1);
  });

  it("says in its first line how things stand", () => {
    const first = (s: Partial<Snapshot>): string => draw(snapshot(s))[0] ?? "";
    const failing = target("a", { state: "failing" });
    expect(first({})).toContain("all 2 targets healthy");
    expect(first({ targets: [failing] })).toContain("1 of 1 target failing, being confirmed");
    expect(first({ targets: [failing], open: [task("x", "working")] })).toContain("1 task in work");
    expect(first({ health: { ...health, paused: true } })).toContain("paused: watching, acting on nothing");
    expect(first({ health: { ...health, observeOnly: true } })).toContain("observing only");
    expect(first({ targets: [target("a", { state: "unknown" })] })).toContain(
      "nothing can be seen of 1 target",
    );
  });
});

describe("text from outside", () => {
  it("cannot drive the terminal", () => {
    expect(plain("a\u001b[2Jb\u009b31mc\u0007\u202ed")).toBe("a\ufffd[2Jb\ufffd31mc\ufffd\ufffdd");
    expect(plainLine("one\r\ntwo\n\tthree")).toBe("one two three");
    expect(plainDeep({ a: ["\u001b"], n: 1, u: undefined })).toEqual({ a: ["\ufffd"], n: 1, u: undefined });
  });

  it("is cut to columns, with wide characters and colours counted as they are shown", () => {
    expect(cut("日本語テキスト", 7)).toBe("日本語…");
    expect(width(cut("\u001b[31mred and long\u001b[39m", 5))).toBe(5);
    expect(cut("\u001b[31mred and long\u001b[39m", 5).endsWith("\u001b[0m")).toBe(true);
    expect(fit("ab", 4)).toBe("ab  ");
    expect(
      table([
        ["a", "日本", "x"],
        ["bb", "c", "y"],
      ]),
    ).toBe("a   日本  x\nbb  c     y");
  });
});

describe("what is wrong with a target", () => {
  it("fits a line of a table, however long the answer of a health check is", () => {
    const summary = `chatbot answers with an error: ${'{"status":"failing"} '.repeat(40)}`;
    const failing = target("chatbot", { paused: true, symptoms: [{ symptom: "http_status", summary }] });
    expect(width(said(failing))).toBeLessThanOrEqual(90);
    expect(said(failing)).toMatch(/chatbot answers with an error.*…/);
  });
});
