import { originOf } from "@gradus/targets";

/** Whose a process is, as far as Gradus knows: its own, or a target's that it saw running. */
export interface Identity {
  /** The process of a target, from its manager's status; undefined when it has none now. */
  claim(target: string, pid: number | undefined): void;
  /** Gradus runs this command: with all below it, it is Gradus' own until the returned function is called. */
  runs(pid: number): () => void;
  of(pid: number): { target?: string; own?: boolean } | undefined;
  isOwn(pid: number): boolean;
  targetOf(pid: number): string | undefined;
}

const GENERATIONS = 64;

/**
 * `own` is Gradus. `parents` (shell, npm) are only protected: what else they have started is as foreign as anything. So is what
 * Gradus started to outlive it: targets, each of which is known as one.
 */
export function createIdentity(
  own: number,
  parents: readonly number[] = [],
  origin: (pid: number) => { parent: number; group: number } | undefined = originOf,
): Identity {
  const pids = new Map<string, number>();
  const commands = new Set<number>();
  const targetOf = (pid: number): string | undefined => {
    for (const [target, known] of pids) if (known === pid) return target;
    return undefined;
  };
  const ownGroup = origin(own)?.group;
  /**
   * Whether it is a command of Gradus' or below one (which leads a group: who has lost its parent on the way is still in that),
   * or what Gradus started within its own group, as no target is.
   */
  const isHelper = (pid: number): boolean => {
    let at = pid;
    for (let steps = 0; at > 1 && steps < GENERATIONS; steps += 1) {
      const from = origin(at);
      if (!from) return false;
      if (commands.has(at) || commands.has(from.group)) return true;
      if (from.group !== ownGroup && commands.size === 0) return false;
      if (from.parent === own) return from.group === ownGroup;
      at = from.parent;
    }
    return false;
  };
  return {
    claim(target, pid) {
      if (pid === undefined) pids.delete(target);
      else pids.set(target, pid);
    },
    runs(pid) {
      commands.add(pid);
      return () => void commands.delete(pid);
    },
    isOwn: (pid) => pid === own || parents.includes(pid) || (targetOf(pid) === undefined && isHelper(pid)),
    targetOf,
    of(pid) {
      if (pid === own) return { own: true };
      const target = targetOf(pid);
      if (target !== undefined) return { target };
      return isHelper(pid) ? { own: true } : undefined;
    },
  };
}
