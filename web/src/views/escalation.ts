import type { EscalationAnswer, EscalationView, Who } from "../api/types.ts";
import { el } from "../dom/el.ts";
import { answerWords } from "../text/answers.ts";
import { exactly, many } from "../text/words.ts";
import { approval } from "./approval.ts";
import { help } from "./help.ts";
import { exact, folded, lead, plainList, said, section, taskPath, when } from "./parts.ts";
import type { View } from "./view.ts";

/** A task that waits for a person: everything that is known, and the ways to answer. */
export const escalationView =
  (id: string): View =>
  async (page) => {
    const [answer, who] = await Promise.all([
      page.client.get<EscalationAnswer>(`/escalations/${encodeURIComponent(id)}`),
      page.client.get<Who>("/me"),
    ]);
    const { escalation: e } = answer;
    const open = e.status === "open";
    const mark = !open
      ? { tone: "good" as const, icon: "✓" }
      : e.kind === "help"
        ? { tone: "bad" as const, icon: "!" }
        : { tone: "wait" as const, icon: "?" };
    return {
      title: e.title,
      content: [
        lead(
          mark,
          e.title,
          el("p", {}, open ? said(e.summary) : answerWords(e)),
          el("p", {}, el("a", { href: taskPath(e.task) }, "The whole story of the task")),
        ),
        open
          ? who.role === "viewer"
            ? onlyLooking()
            : e.kind === "help"
              ? help(page, answer)
              : approval(page, answer)
          : resolution(e),
        ...e.sections.map((s, i) => part(`part-${i}`, s)),
      ],
    };
  };

const onlyLooking = (): Node =>
  section(
    "answer",
    "Who answers",
    el("p", {}, "You have the role viewer. Operators and admins answer, here or by the links in their mail."),
  );

function resolution(e: EscalationView): Node {
  const r = e.resolution;
  const action = e.kind === "approval" ? e.action : r?.action;
  return section(
    "answer",
    "How it was answered",
    el("p", {}, answerWords(e), " ", r && when(r.at)),
    r && r.notes !== "" && el("p", { class: "box notes above" }, said(r.notes)),
    action && el("div", { class: "above" }, exact(exactly(action))),
  );
}

function part(id: string, { heading, lines }: EscalationView["sections"][number]): Node {
  const isEvidence = heading === "Evidence";
  const list = plainList(lines, isEvidence ? "plain exact" : "plain");
  return section(
    id,
    said(heading),
    isEvidence ? folded(`Show ${many(lines.length, "observation")}`, list) : list,
  );
}
