import type { EscalationAnswer } from "../api/types.ts";
import { el } from "../dom/el.ts";
import { send } from "./answer.ts";
import { exact, said, section, when } from "./parts.ts";
import type { Page } from "./view.ts";

/** Exactly this action, once: yes or no. */
export function approval(page: Page, { escalation: e, asked }: EscalationAnswer): Node {
  const { key = "nothing", title, purpose, risk, undoable, predicts } = asked ?? {};
  const notes = el("input", { type: "text", name: "notes", maxlength: 2_000, autocomplete: "off" });
  const answer = (verb: "approve" | "reject"): Promise<void> =>
    send(page, e.id, { verb, body: { notes: notes.value.trim() } });
  return section(
    "answer",
    "What will be run, exactly this, once",
    el(
      "form",
      // Enter in the notes must not approve: only the buttons answer.
      { class: "card form", onsubmit: (event) => event.preventDefault() },
      title !== undefined && el("p", {}, said(`${title} on ${e.target}. ${purpose ?? ""}`)),
      exact(key),
      risk !== undefined &&
        el(
          "p",
          { class: "soft small" },
          said(
            `It is ${risk}, and ${undoable ? "can be undone" : "cannot be undone"}. Expected: ${predicts ?? "?"}`,
          ),
        ),
      el("label", {}, "Notes ", el("span", { class: "hint" }, "(if you like)"), notes),
      el(
        "div",
        { class: "actions" },
        el(
          "button",
          { type: "button", class: "primary", onclick: () => void answer("approve") },
          "Approve, and run it",
        ),
        el("button", { type: "button", class: "danger", onclick: () => void answer("reject") }, "Reject"),
      ),
      e.expiresAt !== undefined &&
        el("p", { class: "soft small" }, "The request ends ", when(e.expiresAt), "."),
    ),
  );
}
