import { expect, test } from "vitest";
import { createLocalHost } from "../../src/host/index.ts";
import { eventually, tempDir } from "../support/temp.ts";

const host = createLocalHost({ env: { PATH: process.env["PATH"], SECRET: "x" } });
const dir = tempDir("run");

test("runs an argument list as it is, without a shell", async () => {
  const result = await host.run(["printf", "%s|", "$HOME", "; ls", "a b"], { cwd: dir });
  expect(result).toEqual({ code: 0, signal: null, stdout: "$HOME|; ls|a b|", stderr: "", timedOut: false });
});

test("hands over no more than PATH, HOME and LANG", async () => {
  const { stdout } = await host.run(["env"]);
  const names = stdout
    .trim()
    .split("\n")
    .map((line) => line.split("=")[0]);
  expect(new Set(names)).toEqual(new Set(["HOME", "LANG", "PATH"]));
});

test("ends the whole process group when the time is up", async () => {
  const began = performance.now();
  const result = await host.run(["sh", "-c", "sleep 300 & echo $!; wait"], { timeoutMs: 300 });
  expect(result.timedOut).toBe(true);
  expect(performance.now() - began).toBeLessThan(3_000);
  await eventually(async () => {
    const left = await host.process(Number(result.stdout));
    return left === undefined || left.state === "Z";
  });
});

test("does not wait for a daemon that keeps the output open, nor break it", async () => {
  const result = await host.run(["sh", "-c", "(sleep 1; echo late; sleep 0.2) & echo $!"]);
  expect(result).toMatchObject({ code: 0, timedOut: false });
  expect((await host.process(Number(result.stdout)))?.state).toBe("S");
});

test("keeps no more output than asked for, and lets the command go on", async () => {
  const result = await host.run(["sh", "-c", "yes | head -c 1000000; echo end >&2; exit 4"], {
    maxOutput: 10,
  });
  expect(result).toMatchObject({ code: 4, stdout: "y\ny\ny\ny\ny\n", stderr: "end\n" });
});

test("a command that is not there is an error", async () => {
  await expect(host.run(["/no/such/command"])).rejects.toMatchObject({ code: "not_found" });
  await expect(host.run([])).rejects.toMatchObject({ code: "invalid_input" });
  await expect(host.run(["a\0b"])).rejects.toThrow();
});
