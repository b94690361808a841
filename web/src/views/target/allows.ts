import type { AllowanceView, Risk, TargetDetail } from "../../api/types.ts";
import type { Mark } from "../../text/words.ts";

export type Level = AllowanceView["level"];

export const levelMarks: Record<Level, Mark> = {
  auto: { tone: "good", icon: "●", word: "acts alone" },
  approve: { tone: "wait", icon: "?", word: "asks first" },
  suggest: { tone: "calm", icon: "…", word: "only suggests" },
  observe: { tone: "calm", icon: "○", word: "only watches" },
};

export const riskWords: Record<Risk, string> = {
  reversible: "can be taken back, and nobody notices",
  disruptive: "interrupts the service, or is felt for a while",
  destructive: "loses something for good",
};

/** What may be chosen for a risk class. What destroys is never done without a person. */
export const levelsFor = (risk: Risk): Level[] =>
  (["auto", "approve", "suggest", "observe"] as const).filter(
    (level) => risk !== "destructive" || level !== "auto",
  );

/** Whether Gradus would do a thing of this risk by itself if it were asked for now, and what keeps it from that. */
export function wouldRun(
  risk: Risk,
  of: Pick<TargetDetail, "allows" | "paused" | "maintenance">,
  whole: { paused: boolean; observeOnly: boolean },
): Mark {
  const not = (word: string): Mark => ({ tone: "calm", icon: "–", word });
  if (whole.paused) return not("not now: Gradus is paused");
  if (of.paused) return not("not now: paused here");
  if (whole.observeOnly) return not("no: it only observes");
  const open = of.maintenance.filter((window) => window.open);
  if (open.some(({ mode }) => mode === "silent")) return not("not now: maintenance");
  const level = of.allows.find((one) => one.risk === risk)?.level ?? "observe";
  if (level === "auto" && risk !== "destructive")
    return open.length > 0
      ? { ...levelMarks.approve, word: "asks first: maintenance" }
      : { ...levelMarks.auto, word: "by itself" };
  return level === "auto" ? levelMarks.approve : levelMarks[level];
}
