import { appendFileSync, chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { GradusError, type Host } from "@gradus/core";
import { createLocalHost } from "@gradus/targets";
import { afterAll, describe, expect, it } from "vitest";
import { gatherLogs, type LogState } from "../../src/log/gather.ts";
import { logDetector } from "../../src/log/detect.ts";
import { ids, targetOf } from "../support/build.ts";

const root = mkdtempSync(join(tmpdir(), "gradus-log-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));
let files = 0;

function watchLog(host: Host = createLocalHost(), path = join(root, `${(files += 1)}.log`)) {
  const target = targetOf({ logs: [{ path }] });
  let gathered: LogState = {};
  let detected = logDetector.initial();
  let now = 0;
  return {
    path,
    write: (...lines: string[]) => appendFileSync(path, lines.map((l) => `${l}\n`).join("")),
    async look(after = 10_000) {
      now += after;
      const seen = await gatherLogs(host, target, gathered, { target: "shop", source: "log", at: now, ids });
      gathered = JSON.parse(JSON.stringify(seen.state)) as LogState;
      const result = logDetector.detect({ target, observations: seen.observations, state: detected, now });
      detected = JSON.parse(JSON.stringify(result.state)) as typeof detected;
      const facts = seen.observations.flatMap((o) => (o.fact.kind === "log" ? [o.fact] : []));
      return { ...seen, facts, signals: result.signals, symptoms: result.signals.map((s) => s.symptom) };
    },
    async learn() {
      for (let i = 0; i < 8; i += 1) {
        this.write(
          "2025-11-20T12:00:00.000Z INFO  request 12 served in 5ms",
          "2025-11-20T12:00:00.000Z WARN  slow query 80ms",
        );
        await this.look();
      }
    },
  };
}
const error = (n: number): string =>
  `2025-11-20T12:00:0${n % 10}.000Z ERROR write ENOSPC: no space left on device, file ${n}`;

describe("errors in a log", () => {
  it("are a symptom when they are new and come three times within a minute; one alone is evidence", async () => {
    const log = watchLog();
    await log.learn();
    log.write(error(1));
    const first = await log.look();
    expect(first.symptoms).toEqual([]);
    expect(first.facts[0]).toMatchObject({ level: "error", isNew: true, count: 1, code: "ENOSPC" });
    log.write(error(2), error(3));
    const second = await log.look();
    expect(second.symptoms).toEqual(["log_new_error"]);
    expect(second.signals[0]?.key).toBe(first.facts[0]?.templateId);
  });

  it("stop being a symptom soon after they stop", async () => {
    const log = watchLog();
    await log.learn();
    log.write(error(1), error(2), error(3));
    expect((await log.look(1_000)).symptoms).toEqual(["log_new_error"]);
    expect((await log.look(1_000)).symptoms).toEqual(["log_new_error"]);
    expect((await log.look(4_000)).symptoms).toEqual([]);
  });

  it("that were in the log before the first look, or while it was learned, are not new", async () => {
    const log = watchLog();
    log.write(...Array.from({ length: 50 }, (_, n) => error(n)));
    expect((await log.look()).facts).toEqual([]);
    await log.learn();
    log.write(error(1), error(2), error(3), error(4));
    const seen = await log.look();
    expect(seen.facts[0]).toMatchObject({ isNew: false, count: 4 });
    expect(seen.symptoms).toEqual([]);
  });

  it("far above the usual rate are a symptom, also when they are old acquaintances", async () => {
    const log = watchLog();
    log.write(error(1));
    await log.look();
    await log.learn();
    log.write(...Array.from({ length: 60 }, (_, n) => error(n)));
    expect((await log.look()).symptoms).toEqual(["log_error_rate"]);
  });
});

describe("a flood", () => {
  it("is one template at a hundred times its usual rate", async () => {
    const log = watchLog();
    await log.learn();
    log.write(
      ...Array.from({ length: 2_000 }, (_, n) => `2025-11-20T12:00:00.000Z INFO  request ${n} served in 5ms`),
    );
    const seen = await log.look();
    expect(seen.symptoms).toEqual(["log_flood"]);
    expect(seen.signals[0]?.key).toBe(log.path);
  });

  it("is seen when it begins soon after the first look, and does not make itself usual", async () => {
    const log = watchLog();
    const quiet = (): void => log.write("INFO batch sent", "INFO batch sent");
    quiet();
    await log.look();
    quiet();
    await log.look();
    for (let i = 0; i < 3; i += 1) {
      log.write(...Array.from({ length: 4_000 }, (_, n) => `DEBUG cache probe ${n}`));
      expect((await log.look()).symptoms).toEqual(["log_flood"]);
    }
  });

  it("is seen while lines must be skipped, and says how much was", async () => {
    const log = watchLog();
    await log.learn();
    const line = `2025-11-20T12:00:00.000Z DEBUG ${"x".repeat(200)}`;
    appendFileSync(log.path, `${line}\n`.repeat(40_000));
    const began = performance.now();
    const seen = await log.look();
    console.log(`a pass over 2 MiB of 8.8 MB: ${Math.round(performance.now() - began)} ms`);
    expect(seen.symptoms).toEqual(["log_flood"]);
    expect(seen.facts[0]?.count).toBeGreaterThan(39_000);
    expect(seen.observations.map((o) => (o.fact.kind === "note" ? o.fact.topic : ""))).toContain(
      `log_skipped:${log.path}`,
    );
  });

  it("is not a busy log that is always busy, nor one whose wording changes", async () => {
    const log = watchLog();
    const busy = (text: string) => log.write(...Array.from({ length: 1_000 }, (_, n) => `INFO ${text} ${n}`));
    for (let i = 0; i < 10; i += 1) {
      busy("request served");
      expect((await log.look()).symptoms).toEqual([]);
    }
    busy("answered the request");
    expect((await log.look()).symptoms).toEqual([]);
  });
});

describe("a log that cannot be read", () => {
  it("is a state that is seen, and goes on when it can", async () => {
    const local = createLocalHost();
    let forbidden = false;
    const host: Host = {
      ...local,
      readFile: async (path, options) => {
        if (forbidden) throw new GradusError("forbidden", "permission denied");
        return await local.readFile(path, options);
      },
    };
    const log = watchLog(host);
    expect((await log.look()).observations[0]?.fact).toMatchObject({ kind: "log_state", problem: "missing" });
    writeFileSync(log.path, "one\n");
    chmodSync(log.path, 0o000);
    forbidden = true;
    expect((await log.look()).observations[0]?.fact).toMatchObject({
      kind: "log_state",
      problem: "unreadable",
      detail: "forbidden: permission denied",
    });
    forbidden = false;
    chmodSync(log.path, 0o644);
    expect((await log.look()).facts[0]).toMatchObject({ template: "one", count: 1 });
  });
});

describe("what is remembered", () => {
  it("fits one row, whatever is logged", async () => {
    const log = watchLog();
    for (let i = 0; i < 3; i += 1) {
      log.write(
        ...Array.from(
          { length: 3_000 },
          (_, n) => `${String.fromCharCode(97 + (n % 26))}${"word ".repeat(n % 70)}${"long".repeat(300)}`,
        ),
      );
      const seen = await log.look();
      expect(JSON.stringify(seen.state).length).toBeLessThan(380_000);
    }
  });
});
