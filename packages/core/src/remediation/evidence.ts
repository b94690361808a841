import type { ConsensusResult } from "../consensus/decide.ts";
import type { Look } from "../detection/watcher.ts";
import type { CaseFile, Verdict } from "../expert/schema.ts";
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

/** The newest verdict of each expert stays with the task. */
export async function keepVerdicts(
  ctx: Context,
  id: string,
  verdicts: readonly Verdict[],
  result?: ConsensusResult,
): Promise<void> {
  const at = ctx.clock.now();
  await changeTask(ctx, id, (task) => {
    const kept = task.verdicts.filter((v) => !verdicts.some((n) => n.expert === v.expert));
    return {
      task: {
        ...task,
        verdicts: [...kept, ...verdicts],
        ...(result
          ? { consensus: { kind: result.kind, summary: result.summary, confidence: result.confidence } }
          : {}),
      },
      entries: [
        ...(result
          ? []
          : verdicts.map((v) => ({
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
            }))),
        ...(result
          ? [
              {
                at,
                actor: "gradus",
                type: "consensus.reached",
                data: { kind: result.kind, summary: result.summary, confidence: result.confidence },
              },
            ]
          : []),
      ],
    };
  });
}
