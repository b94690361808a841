import { expect, test } from "vitest";
import { createLocalHost } from "@gradus/targets";
import { eventually } from "../../../packages/targets/test/support/temp.ts";
import { looking, overHosts } from "./adapters.ts";

const local = createLocalHost();
const argv = (start: string): readonly string[] =>
  looking.find((c) => c.argv.join(" ").startsWith(start))?.argv ?? [];

overHosts(({ host }) => {
  test("a command runs as it is, without a shell, where it is meant to", async () => {
    const result = await host.run(argv("printf"), { cwd: "/usr" });
    expect(result).toEqual({
      code: 0,
      signal: null,
      stdout: '$HOME|; ls|a b||it\'s `x` "y"\n|',
      stderr: "",
      timedOut: false,
    });
    expect((await host.run(["pwd"], { cwd: "/usr" })).stdout).toBe("/usr\n");
    expect((await host.run(["printf", "acted"])).stdout).toBe("acted");
    expect((await host.run(["printf", "%s", "v1.2.3+4"])).stdout).toBe("v1.2.3+4");
  });

  test("it gets no more than PATH, HOME and LANG", async () => {
    const { stdout } = await host.run(["env"]);
    const names = stdout
      .trim()
      .split("\n")
      .map((line) => line.split("=")[0]);
    expect(new Set(names)).toEqual(new Set(["HOME", "LANG", "PATH"]));
  });

  test("its whole process group ends when the time is up", async () => {
    const began = performance.now();
    const result = await host.run(argv("sh -c sleep 300"), { timeoutMs: 1_000 });
    expect(result.timedOut).toBe(true);
    expect(performance.now() - began).toBeLessThan(6_000);
    await eventually(async () => {
      const left = await local.process(Number(result.stdout));
      return left === undefined || left.state === "Z";
    });
  });

  test("a daemon that it leaves behind is not waited for, nor broken", async () => {
    const began = performance.now();
    const result = await host.run(argv("sh -c (sleep 2"));
    expect(performance.now() - began).toBeLessThan(1_900);
    expect(result).toMatchObject({ code: 0, timedOut: false });
    expect((await local.process(Number(result.stdout)))?.state).toBe("S");
  });

  test("no more output is kept than asked for, and the command goes on", async () => {
    const result = await host.run(argv("sh -c yes"), { maxOutput: 10 });
    expect(result).toMatchObject({ code: 4, signal: null, stdout: "y\ny\ny\ny\ny\n", stderr: "end\n" });
    const more = await host.run(argv("sh -c yes"));
    expect(more).toMatchObject({ code: 4, stderr: "end\n" });
    expect(more.stdout).toBe("y\n".repeat(32_768));
  });

  test("an end by a signal is told from an exit code", async () => {
    expect(await host.run(argv("sh -c kill"))).toMatchObject({
      code: null,
      signal: "SIGKILL",
      timedOut: false,
    });
  });

  test("a command that cannot be started is an error", async () => {
    await expect(host.run(["/no/such/command"])).rejects.toMatchObject({ code: "not_found" });
    await expect(host.run(["no-such-command"])).rejects.toMatchObject({ code: "not_found" });
    await expect(host.run(["/etc/passwd"])).rejects.toMatchObject({ code: "forbidden" });
    await expect(host.run([])).rejects.toMatchObject({ code: "invalid_input" });
  });
});
