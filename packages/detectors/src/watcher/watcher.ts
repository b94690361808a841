import type { Look, Target, Watcher } from "@gradus/core";
import { createProbe } from "../http/probe.ts";
import { createSampler } from "../resource/sample.ts";
import { note } from "../shared/observe.ts";
import { allDetectors, runDetectors } from "./detectors.ts";
import type { Eyes } from "./gather.ts";
import { gather } from "./gather.ts";
import { isHealthy } from "./health.ts";
import type { Memory } from "./memory.ts";
import { erase, load, store } from "./memory.ts";
import type { WatcherOptions } from "./options.ts";
import { createTurns } from "./turns.ts";

export interface RunningWatcher extends Watcher {
  /** Writes what changed since the last time; the caller does it now and then, and when it stops. */
  save(): Promise<void>;
  /** Drops what is remembered of a target that is no longer watched. */
  forget(targetId: string): Promise<void>;
  /** Closes idle connections of its own probe; one that was given is left to who gave it. */
  close(): void;
}

/** The eyes over all six sources. */
export function createWatcher(options: WatcherOptions): RunningWatcher {
  const log = options.log ?? (() => undefined);
  const { maxInFlight, probe: given } = options;
  const probe = given ?? createProbe(maxInFlight === undefined ? {} : { maxInFlight });
  const eyes: Eyes = { options, probe, sample: createSampler(options.identify) };
  const detectors = allDetectors(options.forecastHorizonMs);
  const memories = new Map<string, Promise<Memory>>();
  const inTurn = createTurns<Look>();

  const memoryOf = (id: string): Promise<Memory> => {
    const known = memories.get(id) ?? load(options.state, id, log);
    memories.set(id, known);
    return known;
  };

  const look = async (target: Target): Promise<Look> => {
    const memory = await memoryOf(target.id);
    const at = options.clock.now();
    const observations = await gather(eyes, target, memory, at);
    const result = runDetectors(detectors, {
      target,
      observations,
      states: memory.parts.detectors ?? {},
      now: at,
    });
    memory.parts.detectors = result.states;
    memory.dirty.add("detectors");
    for (const { source, error } of result.failed) {
      log("a detector failed", { target: target.id, source, error });
      const scene = { target: target.id, source, at, ids: options.ids };
      observations.push(note(scene, `detect_failed:${source}`, error));
    }
    const { signals } = result;
    return { at, observations, signals, healthy: isHealthy(observations, signals) };
  };

  return {
    look: (target) => inTurn(target.id, () => look(target)),
    save: async () => {
      for (const [id, known] of memories) await store(options.state, id, await known, log);
    },
    forget: async (id) => {
      memories.delete(id);
      await erase(options.state, id);
    },
    close: () => {
      if (!given) probe.close();
    },
  };
}
