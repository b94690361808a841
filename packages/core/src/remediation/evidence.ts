import type { ConsensusResult } from "../consensus/decide.ts";
import type { Look } from "../detection/watcher.ts";
import { canonicalJson } from "../audit/canonical.ts";
import type { AuditEntry } from "../audit/schema.ts";
import { verdictSchema, type CaseFile, type Expert, type Verdict } from "../expert/schema.ts";
import type { Observation } from "../observation/schema.ts";
import { actionKey } from "../runbook/schema.ts";
import type { Target } from "../target/schema.ts";
import { neighboursOf } from "../target/topology.ts";
import { changeTask } from "../task/change.ts";
import type { Task } from "../task/schema.ts";
import { caseFile } from "./case-file.ts";
import type { Context } from "./context.ts";
import { diagnosticIds } from "./diagnostics.ts";

/** The case with all evidence that was gathered so far. */
export async function fullCase(ctx: Context, task: Task, target: Target): Promise<CaseFile> {
  return caseFile(ctx, task, target, await ctx.store.tasks.evidence(task.id));
}

/** Every diagnostic, and how the neighbours look now. */
export async function gather(ctx: Context, target: Target): Promise<Observation[]> {
  const neighbours = neighboursOf(target.id, ctx.targets.all()).flatMap((id) => ctx.targets.get(id) ?? []);
  const [own, fresh, ...looks] = await Promise.all([
    ctx.diagnostics.run(target, diagnosticIds),
    ctx.watcher.look(target),
    ...neighbours.map((n) => ctx.watcher.look(n)),
  ]);
  return [
    ...own,
    ...fresh.observations,
    ...looks.map((look, i) =>
      neighbourSeen(
        target,
        neighbours[i]?.id ?? "",
        look,
        target.dependsOn.includes(neighbours[i]?.id ?? "") ? "upstream" : "downstream",
      ),
    ),
  ];
}

export function neighbourSeen(
  target: Target,
  id: string,
  look: Look,
  direction: "upstream" | "downstream",
): Observation {
  const symptom = look.signals[0]?.symptom;
  const text = `${id} (${direction}) ${look.healthy ? "is healthy" : `is not healthy${symptom ? `: ${symptom}` : ""}`}`;
  return {
    id: `${id}-${look.at}-${direction}`,
    source: "diagnostic",
    target: target.id,
    at: look.at,
    text,
    fact: {
      kind: "dependency",
      target: id,
      healthy: look.healthy,
      direction,
      ...(symptom === undefined ? {} : { symptom }),
    },
  };
}

/** The name of a batch of evidence: another one after each attempt, and each time a person hands the task back. */
export function batchName(kind: string, task: Task): string {
  const rounds = task.audit.filter((e) => e.type === "task.handed-back").length;
  return `${kind}-${task.attempts.length}${rounds === 0 ? "" : `-${rounds}`}`;
}

/** Asks an expert. What does not have the shape of a verdict is a fault of the expert's, and throws. */
export async function ask(expert: Expert, file: CaseFile): Promise<Verdict | undefined> {
  const verdict = await expert.opine(file);
  return verdict && verdictSchema.parse(verdict);
}

/** The newest verdict of each expert stays with the task; what was said already in this round is not said again. */
export async function keepVerdicts(
  ctx: Context,
  id: string,
  verdicts: readonly Verdict[],
  result?: ConsensusResult,
): Promise<void> {
  const at = ctx.clock.now();
  await changeTask(ctx, id, (task) => {
    const kept = task.verdicts.filter((v) => !verdicts.some((n) => n.expert === v.expert));
    const said = result ? [consensusEntry(at, result)] : verdicts.map((v) => verdictEntry(at, v));
    const entries = said.filter((entry) => !wasSaid(task, entry));
    if (entries.length === 0) return undefined;
    const consensus = result && {
      kind: result.kind,
      summary: result.summary,
      confidence: result.confidence,
    };
    return {
      task: { ...task, verdicts: [...kept, ...verdicts], ...(consensus ? { consensus } : {}) },
      entries,
    };
  });
}

const verdictEntry = (at: number, v: Verdict): AuditEntry => ({
  at,
  actor: `expert:${v.expert}`,
  type: "verdict.given",
  data: {
    faultClass: v.faultClass,
    component: v.component,
    action: v.action ? actionKey(v.action) : null,
    confidence: v.confidence,
    cites: v.cites,
  },
});

const consensusEntry = (at: number, result: ConsensusResult): AuditEntry => ({
  at,
  actor: "gradus",
  type: "consensus.reached",
  data: { kind: result.kind, summary: result.summary, confidence: result.confidence },
});

const ROUND_BEGINS = new Set(["phase.ended", "action.decided", "task.handed-back"]);

function wasSaid(task: Task, entry: AuditEntry): boolean {
  const round = task.audit.slice(task.audit.findLastIndex((e) => ROUND_BEGINS.has(e.type)) + 1);
  const same = (e: AuditEntry): string => canonicalJson([e.actor, e.type, e.data]);
  return round.some((e) => same(e) === same(entry));
}
