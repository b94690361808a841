import type { Client } from "./api/client.ts";
import { messageOf, Problem } from "./api/problem.ts";
import type { Session } from "./auth/session.ts";
import { SignedOut } from "./auth/tokens.ts";
import type { Config } from "./config.ts";
import { el } from "./dom/el.ts";
import * as frame from "./frame.ts";
import { createPace } from "./pace.ts";
import { viewOf } from "./route.ts";
import { plain, trouble } from "./views/plain.ts";
import type { Page } from "./views/view.ts";

/** Shows the view of the current address, keeps it fresh while somebody looks, and does what its buttons say. */
export function openPage(of: { config: Config; client: Client; session: Session | undefined }): void {
  /** Counts what is drawn: an answer that comes after the next began is dropped. */
  let turn = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let busy = false;
  /** The current address has been shown once. */
  let shown = false;
  const pace = createPace();
  let changes = 0;

  const page: Page = {
    client: of.client,
    config: of.config,
    tell: (text, tone = "wait") => frame.say("note", el("p", { class: `say ${tone}` }, text)),
    refresh: () => draw(),
    async act(work) {
      busy = true;
      turn++;
      clearTimeout(timer);
      const pressed = frame.buttons();
      for (const button of pressed) button.disabled = true;
      frame.say("note");
      try {
        await work();
        frame.focusHeading();
      } catch (error) {
        complain(error);
      } finally {
        for (const button of pressed) button.disabled = false;
        busy = false;
        schedule();
      }
    },
  };

  async function draw(moved = false): Promise<void> {
    const mine = ++turn;
    clearTimeout(timer);
    try {
      const { pathname } = location;
      const view = viewOf(pathname);
      const next = view
        ? await view(page)
        : plain("There is no such page", `Gradus has nothing at ${pathname}.`);
      if (mine !== turn) return;
      if (changes !== page.client.changes()) pace.alive();
      changes = page.client.changes();
      frame.say("trouble");
      if (shown) frame.drawAgain(next);
      else frame.drawNew(next, moved);
      shown = true;
    } catch (error) {
      if (mine !== turn) return;
      if (shown) complain(error);
      else frame.drawNew(insteadOf(error), moved);
    }
    if (mine === turn) schedule();
  }

  const schedule = (): void => {
    clearTimeout(timer);
    if (document.visibilityState === "visible" && !busy) timer = setTimeout(() => void draw(), pace.next());
  };

  const signIn = { label: "Sign in again", do: () => void of.session?.begin(location.pathname) };
  const again = { label: "Try again", do: () => void draw() };

  /** Keeps what is shown, and says what is wrong above it. */
  const complain = (error: unknown): void =>
    frame.say(
      "trouble",
      error instanceof SignedOut
        ? trouble("Your sign-in has ended. What you see, and what you wrote, stays.", signIn)
        : trouble(messageOf(error)),
    );

  const insteadOf = (error: unknown) =>
    error instanceof SignedOut
      ? plain("Your sign-in has ended", "Sign in again to see this page.", signIn)
      : plain(
          error instanceof Problem && error.status === 404 ? "Not found" : "This did not work",
          messageOf(error),
          again,
        );

  function go(): void {
    shown = false;
    frame.say("note");
    frame.say("trouble");
    void draw(true);
  }

  document.addEventListener("click", (event) => {
    const path = linkWithin(event);
    if (path === undefined) return;
    event.preventDefault();
    if (path !== location.pathname) history.pushState(null, "", path);
    go();
  });
  addEventListener("popstate", go);
  document.addEventListener("visibilitychange", () => {
    pace.alive();
    if (document.visibilityState === "visible" && !busy) void draw();
  });
  void draw();
}

/** The path of a plain click on a link to a page of ours. */
function linkWithin(event: MouseEvent): string | undefined {
  if (event.defaultPrevented || event.button !== 0) return undefined;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return undefined;
  const link = event.target instanceof Element ? event.target.closest("a") : undefined;
  if (!link || link.target !== "" || link.origin !== location.origin || link.hash !== "") return undefined;
  return viewOf(link.pathname) ? link.pathname : undefined;
}
