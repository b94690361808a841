import { now } from "../api/clock.ts";
import { el, type Child } from "../dom/el.ts";
import { ago, type Mark, visible } from "../text/words.ts";

export const badge = ({ tone, icon, word }: Mark): Node =>
  el("span", { class: `mark ${tone}` }, el("span", { "aria-hidden": "true" }, icon), word);

/** Words of people or machines. */
export const said = (text: string): string => visible(text);

/** An action, word for word. */
export const exact = (key: string): Node => el("p", { class: "exact box" }, visible(key));

const day = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium" });
const clock = new Intl.DateTimeFormat(undefined, { timeStyle: "medium" });
const iso = (at: number): string => new Date(at).toISOString();

/** In the reader's own time zone; the title has UTC, which logs and mails have. */
export function when(at: number): Node {
  const today = new Date(at).toDateString() === new Date(now()).toDateString();
  return el("time", { datetime: iso(at), title: iso(at) }, (today ? clock : day).format(at));
}

export const since = (at: number): Node =>
  el("time", { datetime: iso(at), title: `${day.format(at)} (${iso(at)})` }, ago(at, now()));

/** The one thing to know, at the top. */
export const lead = (mark: Pick<Mark, "tone" | "icon">, title: string, ...more: Child[]): Node =>
  el(
    "div",
    { class: `lead ${mark.tone}` },
    el(
      "h1",
      { tabindex: "-1" },
      el("span", { class: "icon", "aria-hidden": "true" }, mark.icon),
      said(title),
    ),
    ...more,
  );

/** A section with a heading that names it. */
export function section(id: string, heading: string, ...children: Child[]): Node {
  return el(
    "section",
    { id, "aria-labelledby": `${id}-title` },
    el("h2", { id: `${id}-title` }, heading),
    ...children,
  );
}

export const empty = (text: string): Node => el("p", { class: "empty" }, text);

export const plainList = (lines: readonly string[], kind = "plain"): Node =>
  el(
    "ul",
    { class: kind },
    lines.map((line) => el("li", {}, said(line))),
  );

export const folded = (summary: string, ...children: Child[]): Node =>
  el("details", {}, el("summary", {}, summary), ...children);

export const taskPath = (id: string): string => `/tasks/${encodeURIComponent(id)}`;
export const escalationPath = (id: string): string => `/escalations/${encodeURIComponent(id)}`;
