import type { TargetView } from "../api/types.ts";
import { el } from "../dom/el.ts";
import { stateMarks } from "../text/words.ts";
import { badge, said, since } from "./parts.ts";

/** One target: how it is, what cannot be seen of it, what Gradus may do to it. */
export const targetCard = (t: TargetView): Node =>
  el(
    "li",
    { class: `card ${t.state === "failing" ? "bad" : ""}` },
    el("div", { class: "row" }, el("h3", {}, said(t.id)), badge(stateMarks[t.state])),
    t.symptoms.map((s) => el("p", { class: "small" }, said(s.summary))),
    t.degraded.map((d) =>
      el("p", { class: "small" }, badge({ tone: "wait", icon: "~", word: "not seen" }), " ", said(d)),
    ),
    el(
      "p",
      { class: "soft small" },
      [t.software, t.version, `allows ${allows(t)}`].filter((part) => part !== undefined).join(" · "),
    ),
    el(
      "p",
      { class: "soft small" },
      t.paused && badge({ tone: "wait", icon: "■", word: "paused" }),
      t.paused && " ",
      t.checkedAt !== undefined && ["checked ", since(t.checkedAt)],
    ),
  );

const allows = ({ autonomy }: TargetView): string =>
  autonomy.reversible === autonomy.disruptive
    ? autonomy.reversible
    : `${autonomy.reversible} if reversible, else ${autonomy.disruptive}`;
