import type { Attempt } from "../../api/types.ts";
import { duration, exactly, percent, person, phaseWord, resultMarks, spaced } from "../../text/words.ts";
import type { Item } from "./item.ts";

/** What became of running it, in words. */
const ran: Readonly<Record<NonNullable<Attempt["outcome"]>["result"], readonly [Item["tone"], string]>> = {
  done: ["busy", "Ran it"],
  failed: ["bad", "Ran it, and a step failed"],
  refused: ["calm", "Not done: it was not possible any more"],
  uncertain: ["wait", "Nobody knows whether it was done"],
};

/** An attempt from the decision to the undo. Each part is at the time at which it happened. */
export function attemptItems(a: Attempt): Item[] {
  const { n, startedAt, finishedAt = startedAt, warrant, outcome, verification, undo } = a;
  const item = (part: string, at: number, tone: Item["tone"], title: string, more: Partial<Item>): Item => ({
    id: `a${n}${part}`,
    at,
    kind: "actions",
    tone,
    title,
    lines: [],
    ...more,
  });
  const exact = exactly(a.action);
  const items = [
    item("", startedAt, "busy", `Decided, attempt ${n}`, {
      exact,
      lines: [
        a.reason,
        `Proposed by ${a.proposedBy} in phase ${a.phase} (${phaseWord(a.phase)}), ${percent(a.confidence)} sure. A ${a.risk} action against ${spaced(a.faultClass)}.`,
        warrant ? `Allowed by ${person(warrant.by)}: ${warrant.reason}` : "",
      ],
    }),
  ];
  if (outcome) {
    const { reason = "", steps } = outcome;
    const [tone, title] = ran[outcome.result];
    const took = steps.length > 0 ? `, ${duration(finishedAt - startedAt)}` : "";
    items.push(item("-ran", finishedAt, tone, title + took, { lines: [reason], steps }));
  }
  if (verification) {
    const { at, result, reasons } = verification;
    const mark = result === "inconclusive" ? undefined : resultMarks[result];
    const title = `Checked ${duration(at - finishedAt)} later: ${mark?.word ?? "nothing is proven"}`;
    const checks = reasons.map((text) => ({ ok: !isBad(text), text }));
    items.push(item("-checked", at, mark?.tone ?? "wait", title, { checks }));
  }
  if (undo)
    items.push(item("-undone", undo.at, "wait", undoneWords(undo.result), { exact, steps: undo.steps }));
  return items;
}

/** Its result is "done", or why it was not: "not taken back: …" where nobody tried. */
const undoneWords = (result: string): string =>
  result === "done" ? "Taken back" : `Not taken back: ${result.replace(/^not taken back: /, "")}`;

/** A reason of a verification that speaks against the fix. Its words are core's (remediation/judge.ts). */
const isBad = (reason: string): boolean => /still there|is not healthy|^worse|nothing could/.test(reason);
