import { messageOf } from "../api/problem.ts";
import type { Config } from "../config.ts";
import { takeLeft } from "./kept.ts";
import { createSession, type Session } from "./session.ts";
import { SignedOut } from "./tokens.ts";

export type Signed =
  | { kind: "in"; session: Session | undefined }
  /** The browser is on its way to sign in. */
  | { kind: "leaving" }
  /** Waits for a click. */
  | { kind: "out"; title: string; text: string; begin: () => void };

/** Sees to it that somebody is signed in, where there is a place to. Throws what is no question of signing in. */
export async function signIn(config: Config): Promise<Signed> {
  if (!config.signIn) return { kind: "in", session: undefined };
  const session = createSession(config.signIn);
  const query = new URLSearchParams(location.search);
  const returned = query.has("state") && (query.has("code") || query.has("error"));
  const begin = (): void => void session.begin(returned ? "/" : here());
  try {
    if (returned) {
      // The code leaves the address bar at once, whatever comes of it.
      history.replaceState(null, "", "/");
      history.replaceState(null, "", ours(await session.complete(query)));
    } else await session.bearer();
    return { kind: "in", session };
  } catch (error) {
    if (returned) return { kind: "out", title: "Signing in did not work", text: messageOf(error), begin };
    if (!(error instanceof SignedOut)) throw error;
    if (takeLeft()) return { kind: "out", title: "You are signed out", text: "", begin };
    begin();
    return { kind: "leaving" };
  }
}

/** What is shown, with what is chosen in it. */
export const here = (): string => location.pathname + location.search + location.hash;

/** Only a path of this site: `//other.example` would be another one. */
const ours = (path: string): string => (/^\/(?![/\\])/.test(path) ? path : "/");
