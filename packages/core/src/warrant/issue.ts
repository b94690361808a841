import type { Crypto } from "../ports/crypto.ts";
import { actionKey, type Action } from "../runbook/schema.ts";
import type { Warrant } from "./schema.ts";

const MINUTE_MS = 60_000;
/** Policy decides and acts in one go; a person's approval may have to wait for a lease on the target. */
export const POLICY_WARRANT_MS = 5 * MINUTE_MS;
export const HUMAN_WARRANT_MS = 15 * MINUTE_MS;

export interface WarrantRequest {
  task: string;
  target: string;
  action: Action;
  /** "policy", or who approved it. */
  by: string;
  reason: string;
  /** Epoch ms. */
  now: number;
  /** How long it holds; a person's may not outlive the approval request. */
  ttlMs?: number;
  /** With the number of the attempt, the same request gives the same id: a step that is delivered twice issues once. */
  attempt?: number;
}

/** Authorises one exact action on one task. Nothing is written: that, and single use, is the store's. */
export function issueWarrant(crypto: Pick<Crypto, "sha256" | "randomId">, of: WarrantRequest): Warrant {
  const action = actionKey(of.action);
  const id =
    of.attempt === undefined
      ? crypto.randomId()
      : crypto.sha256(JSON.stringify([of.task, of.attempt, action, of.by])).slice(0, 32);
  const ttl = of.ttlMs ?? (of.by === "policy" ? POLICY_WARRANT_MS : HUMAN_WARRANT_MS);
  return {
    id,
    task: of.task,
    target: of.target,
    action,
    by: of.by,
    reason: of.reason,
    issuedAt: of.now,
    expiresAt: of.now + ttl,
  };
}

/** Whether a warrant covers this action on this task at `now`. It says nothing about whether it was used. */
export const covers = (
  warrant: Warrant,
  use: { task: string; target: string; action: Action; now: number },
): boolean =>
  warrant.task === use.task &&
  warrant.target === use.target &&
  warrant.action === actionKey(use.action) &&
  use.now >= warrant.issuedAt &&
  use.now < warrant.expiresAt;
