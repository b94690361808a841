import { isGradusError, messageOf, redact, type Target } from "@gradus/core";
import { controlAskSchema, type ControlAnswer, LONGEST_MS, none } from "./ask.ts";
import { declaredControl } from "./declared.ts";

/** Uses a control that a deployed target declares, method included, and no other. No redirect is followed. */
export async function useControl(
  { targets, fetch }: { targets: readonly Target[]; fetch: typeof globalThis.fetch },
  payload: unknown,
): Promise<ControlAnswer> {
  const asked = controlAskSchema.safeParse(payload);
  if (!asked.success) return failed("invalid_input", "this names no control");
  const { url, method, timeoutMs = LONGEST_MS } = asked.data;
  const control = declaredControl({ url, method }, targets);
  if (!control) return failed("forbidden", `no deployed target declares ${method} of that address`);
  const signal = AbortSignal.timeout(Math.min(timeoutMs, control.timeoutMs, LONGEST_MS));
  try {
    const { ok, status } = await fetch(control.url, { method: control.method, redirect: "manual", signal });
    return { ok, status };
  } catch (error) {
    if (signal.aborted) return failed("timeout", `${method} was not answered in time`);
    return failed(isGradusError(error) ? error.code : "internal", redact(messageOf(error), 400));
  }
}

function failed(...why: Parameters<typeof none>): ControlAnswer {
  const { code, detail } = none(...why);
  return { failed: { code, detail } };
}
