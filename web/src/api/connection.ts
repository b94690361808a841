import { now } from "./clock.ts";

export interface Standing {
  /** When Gradus last answered anything; undefined before the first answer. */
  heardAt: number | undefined;
  /** Since when it does not answer, and what is known of why. */
  silent: { since: number; why: string } | undefined;
  /** The sign-in has ended. */
  signedOut: boolean;
}

/** Whether Gradus answers: what the banner says, which never lies. */
export interface Connection {
  standing: () => Standing;
  heard: () => void;
  silent: (why: string) => void;
  signedOut: () => void;
  subscribe: (listener: () => void) => () => void;
}

export function createConnection(): Connection {
  let standing: Standing = { heardAt: undefined, silent: undefined, signedOut: false };
  const listeners = new Set<() => void>();
  const become = (next: Standing): void => {
    standing = next;
    for (const listener of listeners) listener();
  };
  return {
    standing: () => standing,
    heard: () => become({ heardAt: now(), silent: undefined, signedOut: false }),
    silent: (why) => become({ ...standing, silent: { since: standing.silent?.since ?? now(), why } }),
    signedOut: () => become({ ...standing, signedOut: true }),
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
