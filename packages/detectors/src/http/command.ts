import type { Check, FactOf, Host } from "@gradus/core";
import { redact } from "@gradus/core";

/** Runs a check that is a command, on the target's own machine. */
export async function runCommand(
  check: Extract<Check, { kind: "command" }>,
  id: string,
  host: Host | undefined,
): Promise<FactOf<"check">> {
  if (!host) {
    const detail = "the target has no machine to run it on";
    return { kind: "check", check: id, type: "command", outcome: "error", detail };
  }
  const began = performance.now();
  const result = await host.run(check.command, { timeoutMs: check.timeoutMs, maxOutput: 4_096 });
  const base = {
    kind: "check",
    check: id,
    type: "command",
    latencyMs: Math.round(performance.now() - began),
  } as const;
  if (result.timedOut) {
    return { ...base, outcome: "timeout", detail: `did not end within ${check.timeoutMs} ms` };
  }
  if (result.code === 0) return { ...base, outcome: "ok" };
  const said = redact((result.stderr.trim() || result.stdout.trim()).slice(-1_000), 300);
  const how = result.code === null ? `ended by ${result.signal ?? "a signal"}` : `exit ${result.code}`;
  return {
    ...base,
    outcome: "exit",
    detail: `${how}: ${said}`,
    ...(result.code === null ? {} : { status: result.code }),
  };
}
