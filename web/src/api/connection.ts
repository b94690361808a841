import { now } from "./clock.ts";

export interface Standing {
  /** When Gradus last told what it was asked for; undefined before the first time. */
  heardAt: number | undefined;
  /** Since when it does not answer, and what is known of why. */
  silent: { since: number; why: string } | undefined;
  /** The sign-in has ended, or the token is not taken any more. */
  signedOut: boolean;
}

/** Whether Gradus answers: what the banner says, which never lies. */
export interface Connection {
  standing: () => Standing;
  heard: () => void;
  /** It answers, but not what it was asked for: what is shown is not newer by that. */
  refused: () => void;
  /** A request that was sent at `asked` had no answer. */
  silent: (why: string, asked: number) => void;
  signedOut: () => void;
  subscribe: (listener: () => void) => () => void;
}

/** One request without an answer, among others that have one, is no silence. */
const PATIENCE_MS = 1_000;

export function createConnection(): Connection {
  let standing: Standing = { heardAt: undefined, silent: undefined, signedOut: false };
  let waiting: ReturnType<typeof setTimeout> | undefined;
  let answeredAt = -Infinity;
  const listeners = new Set<() => void>();
  const become = (next: Partial<Standing>): void => {
    standing = { ...standing, ...next };
    for (const listener of listeners) listener();
  };
  const answered = (next: Partial<Standing>): void => {
    clearTimeout(waiting);
    waiting = undefined;
    answeredAt = now();
    become({ ...next, silent: undefined });
  };
  return {
    standing: () => standing,
    heard: () => answered({ heardAt: now(), signedOut: false }),
    refused: () => answered({}),
    silent(why, asked) {
      if (answeredAt >= asked) return;
      const silent = { since: standing.silent?.since ?? now(), why };
      if (standing.silent) become({ silent });
      else waiting ??= setTimeout(() => become({ silent }), PATIENCE_MS);
    },
    signedOut: () => answered({ signedOut: true }),
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
