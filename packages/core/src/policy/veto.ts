import type { Action, RunbookCard } from "../runbook/schema.ts";
import { actionKey } from "../runbook/schema.ts";
import { pauseOf } from "../settings/change.ts";
import type { Settings } from "../settings/schema.ts";
import type { MaintenanceWindow, Target } from "../target/schema.ts";
import { windowAt } from "./window.ts";

export interface Veto {
  code: "paused" | "observe_only" | "silent_window" | "invalid" | "tabu";
  reason: string;
}

export interface VetoInput {
  target: Target;
  card: RunbookCard;
  action: Action;
  settings: Settings;
  /** Gradus runs with --observe. */
  observeOnly: boolean;
  /** Actions that did not work on this task, as action keys. */
  tabu: readonly string[];
  /** Epoch ms. */
  now: number;
  /** The open maintenance window, if it is known already. */
  window?: MaintenanceWindow | undefined;
}

/**
 * What no confidence and no approval can override, with the reasons; empty if nothing stands in the way. To be asked when
 * deciding, and once more right before acting, because a switch may have been turned in between.
 */
export function vetoes(of: VetoInput): Veto[] {
  const found: Veto[] = [];
  const no = (code: Veto["code"], reason: string) => found.push({ code, reason });
  const pause = pauseOf(of.settings, of.target.id);
  if (pause) no("paused", `paused by ${pause.by}: ${pause.reason}`);
  if (of.observeOnly) no("observe_only", "Gradus runs with --observe and acts on nothing");
  const window = of.window ?? windowAt(of.target.maintenance, of.now);
  if (window?.mode === "silent")
    no("silent_window", `silent maintenance window until ${window.to} ${window.zone}`);
  if (of.action.runbook !== of.card.id)
    no("invalid", `${of.action.runbook} is not the runbook ${of.card.id}`);
  else if (!of.card.params.safeParse(of.action.params).success)
    no("invalid", `the parameters are not what ${of.card.id} takes`);
  if (of.tabu.includes(actionKey(of.action))) no("tabu", "this very action did not work on this task before");
  return found;
}
