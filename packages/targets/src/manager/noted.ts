import type { ServiceManager, Target } from "@gradus/core";

export interface NotedManagers {
  manager: (target: Target) => ServiceManager;
  /** The target whose main process this is on that host, as its manager said last. */
  targetOf: (pid: number, host: string) => string | undefined;
}

/** Notes which process each manager names whenever it is asked, for those that cannot wait for an answer. */
export function noteMains(managerOf: (target: Target) => ServiceManager): NotedManagers {
  const mains = new Map<string, { pid: number; host: string }>();
  return {
    manager: (target) => {
      const manager = managerOf(target);
      const status = async (of: Target) => {
        const found = await manager.status(of);
        if (found.running && found.pid !== undefined) mains.set(of.id, { pid: found.pid, host: of.host });
        else mains.delete(of.id);
        return found;
      };
      return { ...manager, status };
    },
    targetOf(pid, host) {
      for (const [id, main] of mains) if (main.pid === pid && main.host === host) return id;
      return undefined;
    },
  };
}
