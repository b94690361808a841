import type { Crypto } from "../ports/crypto.ts";

/** What makes two signals the same issue: target, symptom and key (e.g. log template). Never merges two targets. */
export function fingerprint(
  crypto: Crypto,
  of: { target: string; symptom: string; key?: string | undefined },
): string {
  return crypto.sha256(JSON.stringify([of.target, of.symptom, of.key ?? ""])).slice(0, 16);
}

/** A task's id, and its execution's name: fingerprint plus generation. */
export const taskId = (print: string, generation: number): string => `${print}-${generation}`;

/** The reverse of {@link taskId}. Undefined for text that is no task id. */
export function parseTaskId(id: string): { fingerprint: string; generation: number } | undefined {
  const match = /^([0-9a-f]{16})-([1-9]\d{0,8})$/.exec(id);
  return match ? { fingerprint: match[1] ?? "", generation: Number(match[2]) } : undefined;
}
