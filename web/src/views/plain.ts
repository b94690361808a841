import { el } from "../dom/el.ts";
import { lead } from "./parts.ts";
import type { Shown } from "./view.ts";

const button = (label: string, onclick: () => void): Node =>
  el("p", { class: "above" }, el("button", { type: "button", class: "primary", onclick }, label));

/** A page with one sentence, and one thing to do. */
export const plain = (title: string, text: string, act?: { label: string; do: () => void }): Shown => ({
  title,
  content: [
    lead({ tone: "calm", icon: "○" }, title, el("p", {}, text), act && button(act.label, act.do)),
    el("p", {}, el("a", { href: "/" }, "To the overview")),
  ],
});

/** A line above the view, and one thing to do about it. */
export const trouble = (text: string, act?: { label: string; do: () => void }): Node =>
  el("div", { class: "say bad" }, el("p", {}, text), act && button(act.label, act.do));
