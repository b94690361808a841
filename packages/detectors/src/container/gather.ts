import type { FactOf, Observation, Target } from "@gradus/core";
import { messageOf } from "@gradus/core";
import type { Scene } from "../shared/observe.ts";
import { note, observe } from "../shared/observe.ts";
import { inspect } from "./inspect.ts";

const TIMEOUT_MS = 3_000;

/** The state of the target's container. An engine that cannot be asked is a note: not known is not down. */
export async function gatherContainer(target: Target, scene: Scene): Promise<Observation[]> {
  if (target.manager?.kind !== "container") return [];
  const { engine, container } = target.manager;
  try {
    const seen = await inspect(engine, container, TIMEOUT_MS);
    const fact: FactOf<"container"> = seen
      ? {
          kind: "container",
          container,
          state: seen.status,
          oomKilled: seen.oomKilled,
          restartCount: seen.restartCount,
          ...(seen.health === undefined || seen.health === "none" ? {} : { health: seen.health }),
          ...(seen.exitCode === undefined || seen.status === "running" ? {} : { exitCode: seen.exitCode }),
        }
      : { kind: "container", container, state: "missing", oomKilled: false, restartCount: 0 };
    const parts = [`${container}: ${fact.state}`];
    if (fact.health !== undefined) parts.push(fact.health);
    if (fact.exitCode !== undefined) parts.push(`exit ${fact.exitCode}`);
    if (fact.oomKilled) parts.push("killed for lack of memory");
    if (fact.restartCount > 0) parts.push(`${fact.restartCount} restarts`);
    return [observe(scene, fact, parts.join(", "))];
  } catch (error) {
    return [note(scene, "container_unknown", messageOf(error))];
  }
}
