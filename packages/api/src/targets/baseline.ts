import { type Baseline, type Context, isSecretName } from "@gradus/core";
import type { TargetDetail } from "../views/target.ts";

/** The baseline in force and the older ones: what is known of them, not what is in them. */
export async function baselinesOf(
  ctx: Pick<Context, "store">,
  target: string,
): Promise<{ latest: Baseline | undefined; shown: Pick<TargetDetail, "baseline" | "baselines"> }> {
  const [latest, all] = await Promise.all([
    ctx.store.baselines.latest(target),
    ctx.store.baselines.list(target),
  ]);
  const shown = {
    ...(latest ? { baseline: viewOf(latest) } : {}),
    baselines: all
      .filter(({ generation }) => generation !== latest?.generation)
      .map(({ generation, takenAt, version }) => ({
        generation,
        takenAt,
        ...(version === undefined ? {} : { version }),
      })),
  };
  return { latest, shown };
}

const viewOf = (baseline: Baseline): NonNullable<TargetDetail["baseline"]> => ({
  generation: baseline.generation,
  takenAt: baseline.takenAt,
  ...(baseline.version === undefined ? {} : { version: baseline.version }),
  files: baseline.files.map(({ path, mode, content }) => ({ path, mode, restorable: content !== undefined })),
  environment: baseline.environment.map(({ name }) => name),
  ports: baseline.ports,
  parameters: Object.fromEntries(
    Object.entries(baseline.parameters).map(([name, value]) => [
      name,
      isSecretName(name) ? "[redacted]" : value,
    ]),
  ),
});
