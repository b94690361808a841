import type { Control, Target } from "@gradus/core";
import { lacks } from "./needs.ts";
import type { Identity } from "./processes.ts";
import type { Run } from "./run.ts";
import type { Scene } from "./scene.ts";

type ControlName = "clearCache" | "pause" | "resume" | "reload";

const names: Record<ControlName, string> = {
  clearCache: "clear the cache of",
  pause: "pause the work of",
  resume: "resume the work of",
  reload: "reload",
};

/** Whether the entry has a control that can be used where the target is. */
export const offers = (target: Target, name: ControlName): boolean =>
  target.controls[name] !== undefined && outOfReach(target, target.controls[name]) === undefined;

/** A call needs no machine; a command needs one, and a signal a process of which Gradus knows. */
function outOfReach(target: Target, control: Control): string | undefined {
  if (control.kind === "http") return undefined;
  return lacks(target, control.kind === "signal" ? "processes" : "machine");
}

/** Why a control cannot be used; undefined if it can. */
export async function cannotUse(scene: Scene, name: ControlName): Promise<string | undefined> {
  const control = scene.target.controls[name];
  if (!control) return `${scene.target.id} has no ${name} control`;
  const away = outOfReach(scene.target, control);
  if (away !== undefined || control.kind !== "signal") return away;
  const main = await mainOf(scene);
  if (!main) return `${scene.target.id} has no process to send a signal to`;
  return (await wouldEnd(scene, main.pid))
    ? `the process does not handle ${control.signal}: it would end`
    : undefined;
}

/** Uses one of the target's own controls. Nothing but the configured address, signal or command is used, and no redirect is followed. */
export async function use(scene: Scene, run: Run, name: ControlName): Promise<void> {
  await run.step(`${names[name]} ${scene.target.id}`, () => {
    const control = scene.target.controls[name];
    if (!control) throw new Error(`there is no ${name} control`);
    return send(scene, control);
  });
}

async function send(scene: Scene, control: Control): Promise<string> {
  switch (control.kind) {
    case "http":
      return call(scene, control);
    case "signal": {
      const main = await mainOf(scene);
      if (!main) throw new Error("there is no process to send a signal to");
      const { pid, startedAt } = main;
      if (await wouldEnd(scene, pid)) throw new Error(`the process does not handle ${control.signal}`);
      const told = await scene.host.signal(pid, control.signal, startedAt);
      if (!told) throw new Error(`process ${pid} is gone`);
      return `${control.signal} to ${pid}`;
    }
    case "command": {
      const { code, signal, stdout, stderr, timedOut } = await scene.host.run(control.command, {
        timeoutMs: control.timeoutMs,
        maxOutput: 2_000,
      });
      const said = `${stdout}${stderr}`.trim();
      if (timedOut) throw new Error(`took longer than ${control.timeoutMs} ms. ${said}`);
      if (code !== 0) throw new Error(`ended with ${code ?? signal ?? "no code"}. ${said}`);
      return said;
    }
    default:
      return never(control);
  }
}

async function call(scene: Scene, control: Extract<Control, { kind: "http" }>): Promise<string> {
  const response = await scene.fetch(control.url, {
    method: control.method,
    redirect: "manual",
    signal: AbortSignal.timeout(control.timeoutMs),
  });
  await response.body?.cancel();
  if (!response.ok) throw new Error(`${control.method} answered ${response.status || "with a redirect"}`);
  return `${control.method} answered ${response.status}`;
}

/** The very process: between the look and the signal its pid may become another's. */
async function mainOf(scene: Scene): Promise<Identity | undefined> {
  const status = await scene.manager?.status(scene.target);
  return status?.running && status.pid !== undefined ? scene.host.process(status.pid) : undefined;
}

/** Unhandled, SIGHUP ends a process. Bit 0 of SigCgt (caught) and SigIgn (ignored) in /proc/PID/status is signal 1. */
async function wouldEnd(scene: Scene, pid: number): Promise<boolean> {
  const text = await scene.host.readFile(`/proc/${pid}/status`).catch(() => undefined);
  const masks = [...(text ?? "").matchAll(/^Sig(?:Cgt|Ign):\s*([0-9a-f]+)$/gm)].map((m) =>
    BigInt(`0x${m[1] ?? "0"}`),
  );
  return masks.length === 2 && masks.every((mask) => (mask & 1n) === 0n);
}

function never(value: never): never {
  throw new RangeError(`unknown control ${JSON.stringify(value)}`);
}
