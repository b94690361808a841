import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createFileLog, type Log } from "../../src/log/file-log.ts";

let directory: string;
let said: string[];
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "gradus-log-"));
  said = [];
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const open = (file: string, maxBytes?: number): Log =>
  createFileLog({
    file,
    now: () => 0,
    onFault: () => said.push("fault"),
    onRecovered: () => said.push("recovered"),
    ...(maxBytes === undefined ? {} : { maxBytes }),
  });

it("writes one line of JSON for each message, without secrets", () => {
  const file = join(directory, "logs", "gradus.log");
  open(file)("warn", "hello", { url: "postgres://ada:hunter2secret@db/x" });
  const line = JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>;
  expect(line).toMatchObject({ at: "1970-01-01T00:00:00.000Z", level: "warn", message: "hello" });
  expect(JSON.stringify(line)).not.toContain("hunter2secret");
});

it("says once that it cannot write, and once that it can again, and loses nothing but the lines between", () => {
  const blocked = join(directory, "logs");
  writeFileSync(blocked, "a file where the folder should be");
  const log = open(join(blocked, "gradus.log"));
  log("info", "one");
  log("info", "two");
  expect(said).toEqual(["fault"]);
  rmSync(blocked);
  log("info", "three");
  log("info", "four");
  expect(said).toEqual(["fault", "recovered"]);
  expect(readFileSync(join(blocked, "gradus.log"), "utf8").match(/three|four|one|two/g)).toEqual([
    "three",
    "four",
  ]);
});

it("keeps one predecessor when it has grown, and counts on from what was there at start", () => {
  const file = join(directory, "gradus.log");
  for (let i = 0; i < 3; i++) open(file, 100)("info", `${i}`.repeat(80));
  expect(readdirSync(directory).sort()).toEqual(["gradus.log", "gradus.log.1"]);
  expect(readFileSync(file, "utf8")).toContain("2222");
});
