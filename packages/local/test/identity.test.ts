import { spawn, type ChildProcess } from "node:child_process";
import { createLocalHost } from "@gradus/targets";
import { afterAll, describe, expect, it } from "vitest";
import { createIdentity } from "../src/runtime/identity.ts";

const started: ChildProcess[] = [];
afterAll(() => started.forEach((child) => child.kill("SIGKILL")));

const start = (detached: boolean): number => {
  const child = spawn("sleep", ["60"], { stdio: "ignore", detached });
  started.push(child);
  return child.pid ?? 0;
};

describe("what Gradus itself runs", () => {
  it("is its own with all below it, for as long as the command runs", async () => {
    const identity = createIdentity(process.pid);
    const host = createLocalHost({ onCommand: (pid) => identity.runs(pid) });
    // The second has lost its parent and is still in the command's group.
    const script = `sleep 60 & echo $!; (sleep 60 & echo $!); echo $$; sleep 1; kill %1`;
    const running = host.run(["sh", "-c", script], { timeoutMs: 10_000 });
    const below = async (): Promise<number[]> =>
      (await host.processes({ maxAgeMs: 0 }))
        .filter((p) => p.argv.join(" ") === "sleep 60")
        .map((p) => p.pid);
    const told = async (): Promise<number[]> => {
      const found = (await below()).filter((pid) => identity.isOwn(pid));
      return found.length === 2 ? found : told();
    };
    const pids = await told();
    for (const pid of pids) expect(identity.of(pid)).toEqual({ own: true });
    const { stdout } = await running;
    const [child = 0, orphan = 0, command = 0] = stdout.split("\n").map(Number);
    expect(new Set(pids)).toEqual(new Set([child, orphan]));
    expect(identity.isOwn(command)).toBe(false);
    expect([identity.isOwn(orphan), identity.of(orphan)]).toEqual([false, undefined]);
    process.kill(orphan, "SIGKILL");
  });

  it("is not what it starts to outlive it: a target is a target, and a stranger is one", () => {
    const identity = createIdentity(process.pid);
    const [target, stranger, helper] = [start(true), start(true), start(false)];
    identity.claim("shop", target);
    expect([identity.of(target), identity.isOwn(target)]).toEqual([{ target: "shop" }, false]);
    expect([identity.of(stranger), identity.isOwn(stranger)]).toEqual([undefined, false]);
    expect([identity.of(helper), identity.isOwn(helper)]).toEqual([{ own: true }, true]);
  });

  it("is never what runs beside it: the other children of its parent", () => {
    const table: Record<number, { parent: number; group: number }> = {
      10: { parent: 1, group: 10 },
      20: { parent: 10, group: 10 },
      30: { parent: 10, group: 10 },
      40: { parent: 20, group: 10 },
    };
    const identity = createIdentity(20, [10], (pid) => table[pid]);
    expect([10, 20, 30, 40].map((pid) => identity.isOwn(pid))).toEqual([true, true, false, true]);
  });
});
