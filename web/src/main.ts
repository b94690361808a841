import { createClient } from "./api/client.ts";
import { messageOf } from "./api/problem.ts";
import { takeLeft } from "./auth/kept.ts";
import { createSession, type Session } from "./auth/session.ts";
import { SignedOut } from "./auth/tokens.ts";
import { readConfig } from "./config.ts";
import { drawFrame, drawNew } from "./frame.ts";
import { openPage } from "./page.ts";
import { plain } from "./views/plain.ts";

/** Reads what was deployed, sees to it that somebody is signed in, and opens the page. */
async function start(): Promise<void> {
  const config = await readConfig();
  const session = config.signIn ? createSession(config.signIn) : undefined;
  drawFrame(config);
  if (session) {
    if (!(await signedIn(session))) return;
    drawFrame(config, { email: session.email(), leave: () => session.leave() });
  }
  openPage({ config, session, client: createClient(session) });
}

/** False: the page is being left to sign in, or waits for a click. */
async function signedIn(session: Session): Promise<boolean> {
  const query = new URLSearchParams(location.search);
  const returned = query.has("state") && (query.has("code") || query.has("error"));
  const begin = (): void => void session.begin(returned ? "/" : location.pathname);
  try {
    if (returned) {
      // The code leaves the address bar at once, whatever comes of it.
      history.replaceState(null, "", "/");
      history.replaceState(null, "", ours(await session.complete(query)));
    } else await session.bearer();
    return true;
  } catch (error) {
    if (returned)
      drawNew(plain("Signing in did not work", messageOf(error), { label: "Sign in", do: begin }), false);
    else if (!(error instanceof SignedOut)) throw error;
    else if (takeLeft()) drawNew(plain("You are signed out", "", { label: "Sign in", do: begin }), false);
    else begin();
    return false;
  }
}

/** Only a path of this site: `//other.example` would be another one. */
const ours = (path: string): string => (/^\/(?![/\\])/.test(path) ? path : "/");

start().catch((error: unknown) => {
  drawNew(
    plain("This page cannot start", messageOf(error), { label: "Try again", do: () => location.reload() }),
    false,
  );
});
