import { factsOf, isSecretName, type Baseline } from "@gradus/core";
import { restoreEnvironment as card } from "../cards/restore.ts";
import { latest, sha256 } from "../support/baseline.ts";
import { inverse, runbook } from "../support/define.ts";
import { driftedVariables, environmentFile } from "../support/drift.ts";
import {
  applyEdits,
  isBroken,
  isRepeated,
  repair,
  setVariable,
  valueIn,
  written,
  type Edit,
} from "../support/env-file.ts";
import { environmentUndo, type EnvironmentUndo } from "../support/environment-undo.ts";
import { restart, mayNotStart } from "../support/service.ts";
import type { Scene } from "../support/scene.ts";

export const restoreEnvironment = runbook({
  card,
  needs: "machine",
  candidates: (target, observations) => {
    const hasFile = target.manager?.kind === "process" && target.manager.environmentFile !== undefined;
    if (!hasFile) return [];
    const drifts = factsOf(observations, "drift").filter((o) => o.target === target.id);
    const keys = [...new Set(drifts.filter((o) => o.fact.aspect === "environment").map((o) => o.fact.key))];
    const names = keys.filter((name) => !isSecretName(name) && card.params.safeParse({ name }).success);
    const file = target.manager?.kind === "process" ? target.manager.environmentFile : undefined;
    const isMissing = drifts.some((o) => o.fact.aspect === "missing" && o.fact.key === file);
    // Broken lines are told as keys that are no names; only putting all of it back repairs them.
    const all = isMissing || keys.length > 1 || (keys.length === 1 && !isVariable(keys[0]));
    return [...(all ? [{ name: "*" as const }] : []), ...names.map((name) => ({ name }))];
  },
  async ready(scene, { name }) {
    const plan = await planOf(scene, name);
    return typeof plan === "string" ? plan : mayNotStart(scene);
  },
  async apply(scene, { name }, run) {
    const plan = await planOf(scene, name);
    if (typeof plan === "string") throw new Error(plan);
    if (plan.text === plan.old && !plan.undo.created) run.note("the file has the baseline's values");
    else {
      run.undo = plan.undo;
      await run.step(`set ${plan.names.join(", ")} in ${plan.undo.path}`, async () => {
        // A new one may hold what only its owner should read.
        await scene.host.writeFile(plan.undo.path, plan.text, plan.undo.created ? { mode: 0o600 } : {});
        if ((await scene.host.readFile(plan.undo.path)) !== plan.text)
          throw new Error("it is not what was written");
        return `${plan.names.length} of its variables are those of the baseline again; all other lines are as they were`;
      });
    }
    if (await isInUse(scene, plan)) run.note("the running process has these values");
    else await restart(scene, run);
  },
  undo: inverse(environmentUndo, async (scene, saved, run) => {
    await run.step(`put the former lines of ${saved.path} back`, async () => {
      const now = await scene.host.readFile(saved.path);
      if (now === undefined || sha256(now) !== saved.wrote) throw new Error("it was changed again since");
      if (saved.created) await scene.host.remove(saved.path);
      else await scene.host.writeFile(saved.path, applyEdits(now, saved.edits));
      return "";
    });
    await restart(scene, run);
  }),
  async causeGone(scene, { name }) {
    const path = environmentFile(scene);
    const baseline = await latest(scene);
    const text = path === undefined ? undefined : await scene.host.readFile(path);
    if (!baseline || text === undefined) return undefined;
    const drifted = driftedVariables(text, baseline);
    return name === "*" ? drifted.length === 0 && !isBroken(text) : !drifted.includes(name);
  },
});

const isVariable = (key: string | undefined): boolean => card.params.safeParse({ name: key }).success;

interface Plan {
  names: string[];
  old: string;
  text: string;
  undo: EnvironmentUndo;
  /** What the process should have: undefined for a variable that should not be there. */
  values: Map<string, string | undefined>;
}

/** What is to be written, without writing it. Text: why it cannot be. */
async function planOf(scene: Scene, name: string): Promise<Plan | string> {
  const path = environmentFile(scene);
  if (path === undefined) return `${scene.target.id} has no environment file`;
  const baseline = await latest(scene);
  if (!baseline) return `there is no baseline of ${scene.target.id}`;
  const stat = await scene.host.stat(path);
  if (stat && stat.kind !== "file") return `${path} is not a regular file`;
  if (!stat && name !== "*") return `${path} is missing`;
  if (!stat && baseline.environment.some((v) => v.value === undefined)) {
    return `${path} is missing, and not all of its values are kept`;
  }
  const old = (await scene.host.readFile(path)) ?? "";
  if ((stat && Buffer.byteLength(old) !== stat.size) || old.includes("\ufffd")) return `${path} is no text`;

  const drifted = driftedVariables(old, baseline);
  const names = name === "*" ? drifted.filter((n) => restorableValue(baseline, n) !== null) : [name];
  const values = new Map<string, string | undefined>();
  const cleaned = name === "*" ? repair(old) : { text: old, back: [] };
  let text = cleaned.text;
  const edits: Edit[] = [...cleaned.back];
  for (const each of names) {
    const value = restorableValue(baseline, each);
    if (value === null) return `the value of ${each} is not kept, so it cannot be restored`;
    values.set(each, value);
    if (valueIn(text, each) === value && !isRepeated(text, each)) continue;
    const raw = value === undefined ? undefined : written(value);
    if (value !== undefined && raw === undefined) return `the value of ${each} cannot be written on one line`;
    const changed = setVariable(text, each, raw);
    text = changed.text;
    edits.unshift(...changed.back);
  }
  return { names, old, text, values, undo: { path, wrote: sha256(text), created: !stat, edits } };
}

/** The baseline's value; undefined: it was not there; null: it was, but its value is secret and not kept. */
function restorableValue(baseline: Baseline, name: string): string | undefined | null {
  const known = baseline.environment.find((v) => v.name === name);
  if (known) return known.value ?? null;
  return isSecretName(name) ? null : undefined;
}

/** Whether the running process has the values already, so that it need not be interrupted. */
async function isInUse(scene: Scene, plan: Plan): Promise<boolean> {
  const status = await scene.manager?.status(scene.target);
  if (!status?.running || status.pid === undefined) return false;
  const environment = await scene.host.environment(status.pid).catch(() => undefined);
  return environment !== undefined && [...plan.values].every(([name, value]) => environment[name] === value);
}
