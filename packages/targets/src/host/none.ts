import { GradusError, NO_HOST, type Host } from "@gradus/core";

/** The host of a target that has none: nothing is there to be seen, and whatever acts or runs is refused. */
export function createNoHost(): Host {
  return {
    ...createUnreachableHost(NO_HOST, "the target has no machine that Gradus could work on (host: none)"),
    readFile: async () => undefined,
    stat: async () => undefined,
    list: async () => [],
    processes: async () => [],
    process: async () => undefined,
    environment: async () => undefined,
    listeners: async () => [],
    disk: async () => undefined,
  };
}

/** A machine that is there and cannot be reached from here: nothing is known of it, so nothing counts as missing either. */
export function createUnreachableHost(id: string, why: string): Host {
  const refuse = async (): Promise<never> => {
    throw new GradusError("unavailable", why, { host: id });
  };
  return {
    id,
    run: refuse,
    readFile: refuse,
    writeFile: refuse,
    stat: refuse,
    list: refuse,
    setMode: refuse,
    remove: refuse,
    truncate: refuse,
    link: refuse,
    processes: refuse,
    process: refuse,
    environment: refuse,
    listeners: refuse,
    disk: refuse,
    load: refuse,
    signal: refuse,
    renice: refuse,
    reniceSession: refuse,
  };
}
