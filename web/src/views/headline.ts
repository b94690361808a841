import type { EscalationView, HealthReport, Settings, TargetView, TaskSummary } from "../api/types.ts";
import { ago, many, type Mark, person } from "../text/words.ts";

interface Standing {
  health: HealthReport;
  paused: Settings["paused"] | undefined;
  targets: readonly TargetView[];
  waiting: readonly EscalationView[];
  open: readonly TaskSummary[];
  now: number;
}

/** The one sentence that says how things stand, and a second one with how that is known. */
export function headline(of: Standing): Mark & { more: string } {
  const { health, paused, targets, waiting, open, now } = of;
  const failing = targets.filter((t) => t.state === "failing");
  const looked = Math.max(0, ...targets.map((t) => t.checkedAt ?? 0));
  const checked = looked === 0 ? "not checked yet" : `last check ${ago(looked, now)}`;
  const watched = `${many(targets.length, "target")}, ${checked}`;
  const state = health.observeOnly
    ? `${watched}. Observing only: Gradus proposes, and acts on nothing`
    : watched;
  const say = (tone: Mark["tone"], icon: string, word: string, more = state) => ({ tone, icon, word, more });
  if (health.paused)
    return say(
      "wait",
      "■",
      "Paused: Gradus watches, and acts on nothing",
      paused ? `By ${person(paused.by)} ${ago(paused.at, now)}: ${paused.reason}. ${state}` : state,
    );
  const [first] = waiting;
  if (first)
    return say(
      "bad",
      "!",
      waiting.length === 1 ? `1 problem needs you: ${first.title}` : `${waiting.length} problems need you`,
    );
  if (health.status === "degraded") return say("bad", "!", "Gradus itself has a problem");
  if (open.length > 0)
    return say("busy", "↻", `Gradus is working on ${many(open.length, "problem")}: ${open[0]?.title ?? ""}`);
  if (failing.length > 0)
    return say(
      "busy",
      "▲",
      `${failing.map((t) => t.id).join(", ")} failing; Gradus is making sure before it acts`,
    );
  if (targets.length === 0) return say("calm", "○", "Nothing is watched yet");
  if (targets.some((t) => t.state === "unknown"))
    return say("calm", "○", "Looking at everything for the first time …");
  return say("good", "✓", "All is well");
}
