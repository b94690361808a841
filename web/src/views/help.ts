import type { EscalationAnswer } from "../api/types.ts";
import { el } from "../dom/el.ts";
import { visible } from "../text/words.ts";
import { send } from "./answer.ts";
import { draftOf, keepDraft } from "./draft.ts";
import { section } from "./parts.ts";
import type { Page } from "./view.ts";

/** Gradus needs a person: say what was done, or give it back. */
export const help = (page: Page, answer: EscalationAnswer): Node =>
  section(
    "answer",
    "Your answer",
    el("div", { class: "split" }, resolve(page, answer), giveBack(page, answer)),
  );

function resolve(page: Page, { escalation: e, choices }: EscalationAnswer): Node {
  const notes = el("textarea", {
    name: "notes",
    rows: 4,
    required: true,
    maxlength: 10_000,
    oninput: () => keepDraft(e.id, notes.value),
  });
  notes.value = draftOf(e.id);
  const method = el(
    "select",
    { name: "action" },
    el("option", { value: "" }, "No, something else"),
    choices.map(({ key, title }) => el("option", { value: key }, visible(`${title}: ${key}`))),
  );
  const submit = (event: Event): void => {
    event.preventDefault();
    const action = choices.find(({ key }) => key === method.value)?.action;
    void send(page, e.id, {
      verb: "resolve",
      body: { notes: notes.value.trim(), ...(action ? { action } : {}) },
    });
  };
  return el(
    "form",
    { class: "card form", onsubmit: submit },
    el("h3", {}, "It is dealt with"),
    el("label", {}, "What did you do?", notes),
    choices.length > 0 &&
      el(
        "label",
        {},
        "Was it one of these? ",
        el("span", { class: "hint" }, "(Gradus learns it, and does not run it now)"),
        method,
      ),
    el("button", { class: "primary" }, "Resolve"),
  );
}

function giveBack(page: Page, { escalation: e }: EscalationAnswer): Node {
  const notes = el("input", { type: "text", name: "notes", maxlength: 2_000, autocomplete: "off" });
  const submit = (event: Event): void => {
    event.preventDefault();
    void send(page, e.id, { verb: "hand-back", body: { notes: notes.value.trim() } });
  };
  return el(
    "form",
    { class: "card form", onsubmit: submit },
    el("h3", {}, "Or give it back"),
    el(
      "p",
      {},
      "Gradus looks again and starts over, without what was tried already. Good after you have changed something.",
    ),
    el("label", {}, "Notes ", el("span", { class: "hint" }, "(if you like)"), notes),
    el("button", {}, "Give it back"),
  );
}
