import {
  actionKey,
  candidateRecords,
  type CaseFile,
  type Context,
  decideConsensus,
  fullCase,
  loadCase,
  phaseName,
  proposePattern,
  type Task,
  type Verdict,
} from "@gradus/core";
import type { Replay } from "../views/replay.ts";

interface Step {
  phase: 1 | 2 | 3;
  by: string;
  key: string | undefined;
  why: string;
}

/**
 * Runs a task's stored evidence again, against today's patterns, experts and runbooks, without touching the target: what each
 * phase would propose now, next to what was done then. Actions that failed then are out of the question for later phases, as
 * they were then. Differs: following today's proposals with then's outcomes leads to another action.
 */
export async function replay(ctx: Context, id: string): Promise<Replay> {
  const { task, target } = await loadCase(ctx, id);
  const tried = new Set(task.attempts.map((a) => actionKey(a.action)));
  const full = await fullCase(ctx, task, target);
  // Experts judge by how old things are: for them it is the time of the evidence.
  const then = Math.max(task.openedAt, ...full.observations.map((o) => o.at));
  const before = { ...full, tabu: task.tabu.filter((key) => !tried.has(key)) };
  const steps: Step[] = [];
  const failed = new Set<string>();
  for (const ask of [quickFix, research, consult]) {
    const file = { ...before, now: then, tabu: [...before.tabu, ...failed] };
    const step = await ask(ctx, file, task);
    steps.push(step);
    if (task.attempts.some((a) => a.result !== "fixed" && actionKey(a.action) === step.key) && step.key)
      failed.add(step.key);
  }
  // oxlint-disable-next-line unicorn/no-thenable -- a list of lines, as the CLI reads it
  return { task: id, then: doneThen(task), now: steps.map(lineOf), differs: differs(task, steps) };
}

/** Phase 1 knew only the evidence at opening. */
async function quickFix(ctx: Context, file: CaseFile, task: Task): Promise<Step> {
  const early = { ...file, observations: task.observations };
  const candidates = ctx.hands.applicable(file.target, early.observations);
  const learned = proposePattern({ ...early, candidates, now: ctx.clock.now() });
  if (learned) return stepOf(1, learned.pattern.id, learned.verdict);
  return stepOf(1, "known-service", ctx.proposeKnown({ ...early, candidates }));
}

const research = async (ctx: Context, file: CaseFile): Promise<Step> =>
  stepOf(2, ctx.researcher.id, await ctx.researcher.opine(file));

async function consult(ctx: Context, file: CaseFile): Promise<Step> {
  const given = await Promise.allSettled(ctx.panel.map((expert) => expert.opine(file)));
  const verdicts = given.flatMap((g) => (g.status === "fulfilled" && g.value ? [g.value] : []));
  const result = decideConsensus(verdicts, file, { records: candidateRecords(file) });
  const key = result.kind === "agreed" ? actionKey(result.action) : undefined;
  return { phase: 3, by: "consensus", key, why: result.summary };
}

function stepOf(phase: 1 | 2, by: string, verdict: Verdict | undefined): Step {
  const key = verdict?.action && actionKey(verdict.action);
  return { phase, by, key, why: verdict?.reasoning ?? "no proposal" };
}

const lineOf = (s: Step): string =>
  `phase ${s.phase} (${phaseName(s.phase)}): ${s.key ?? "nothing"} (${s.by}: ${s.why})`;

function doneThen(task: Task): string[] {
  const lines = task.attempts.map(
    (a) =>
      `phase ${a.phase} (${phaseName(a.phase)}): ${actionKey(a.action)} → ${a.result} (${a.proposedBy}: ${a.reason})`,
  );
  const end = task.outcome === undefined ? `still ${task.status.replace("_", " ")}` : task.outcome;
  return lines.length === 0 ? [`nothing was done: ${end}`] : [...lines, end];
}

/** Walks today's proposals with then's outcomes until one fixes it, or was never tried. */
function differs(task: Task, steps: readonly Step[]): boolean {
  const done = task.attempts.filter((a) => a.result !== "refused" && a.result !== "rejected");
  const then = [...new Set(done.map((a) => actionKey(a.action)))];
  // A relapse began in a later phase.
  const first = task.relapseOf === undefined ? 1 : (done[0]?.phase ?? 4);
  const now: string[] = [];
  for (const { phase, key } of steps) {
    if (phase < first || key === undefined) continue;
    now.push(key);
    const outcome = done.find((a) => actionKey(a.action) === key)?.result;
    if (outcome === undefined || outcome === "fixed") break;
  }
  return now.join("\n") !== then.join("\n");
}
