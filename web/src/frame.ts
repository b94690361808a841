import type { Config } from "./config.ts";
import { el } from "./dom/el.ts";
import { patch } from "./dom/patch.ts";
import type { Shown } from "./views/view.ts";

/** The parts of index.html that the script fills. */
const part = (id: string): HTMLElement => {
  const found = document.getElementById(id);
  if (!found) throw new Error(`index.html has no #${id}`);
  return found;
};

/** What surrounds every view: name, stage, who is signed in. */
export function drawFrame(
  { stage, region }: Config,
  who?: { email: string | undefined; leave: () => void },
): void {
  part("stage").textContent = `${stage} · ${region}`;
  if (who)
    part("who").replaceChildren(
      el("span", { class: "soft small" }, who.email ?? ""),
      el("button", { type: "button", class: "slim", onclick: who.leave }, "Sign out"),
    );
  part("foot").textContent = "Times are in your time zone; point at one for UTC.";
}

/** Draws another page from its beginning, and takes the reader's focus there. */
export function drawNew(shown: Shown, focus: boolean): void {
  part("view").replaceChildren(...shown.content);
  name(shown);
  // The browser says a new document's title itself; a page that changed inside needs help.
  if (focus) focusHeading();
}

/** Draws the same page anew where it has changed, and says a new headline to who does not see it. */
export function drawAgain(shown: Shown): void {
  patch(part("view"), shown.content);
  const before = document.title;
  name(shown);
  if (document.title !== before) part("announce").textContent = shown.title;
}

export function focusHeading(): void {
  scrollTo(0, 0);
  part("view").querySelector("h1")?.focus({ preventScroll: true });
}

const name = ({ title }: Shown): void => {
  document.title = `${title} · Gradus`;
};

export const say = (place: "note" | "trouble", ...nodes: Node[]): void =>
  part(place).replaceChildren(...nodes);

export const buttons = (): HTMLButtonElement[] => [...part("view").querySelectorAll("button")];
