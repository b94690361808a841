import type { AuditEntry } from "../audit/schema.ts";
import { actionKey } from "../runbook/schema.ts";
import type { Attempt } from "../task/schema.ts";

/** The audit entries of a finished attempt: decided, applied, verified, each at the time it happened. */
export function auditOf(attempt: Attempt): AuditEntry[] {
  const { outcome, verification } = attempt;
  return [
    {
      at: attempt.startedAt,
      actor: "gradus",
      type: "action.decided",
      data: {
        n: attempt.n,
        phase: attempt.phase,
        action: actionKey(attempt.action),
        risk: attempt.risk,
        confidence: attempt.confidence,
        proposedBy: attempt.proposedBy,
        warrant: attempt.warrant ?? null,
      },
    },
    ...(outcome
      ? [
          {
            at: attempt.finishedAt ?? attempt.startedAt,
            actor: "gradus",
            type: "action.applied",
            data: {
              n: attempt.n,
              result: outcome.result,
              reason: outcome.reason ?? null,
              steps: outcome.steps.map((s) => ({ name: s.name, ok: s.ok })),
            },
          },
        ]
      : []),
    ...(verification
      ? [
          {
            at: verification.at,
            actor: "gradus",
            type: "action.verified",
            data: { n: attempt.n, result: verification.result, reasons: verification.reasons },
          },
        ]
      : []),
  ];
}
