import type { Capacity, CapacityControl, Clock, Releases, ServiceManager, ServiceStatus } from "@gradus/core";

/** A platform in memory: it takes orders at once, and shows them only when its clock has gone on. */
export interface PaperPlatform {
  manager: ServiceManager;
  releases: Releases;
  capacity: CapacityControl;
  clock: Clock;
  /** Lets time pass, as a runbook that waits does. */
  sleep(ms: number): Promise<void>;
  /** What it was told to do, in order. */
  orders: string[];
  /** How long runbooks have waited, one entry a wait. */
  waits: number[];
  state: {
    status: ServiceStatus;
    version: string | undefined;
    versions: string[];
    capacity: Capacity | undefined;
    /** How long a restart takes to show; undefined: for ever. */
    showsAfterMs: number | undefined;
    /** What the status becomes then. */
    shows: Partial<ServiceStatus>;
    fails: string | undefined;
  };
}

export function createPaperPlatform(): PaperPlatform {
  let now = 1_000_000;
  let dueAt: number | undefined;
  const orders: string[] = [];
  const waits: number[] = [];
  const state: PaperPlatform["state"] = {
    status: { running: true, startedAt: 500, recentStarts: 0 },
    version: "2",
    versions: ["2", "1"],
    capacity: undefined,
    showsAfterMs: 0,
    shows: { startedAt: 900 },
    fails: undefined,
  };
  const guard = (): void => {
    if (state.fails !== undefined) throw new Error(state.fails);
  };
  return {
    orders,
    waits,
    state,
    clock: { now: () => now },
    sleep: async (ms) => {
      now += ms;
      waits.push(ms);
    },
    manager: {
      status: async () => {
        guard();
        if (dueAt !== undefined && now >= dueAt) state.status = { ...state.status, ...state.shows };
        return state.status;
      },
      start: async () => void orders.push("start"),
      stop: async () => void orders.push("stop"),
      restart: async () => {
        guard();
        orders.push("restart");
        dueAt = state.showsAfterMs === undefined ? undefined : now + state.showsAfterMs;
      },
    },
    releases: {
      current: async () => {
        guard();
        return state.version === undefined ? undefined : { version: state.version, changedAt: 400 };
      },
      list: async () => state.versions,
      place: async (_target, version) => {
        guard();
        orders.push(`place ${version}`);
        state.version = version;
      },
    },
    capacity: {
      read: async () => {
        guard();
        return state.capacity;
      },
      set: async (_target, value) => {
        guard();
        orders.push(`set ${value}`);
        if (state.capacity) state.capacity = { ...state.capacity, value };
      },
    },
  };
}
