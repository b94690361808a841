import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { codeOf } from "../../src/log/code.ts";
import { createMiner, matches, MAX_TEMPLATES, textOf } from "../../src/log/drain.ts";
import { fold } from "../../src/log/fold.ts";
import { levelOf } from "../../src/log/level.ts";
import { mask, tokensOf } from "../../src/log/mask.ts";

const word = fc.constantFrom(
  "user",
  "job",
  "Error:",
  "connect",
  "failed",
  "for",
  "in",
  "12",
  "10.0.0.1",
  "0xdeadbeef",
  "/var/log/x",
  '"quoted text"',
  "a1b2c3d4e5f6",
  "ok",
  "retry",
  "ms=15",
);
const line = fc.oneof(
  fc.array(word, { minLength: 1, maxLength: 12 }).map((w) => w.join(" ")),
  fc.string({ maxLength: 80 }),
  fc.string({ unit: "binary", maxLength: 200 }),
);

describe("mining templates", () => {
  it("gives every line exactly one template, and that template matches every line it was given", () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 80 }), (lines) => {
        const miner = createMiner([]);
        const assigned = lines.map((text, at) => {
          const tokens = tokensOf(text);
          return { tokens, id: miner.assign(tokens, { level: levelOf(text), at }).template.id };
        });
        const templates = miner.templates();
        expect(new Set(templates.map((t) => t.id)).size).toBe(templates.length);
        for (const { tokens, id } of assigned) {
          const own = templates.filter((t) => t.id === id);
          expect(own).toHaveLength(1);
          expect(own[0] && matches(own[0], tokens)).toBe(true);
        }
      }),
    );
  });

  it("goes on after its state was stored as if it had not been", () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 40 }), fc.nat(40), (lines, cut) => {
        const add = (miner: ReturnType<typeof createMiner>, some: readonly string[]) =>
          some.map((text) => miner.assign(tokensOf(text), { level: "info", at: 0 }).template.id);
        const whole = createMiner([]);
        const first = createMiner([]);
        const ids = [...add(first, lines.slice(0, cut))];
        const second = createMiner(JSON.parse(JSON.stringify(first.templates())));
        ids.push(...add(second, lines.slice(cut)));
        expect(ids).toEqual(add(whole, lines));
        expect(second.templates()).toEqual(whole.templates());
      }),
    );
  });

  it("never keeps more templates than it may", () => {
    const miner = createMiner([]);
    for (let i = 0; i < 3 * MAX_TEMPLATES; i += 1) {
      const name = String.fromCharCode(97 + (i % 26), 97 + ((i / 26) % 26));
      miner.assign([name, `${name}x`, "c"], { level: "info", at: i });
    }
    expect(miner.templates().length).toBeLessThanOrEqual(MAX_TEMPLATES);
  });

  it("does not merge errors with different codes", () => {
    const miner = createMiner([]);
    const assign = (text: string) =>
      miner.assign(tokensOf(text), {
        level: "error",
        at: 0,
        ...(codeOf(text) ? { code: codeOf(text) ?? "" } : {}),
      }).template.id;
    expect(assign("Error: connect ECONNREFUSED 10.0.0.1:5432")).toBe(
      assign("Error: connect ECONNREFUSED 10.0.0.2:80"),
    );
    expect(assign("Error: connect ECONNREFUSED 10.0.0.1:5432")).not.toBe(
      assign("Error: connect ETIMEDOUT 10.0.0.1:5432"),
    );
  });
});

describe("masking", () => {
  it.each([
    ["2025-11-20T12:00:00.000Z ERROR GET /posts/12 500 in 13ms", "<*> ERROR GET <*> <*> in <*>"],
    [
      '2025/11/20 12:00:00 [error] 33#33: *7 open() "/srv/a" failed (13: Permission denied)',
      "<*> [error] <*>#<*>: *<*> open() <*> failed (13: Permission denied)",
    ],
    ["12345:M 20 Nov 2025 12:00:00.000 # OOM command", "<*>:M <*> # OOM command"],
    ["id 550e8400-e29b-41d4-a716-446655440000 from 10.1.2.3:443 at 0xFF", "id <*> from <*> at <*>"],
    ["utf8 and sha256 stay", "utf8 and sha256 stay"],
  ])("%s", (text, expected) => {
    expect(mask(text)).toBe(expected);
  });

  it("lets no secret into a template", () => {
    expect(mask("login password=hunter2 token: abcdef")).not.toMatch(/hunter2|abcdef/);
  });

  it("takes linear time for any line", () => {
    for (const evil of [
      "a.".repeat(1_000),
      "1:".repeat(1_000),
      "/".repeat(2_000),
      '"\\'.repeat(1_000),
      "0".repeat(2_000),
      "x:/".repeat(700),
      "fe:".repeat(700),
      "2025-11-20 ".repeat(200),
    ]) {
      const began = performance.now();
      tokensOf(evil);
      levelOf(evil);
      codeOf(evil);
      expect(performance.now() - began, evil.slice(0, 10)).toBeLessThan(50);
    }
  });
});

describe("levels", () => {
  it.each([
    ["2025-11-20T12:00:00.000Z ERROR boom", "error"],
    ["2025-11-20T12:00:00.000Z INFO  retried after Error: x", "info"],
    ["2025/11/20 12:00:00 [emerg] 1#1: unknown directive", "fatal"],
    ['{"level":50,"msg":"x"}', "error"],
    ['{"level":"warning","msg":"Error: x"}', "warn"],
    ["2025-11-20 12:00:00 UTC [77] FATAL:  remaining connection slots are reserved", "fatal"],
    ["2025-11-20 12:00:00 UTC [77] LOG:  checkpoint starting", "info"],
    ["TypeError: x is not a function", "error"],
    ["Error: listen EADDRINUSE: address already in use :::80", "error"],
    ["FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory", "fatal"],
    ["Traceback (most recent call last):", "error"],
    ["E1120 12:00:00.000 1 main.go:1] boom", "error"],
    ["level=warn msg=slow", "warn"],
    ["0 errors, no error found", "info"],
  ])("%s", (text, level) => {
    expect(levelOf(text)).toBe(level);
  });
});

describe("codes", () => {
  it.each([
    ["Error: listen EADDRINUSE: address already in use :::80", "EADDRINUSE"],
    ["TypeError [ERR_INVALID_URL]: Invalid URL", "ERR_INVALID_URL"],
    ["ERROR EVENT happened, EXIT", undefined],
    ["write ENOSPC", "ENOSPC"],
    [
      "FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory",
      "heap out of memory",
    ],
    ['[emerg] 1#1: unknown directive "foo"', "[emerg]"],
    ["connect() failed (111: Connection refused) while connecting to upstream", "ECONNREFUSED"],
    ["open() failed (13: Permission denied)", "EACCES"],
    ["Error: certificate has expired { code: 'CERT_HAS_EXPIRED' }", "CERT_HAS_EXPIRED"],
    ["2 worker_connections are not enough", "worker_connections are not enough"],
    ["ERROR:  permission denied for table orders", "permission denied for table"],
    ["OOM command not allowed when used memory > 'maxmemory'.", "OOM command not allowed"],
    ["error: canceling { code: '55P03' }", "55P03"],
  ])("%s → %s", (text, code) => {
    expect(codeOf(text)).toBe(code);
  });
});

describe("folding", () => {
  it("makes one entry of a stack trace, and keeps what it says for the code", () => {
    const lines = [
      "2025 ERROR GET /x 500",
      "Error: boom",
      "    at f (a.js:1:2)",
      "    at g (b.js:3:4) {",
      "  code: 'EACCES'",
      "}",
      "",
      "2025 INFO next",
    ];
    const entries = fold(lines, false);
    expect(entries.map((e) => e.head)).toEqual(["2025 ERROR GET /x 500", "Error: boom", "2025 INFO next"]);
    expect(codeOf(`${entries[1]?.head}\n${entries[1]?.more}`)).toBe("EACCES");
  });

  it("drops frames that go on from the pass before, and keeps indented entries", () => {
    expect(fold(["    at h (c.js)", "next"], true).map((e) => e.head)).toEqual(["next"]);
    expect(fold(["first", "  ERROR indented"], false)).toHaveLength(2);
  });
});

it("names a template as text", () => expect(textOf({ tokens: ["a", "<*>"] })).toBe("a <*>"));
