import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdtempSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createLocalHost } from "@gradus/targets";
import * as fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { tail, type TailState } from "../../src/log/tail.ts";

const root = mkdtempSync(join(tmpdir(), "gradus-tail-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const host = createLocalHost();
let files = 0;
const newLog = (): string => join(mkdtempSync(join(root, `${(files += 1)}-`)), "app.log");

const LIMITS = { maxBytes: 1_048_576, contextBytes: 65_536 };

/** Follows a log from before it exists. */
async function follower(path: string, limits = LIMITS) {
  let state: TailState | undefined;
  const all: string[] = [];
  const look = async (now = 0) => {
    const seen = await tail(host, path, state, now, limits);
    // Through JSON, as it is stored.
    state = JSON.parse(JSON.stringify(seen.state)) as TailState;
    all.push(...seen.lines);
    return seen;
  };
  await look();
  return { look, all };
}

const shift = (path: string): void => {
  for (let n = 8; n >= 1; n -= 1)
    if (existsSync(`${path}.${n}`)) renameSync(`${path}.${n}`, `${path}.${n + 1}`);
};
const rotate = (path: string): void => {
  shift(path);
  if (existsSync(path)) renameSync(path, `${path}.1`);
};

describe("following a log", () => {
  it("gives every complete line once, in whatever order it is appended to, rotated, copied and looked at", async () => {
    const step = fc.oneof(
      {
        weight: 4,
        arbitrary: fc.record({ kind: fc.constant("append"), size: fc.nat(5), end: fc.boolean() }),
      },
      { weight: 3, arbitrary: fc.constant({ kind: "look" }) },
      { weight: 2, arbitrary: fc.constant({ kind: "rotate" }) },
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 25 }),
        fc.constantFrom("rename", "copy"),
        async (steps, how) => {
          const path = newLog();
          writeFileSync(path, "");
          const log = await follower(path);
          const written: string[] = [];
          let n = 0;
          let open = "";
          let unseen = true;
          for (const s of steps) {
            if (s.kind === "append" && "size" in s) {
              for (let i = 0; i < s.size; i += 1) {
                const line = `${open}line ${(n += 1)} é€😀`;
                appendFileSync(path, `${line.slice(open.length)}\n`);
                open = "";
                written.push(line);
              }
              if (!s.end) {
                open += `part ${(n += 1)} €`;
                appendFileSync(path, `part ${n} €`);
              }
            } else if (s.kind === "look") {
              const lines = (await log.look()).lines.length;
              if (lines > 0) unseen = false;
            } else {
              // The tools that rotate are run between whole lines; what a copy cuts in two nobody can join.
              if (open !== "") {
                appendFileSync(path, "\n");
                written.push(open);
                open = "";
              }
              if (how === "rename") rotate(path);
              else if (existsSync(path)) {
                // A file that was filled and emptied between two looks leaves no trace of having been another one.
                if (unseen) await log.look();
                shift(path);
                copyFileSync(path, `${path}.1`);
                truncateSync(path, 0);
                // Of two copies between two looks, only the newer one is looked into.
                await log.look();
                unseen = true;
              }
            }
          }
          await log.look();
          expect(log.all.toSorted()).toEqual(written.toSorted());
          expect(new Set(log.all).size).toBe(log.all.length);
        },
      ),
      { numRuns: 60 },
    );
  });

  it("reads what was written between the last look and a copytruncate from the copy", async () => {
    const path = newLog();
    const log = await follower(path);
    appendFileSync(path, "one\ntwo\n");
    await log.look();
    appendFileSync(path, "three\n");
    copyFileSync(path, `${path}.1`);
    truncateSync(path, 0);
    appendFileSync(path, "four, and longer than all that was there before\n");
    await log.look();
    expect(log.all).toEqual(["one", "two", "three", "four, and longer than all that was there before"]);
  });

  it("notices a truncation even if the file has grown beyond where it was", async () => {
    const path = newLog();
    const log = await follower(path);
    appendFileSync(path, "a1\na2\n");
    await log.look();
    writeFileSync(path, "b1\nb2\nb3\n");
    await log.look();
    expect(log.all).toEqual(["a1", "a2", "b1", "b2", "b3"]);
  });

  it("goes on with a renamed file while its writer still holds it, and gives its unfinished line in the end", async () => {
    const path = newLog();
    const log = await follower(path);
    appendFileSync(path, "one\n");
    await log.look(0);
    renameSync(path, `${path}.1`);
    appendFileSync(`${path}.1`, "two\nthr");
    appendFileSync(path, "new\n");
    await log.look(1_000);
    appendFileSync(`${path}.1`, "ee\nunfin");
    await log.look(2_000);
    await log.look(70_000);
    expect(log.all).toEqual(["one", "two", "new", "three", "unfin"]);
  });

  it("finds a log that was rotated to a name with a date", async () => {
    const path = newLog();
    const log = await follower(path);
    appendFileSync(path, "one\n");
    await log.look();
    appendFileSync(path, "two\n");
    renameSync(path, `${path}-20251120`);
    await log.look();
    expect(log.all).toEqual(["one", "two"]);
  });

  it("keeps its place over bytes that are not UTF-8", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.uint8Array({ maxLength: 12 }), { maxLength: 12 }),
        fc.nat(20),
        async (pieces, cut) => {
          const path = newLog();
          const log = await follower(path);
          const bytes = Buffer.concat(
            pieces.map((p, i) =>
              Buffer.concat([
                Buffer.from(`${i}:`),
                Buffer.from(p.map((b) => (b === 10 || b === 13 ? 0xe2 : b))),
                Buffer.from("\n"),
              ]),
            ),
          );
          const at = Math.min(cut, bytes.length);
          appendFileSync(path, bytes.subarray(0, at));
          await log.look();
          appendFileSync(path, bytes.subarray(at));
          await log.look();
          expect(log.all).toEqual(bytes.toString("utf8").split("\n").slice(0, -1));
        },
      ),
      { numRuns: 60 },
    );
  });

  it("takes an existing log's last lines as context only, and none of what was before them", async () => {
    const path = newLog();
    const old = Array.from({ length: 5_000 }, (_, i) => `old line number ${i}`);
    writeFileSync(path, `${old.join("\n")}\n`);
    let seen = await tail(host, path, undefined, 0);
    expect(seen.lines).toEqual([]);
    expect(seen.context.at(-1)).toBe("old line number 4999");
    expect(seen.context.length).toBeGreaterThan(2_000);
    expect(seen.context.length).toBeLessThan(5_000);
    expect(old).toContain(seen.context[0]);
    appendFileSync(path, "new\n");
    seen = await tail(host, path, seen.state, 0);
    expect(seen.lines).toEqual(["new"]);
  });

  it("skips what is too much for one pass, says how much, and goes on at a whole line", async () => {
    const path = newLog();
    const log = await follower(path, { maxBytes: 1_000, contextBytes: 100 });
    appendFileSync(path, Array.from({ length: 1_000 }, (_, i) => `line ${i}\n`).join(""));
    const seen = await log.look();
    expect(seen.skippedBytes).toBeGreaterThan(7_000);
    expect(seen.lines.at(-1)).toBe("line 999");
    expect(seen.lines.every((line) => /^line \d+$/.test(line))).toBe(true);
    appendFileSync(path, "after\n");
    expect((await log.look()).lines).toEqual(["after"]);
  });

  it("drops the rest of a line that never ends", async () => {
    const path = newLog();
    const log = await follower(path, { maxBytes: 1_000, contextBytes: 100 });
    appendFileSync(path, "x".repeat(1_000));
    await log.look();
    appendFileSync(path, "y".repeat(2_500));
    await log.look();
    appendFileSync(path, "z\nnext\n");
    await log.look();
    expect(log.all.map((line) => line.slice(0, 4))).toEqual(["xxxx", "next"]);
  });
});
