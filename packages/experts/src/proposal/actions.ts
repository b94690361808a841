import { type Action, actionKey, type FaultClass } from "@gradus/core";
import {
  environmentSuspects,
  fileSuspects,
  likelier,
  modeSuspects,
  pointersTo,
} from "../evidence/changes.ts";
import { hogOf } from "../evidence/host.ts";
import { mentions, says } from "../evidence/logs.ts";
import { compare, type Evidence, type Seen } from "../evidence/read.ts";
import { squatters } from "../findings/service.ts";

/** A wanted value of one parameter, the best first. */
interface Wish {
  param: string;
  values: ReadonlyArray<string | number>;
  /** The evidence that decides is not part of this reader's slice: a single candidate may be taken on trust. */
  blind?: boolean;
}

/**
 * The candidates of one runbook that the evidence supports, the best first and none that was tried in vain.
 * Whom to stop or renice, and what to restore, is decided by evidence, never by the order of candidates.
 */
export function actionsFor(evidence: Evidence, runbook: string, fault: FaultClass): Action[] {
  const { candidates, tabu } = evidence.file;
  const open = candidates
    .filter((c) => c.runbook === runbook && !tabu.includes(actionKey(c)))
    .sort((a, b) => compare(actionKey(a), actionKey(b)));
  const wish = wishOf(evidence, runbook, fault);
  if (!wish) return open;
  if (wish.blind) return onTrust(evidence, runbook, wish.param, open);
  const rank = (action: Action) => wish.values.indexOf(action.params[wish.param] as string | number);
  return open.filter((a) => rank(a) >= 0 && isSameProcess(evidence, a)).sort((a, b) => rank(a) - rank(b));
}

/** Without the deciding evidence: the only candidate there is, or those that the log names. */
function onTrust(evidence: Evidence, runbook: string, param: string, open: Action[]): Action[] {
  const only = evidence.file.candidates.filter((c) => c.runbook === runbook).length === 1;
  const isNamed = (value: unknown) =>
    typeof value === "string" && mentions(evidence, value.split("/").at(-1) ?? value).length > 0;
  return only ? open : open.filter((action) => isNamed(action.params[param]));
}

function wishOf(evidence: Evidence, runbook: string, fault: FaultClass): Wish | undefined {
  const noDrift = evidence.drift.length === 0;
  const noHost = evidence.host === undefined;
  switch (runbook) {
    case "restore-environment":
      return { param: "name", values: variables(evidence), blind: noDrift };
    case "restore-file":
      return { param: "path", values: keys(fileSuspects(evidence)), blind: noDrift };
    case "restore-mode":
      return { param: "path", values: keys(modeSuspects(evidence)), blind: noDrift };
    case "roll-back-release":
      return { param: "to", values: goodVersions(evidence) };
    case "stop-intruder":
      return fault === "port_conflict"
        ? { param: "pid", values: squatterPids(evidence), blind: evidence.ports.length === 0 }
        : { param: "pid", values: hogs(evidence), blind: noHost };
    case "renice-process":
      return { param: "pid", values: hogs(evidence), blind: noHost };
    case "rotate-log":
      return { param: "path", values: floodedLogs(evidence) };
    default:
      return undefined;
  }
}

/** One variable if the evidence names it; all of them ("*") where several changed at once and nothing tells them apart. */
function variables(evidence: Evidence): string[] {
  const suspects = environmentSuspects(evidence);
  const [first, second] = suspects;
  if (!first || !second) return keys(suspects);
  const told = pointersTo(evidence, first).length > 0 || likelier(evidence, first, second) !== 0;
  return told ? [...keys(suspects), "*"] : ["*", ...keys(suspects)];
}

const keys = (drift: ReadonlyArray<Seen<"drift">>): string[] => drift.map((d) => d.fact.key);

/** The baseline's version first, then the one before, then any other that is offered; never the present one. */
function goodVersions(evidence: Evidence): string[] {
  const { release, deployment, drift, file } = evidence;
  const version = drift.find((d) => d.fact.aspect === "version")?.fact;
  // A platform tells twice what it brings into place: the later word holds.
  const told = [release, deployment].filter((o) => o?.fact.version !== undefined);
  const placed = told.sort((a, b) => (b?.at ?? 0) - (a?.at ?? 0))[0]?.fact.version;
  const present = placed ?? (version ? String(version.actual) : undefined);
  const offered = file.candidates
    .filter((c) => c.runbook === "roll-back-release")
    .map((c) => String(c.params["to"]))
    .sort((a, b) => compare(b, a));
  const wanted = [
    release?.fact.baselineVersion,
    version ? String(version.expected) : undefined,
    release?.fact.previous,
  ];
  return [...new Set([...wanted.filter((v) => v !== undefined), ...offered])].filter((v) => v !== present);
}

const squatterPids = (evidence: Evidence): number[] =>
  squatters(evidence)
    .map((p) => p.fact.pid)
    .filter((pid) => pid !== undefined);

function hogs(evidence: Evidence): number[] {
  const hog = hogOf(evidence);
  return hog ? [hog.pid] : [];
}

function floodedLogs(evidence: Evidence): string[] {
  const full = says(evidence, "log_no_space").length > 0;
  const loud = [...evidence.logs].sort((a, b) => b.fact.rate - a.fact.rate).map((l) => l.fact.path);
  return full ? [...loud, ...evidence.file.target.logs.map((l) => l.path)] : loud;
}

/** A pid alone may have been given to another process since: where the start is known, it must agree. */
function isSameProcess(evidence: Evidence, action: Action): boolean {
  const { pid, startedAt, nice } = action.params;
  if (typeof pid !== "number") return true;
  const busy = evidence.host?.fact.top.find((p) => p.pid === pid);
  if (busy?.target !== undefined || busy?.own === true) return false;
  if (typeof nice === "number" && busy !== undefined && busy.nice >= nice) return false;
  const known = busy?.startedAt ?? evidence.ports.find((p) => p.fact.pid === pid)?.fact.startedAt;
  return known === undefined || typeof startedAt !== "number" || Math.abs(known - startedAt) < 1_000;
}
