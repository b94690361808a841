import type { Check, FactOf } from "@gradus/core";
import { redact } from "@gradus/core";
import { brief } from "../shared/numbers.ts";
import type { Page } from "./page.ts";

type CheckFact = FactOf<"check">;
type HttpCheck = Extract<Check, { kind: "http" }>;

const EXCERPT = 300;

/** Whether a page is what the check asks for: status before content before speed. */
export function judge(check: HttpCheck, id: string, page: Page): CheckFact {
  const base = { kind: "check", check: id, type: "http", latencyMs: page.latencyMs } as const;
  if (!page.ok) {
    return {
      ...base,
      outcome: page.outcome,
      detail: redact(page.detail, EXCERPT),
      ...(page.status === undefined ? {} : { status: page.status }),
    };
  }
  const { answer } = page;
  const seen = {
    ...base,
    status: answer.status,
    ...(answer.certificateDaysLeft === undefined ? {} : { certificateDaysLeft: answer.certificateDaysLeft }),
  };
  const excerpt = redact(answer.body.trim(), EXCERPT);
  if (answer.status !== check.status) {
    return { ...seen, outcome: "status", detail: `expected ${check.status}: ${excerpt}` };
  }
  if (!answer.complete) return { ...seen, outcome: "too_large", detail: "the body is over 1 MiB" };
  if (check.body !== undefined && check.method !== "HEAD" && !answer.body.includes(check.body)) {
    return { ...seen, outcome: "body", detail: `does not contain "${redact(check.body, 100)}": ${excerpt}` };
  }
  if (check.latencyMs !== undefined && page.latencyMs > check.latencyMs) {
    return {
      ...seen,
      outcome: "slow",
      detail: `${brief(page.latencyMs)} ms, expected at most ${check.latencyMs} ms`,
    };
  }
  return { ...seen, outcome: "ok" };
}
