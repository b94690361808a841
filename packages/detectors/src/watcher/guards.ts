import type { Observation, Source, Target } from "@gradus/core";
import { messageOf } from "@gradus/core";
import type { Scene } from "../shared/observe.ts";
import { note } from "../shared/observe.ts";
import type { Memory, Part } from "./memory.ts";
import { within } from "./within.ts";

interface Limits {
  ms?: number;
  /** What the note calls it; the source's name if it is not given. */
  name?: string;
}

/** What keeps the sources of one pass over one target from harming each other. */
export interface Guards {
  scene: (source: Source) => Scene;
  /** The observations, or a note that says why there are none. */
  guarded: (source: Source, work: Promise<Observation[]>, limits?: Limits) => Promise<Observation[]>;
  /** What an adapter remembers is kept only if its observations are: else lines would be lost. */
  remembering: <P extends Part>(
    part: P,
    work: Promise<{ observations: Observation[]; state: NonNullable<Memory["parts"][P]> }>,
  ) => Promise<Observation[]>;
}

export function createGuards(
  memory: Memory,
  of: { target: Target; at: number; ids: () => string; deadlineMs: number },
): Guards {
  const { target, at, ids, deadlineMs } = of;
  const scene = (source: Source): Scene => ({ target: target.id, source, at, ids });
  return {
    scene,
    async guarded(source, work, { ms = deadlineMs, name = source } = {}) {
      try {
        return await within(ms, name, work);
      } catch (error) {
        return [note(scene(source), `gather_failed:${name}`, messageOf(error))];
      }
    },
    async remembering(part, work) {
      const { observations, state } = await within(deadlineMs, part, work);
      memory.parts[part] = state;
      memory.dirty.add(part);
      return observations;
    },
  };
}
