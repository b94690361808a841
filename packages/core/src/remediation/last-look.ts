import type { Risk } from "../policy/schema.ts";
import { type Veto, vetoes } from "../policy/veto.ts";
import { actionKey, type ApplyOutcome } from "../runbook/schema.ts";
import type { Settings } from "../settings/schema.ts";
import type { Target } from "../target/schema.ts";
import type { Context } from "./context.ts";
import { allowancesNow } from "./history.ts";
import type { Proposal } from "./state.ts";

/** Why an action is not taken after all; `withheld`: by a switch, and when that is turned back it is as good as before. */
type Refusal = Pick<ApplyOutcome, "reason" | "withheld">;

const SWITCHES: ReadonlySet<Veto["code"]> = new Set(["paused", "observe_only", "silent_window"]);

/** What must still hold at the very last moment: kill switch, autonomy, preconditions, and a person's warrant, which this uses up. */
export async function lastLook(
  ctx: Context,
  target: Target,
  proposal: Proposal,
  warrant: string | undefined,
  task: string,
): Promise<Refusal | undefined> {
  const card = ctx.hands.cards().find((c) => c.id === proposal.action.runbook);
  if (!card) return { reason: `there is no runbook "${proposal.action.runbook}"` };
  // Asks the machine, which may take a while: the switches are looked at after it.
  const unmet = await ctx.hands.check(target, proposal.action);
  const settings = await ctx.store.settings.read();
  const veto = vetoes({
    target,
    card,
    action: proposal.action,
    settings,
    observeOnly: ctx.observeOnly,
    tabu: [],
    now: ctx.clock.now(),
  })[0];
  if (veto) return { reason: veto.reason, ...(SWITCHES.has(veto.code) ? { withheld: true } : {}) };
  const less = await lowered(ctx, target, card.risk, { settings, isApproved: warrant !== undefined });
  if (less) return { reason: less, withheld: true };
  if (unmet) return { reason: unmet };
  if (warrant === undefined) return undefined;
  const valid = await ctx.store.warrants.consume({
    id: warrant,
    task,
    action: actionKey(proposal.action),
    now: ctx.clock.now(),
  });
  return valid
    ? undefined
    : { reason: "the approval was used already, has expired, or is for something else" };
}

/** A level that was lowered since the decision, by a person or by outcomes, holds at once. */
async function lowered(
  ctx: Context,
  target: Target,
  risk: Risk,
  of: { settings: Settings; isApproved: boolean },
): Promise<string | undefined> {
  const { level, reason } = (await allowancesNow(ctx, target, of.settings))[risk];
  const isEnough = level === "auto" || (level === "approve" && of.isApproved);
  return isEnough ? undefined : `${risk} actions are at "${level}" here: ${reason}`;
}
