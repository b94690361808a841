/** Whose a process is, as far as Gradus knows: its own, or a target's that it saw running. */
export interface Identity {
  /** The process of a target, from its manager's status; undefined when it has none now. */
  claim(target: string, pid: number | undefined): void;
  of(pid: number): { target?: string; own?: boolean } | undefined;
  isOwn(pid: number): boolean;
  targetOf(pid: number): string | undefined;
}

/**
 * `own` is Gradus; what it starts for itself is its own too. `parents` (shell, npm) are only protected: what else they have
 * started is as foreign as anything.
 */
export function createIdentity(own: number, parents: readonly number[] = []): Identity {
  const pids = new Map<string, number>();
  const targetOf = (pid: number): string | undefined => {
    for (const [target, known] of pids) if (known === pid) return target;
    return undefined;
  };
  return {
    claim(target, pid) {
      if (pid === undefined) pids.delete(target);
      else pids.set(target, pid);
    },
    isOwn: (pid) => pid === own || parents.includes(pid),
    targetOf,
    of(pid) {
      if (pid === own) return { own: true };
      const target = targetOf(pid);
      return target === undefined ? undefined : { target };
    },
  };
}
