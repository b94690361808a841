import { factsOf, type Capacity } from "@gradus/core";
import * as z from "zod";
import { ELSEWHERE } from "../../manager/elsewhere.ts";
import type { Card } from "../cards/card.ts";
import { scaleOut as scaleOutCard } from "../cards/isolate.ts";
import type { CapacityParams } from "../cards/params.ts";
import { growStorage as growStorageCard } from "../cards/restore.ts";
import { raiseConcurrency as raiseConcurrencyCard } from "../cards/soften.ts";
import { cannotRaise, hasUnit, nameOf, stepUp, tell } from "../support/capacity.ts";
import { inverse, runbook, type Runbook } from "../support/define.ts";
import type { Run } from "../support/run.ts";
import type { Scene } from "../support/scene.ts";

type Unit = Capacity["unit"];

const saved = z.object({ value: z.number().int().nonnegative(), to: z.number().int().positive() });

export const scaleOut = raise(scaleOutCard, "tasks");
export const raiseConcurrency = raise(raiseConcurrencyCard, "concurrency");
export const growStorage = raise(growStorageCard, "storage_gib");

/** More of something, one step at a time and never above what the target's entry allows. */
function raise(card: Card<CapacityParams>, unit: Unit): Runbook {
  return runbook({
    card,
    candidates(target, observations) {
      if (!hasUnit(target, unit)) return [];
      const facts = factsOf(observations, "capacity").filter((o) => o.target === target.id);
      const now = facts.findLast((o) => o.fact.unit === unit)?.fact;
      const to = now && stepUp(now);
      return to === undefined ? [] : [{ to }];
    },
    async ready(scene, { to }) {
      const now = await read(scene, unit);
      return typeof now === "string" ? now : cannotRaise(scene.target, now, to);
    },
    async apply(scene, { to }, run) {
      const now = await read(scene, unit);
      if (typeof now === "string") throw new Error(now);
      // Once more, right before: somebody else may have raised it since the check.
      const no = cannotRaise(scene.target, now, to);
      if (no !== undefined) throw new Error(no);
      const { value } = now;
      run.before = { value };
      if (card.undoable) run.undo = { value, to };
      await set(scene, run, unit, value, to);
    },
    ...(card.undoable
      ? {
          undo: inverse(saved, async (scene, { value, to }, run) => {
            const now = await read(scene, unit);
            if (typeof now === "string") throw new Error(now);
            if (now.value === value) return run.note(`${scene.target.id} has ${tell(unit, value)}`);
            // An autoscaler or a person has it now: undo takes back our own step and nothing else.
            if (now.value !== to) throw new Error(`it was changed again since, to ${tell(unit, now.value)}`);
            await set(scene, run, unit, to, value);
          }),
        }
      : {}),
    async causeGone(scene, { to }) {
      const now = await read(scene, unit);
      return typeof now === "string" ? undefined : now.value >= to;
    },
  });
}

/** What the target has now. Text: why that cannot be said. */
async function read(scene: Scene, unit: Unit): Promise<Capacity | string> {
  const { target, capacity } = scene;
  if (!hasUnit(target, unit)) return `${target.id} has no ${nameOf(unit)} that could be raised`;
  if (!capacity) return ELSEWHERE;
  const now = await capacity.read(target);
  return now?.unit === unit ? now : `AWS gives ${target.id} no number of its own to raise`;
}

async function set(scene: Scene, run: Run, unit: Unit, from: number, to: number): Promise<void> {
  await run.step(`give ${scene.target.id} ${tell(unit, to)}`, async () => {
    if (!scene.capacity) throw new Error(ELSEWHERE);
    await scene.capacity.set(scene.target, to);
    return `${from} → ${to}`;
  });
}
