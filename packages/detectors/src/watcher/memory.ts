import type { Source, StateStore } from "@gradus/core";
import { messageOf } from "@gradus/core";
import type { LogState } from "../log/gather.ts";
import type { GroupState } from "../log/groups.ts";
import type { MetricState } from "../metric/track.ts";
import type { ResourceGatherState } from "../resource/gather.ts";

/** What is remembered of one target, in documents small enough for one row each. */
export type Part = "detectors" | "resource" | "log" | "groups" | "metric";
const PARTS: readonly Part[] = ["detectors", "resource", "log", "groups", "metric"];

export interface Memory {
  parts: {
    detectors?: DetectorStates;
    resource?: ResourceGatherState;
    /** Of log files. */
    log?: LogState;
    /** Of log groups: apart, so that a platform that is late loses no lines of files. */
    groups?: GroupState;
    metric?: MetricState;
  };
  dirty: Set<Part>;
}

export type DetectorStates = Partial<Record<Source, unknown>>;

/** Raise it when the shape of a remembered document changes: older ones are then forgotten. */
const VERSION = 1;
const nameOf = (target: string, part: Part): string => `detectors/${target}/${part}`;

type Log = (message: string, detail: Record<string, unknown>) => void;

/** Loads what was remembered; a document that is missing, old or cannot be read starts afresh. */
export async function load(store: StateStore, target: string, log: Log): Promise<Memory> {
  const parts: Memory["parts"] = {};
  await Promise.all(
    PARTS.map(async (part) => {
      try {
        const state = await remembered(store, target, part);
        // Only this module writes these documents, and the version says in which shape.
        if (state !== undefined) Object.assign(parts, { [part]: state });
      } catch (error) {
        log("remembered state could not be read", { target, part, error: messageOf(error) });
      }
    }),
  );
  return { parts, dirty: new Set() };
}

/** One document of a target's; undefined where there is none in the shape of today. */
export async function remembered(store: StateStore, target: string, part: Part): Promise<unknown> {
  const saved = await store.get(nameOf(target, part));
  return isSaved(saved) && saved.version === VERSION ? saved.state : undefined;
}

/** Writes the documents that changed. What cannot be written stays to be written next time. */
export async function store(store: StateStore, target: string, memory: Memory, log: Log): Promise<void> {
  await Promise.all(
    [...memory.dirty].map(async (part) => {
      memory.dirty.delete(part);
      try {
        await store.put(nameOf(target, part), { version: VERSION, state: memory.parts[part] });
      } catch (error) {
        memory.dirty.add(part);
        log("state could not be saved", { target, part, error: messageOf(error) });
      }
    }),
  );
}

export async function erase(store: StateStore, target: string): Promise<void> {
  await Promise.all(PARTS.map((part) => store.put(nameOf(target, part), null)));
}

function isSaved(value: unknown): value is { version: number; state: unknown } {
  return typeof value === "object" && value !== null && "version" in value && "state" in value;
}
