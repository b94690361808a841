import { isOverSsm, NO_HOST, type Manager, type Target } from "@gradus/core";
import type { Path } from "./problem.ts";

/** Something in an entry that is only there on a machine. */
export interface MachineNeed {
  /** Where it stands in the entry. */
  path: Path;
  /** In the plural, for the middle of a sentence. */
  what: string;
}

/** All that an entry has which needs a machine, in the order in which people write it. */
export function machineNeeds(target: Target): MachineNeed[] {
  const { manager, release } = target;
  const needs: MachineNeed[] = [];
  const need = (what: string, ...path: Path): number => needs.push({ path, what });
  const kind = managerOnMachine(manager);
  // Its log is its manager's: one sentence is enough.
  const logs = target.logs.filter((l) => manager?.kind !== "process" || l.path !== manager.output);
  if (kind !== undefined) need(`${kind} managers`, "manager");
  for (const [index, check] of target.health.entries())
    if (check.kind === "command") need("command checks", "health", index);
  if (logs.length > 0) need("log files", "logs");
  if (target.files.length > 0) need("files", "files");
  if (release && release.kind !== "platform")
    need(release.kind === "symlink" ? "release folders" : "release commands", "release");
  for (const [name, control] of Object.entries(target.controls))
    if (control && control.kind !== "http") need(`${control.kind} controls`, "controls", name);
  if (target.ports.length > 0) need("ports", "ports");
  if (target.disks.length > 0) need("disks", "disks");
  if (target.certificates.length > 0) need("certificate files", "certificates");
  if (target.regenerable.length > 0) need("regenerable files", "regenerable");
  return needs;
}

function managerOnMachine(manager: Manager | undefined): string | undefined {
  switch (manager?.kind) {
    case "process":
    case "script":
    case "container":
      return manager.kind;
    default:
      return undefined;
  }
}

/** What a manager cannot do from outside its machine, and what can be done instead. Undefined: it can. */
export function cannotReachIn({ manager }: Target): { found: string; instead: string } | undefined {
  if (manager?.kind === "process") {
    const instead = "a script manager (systemctl, supervisorctl, …)";
    return { found: "a process that Gradus cannot supervise from outside its machine", instead };
  }
  if (manager?.kind === "container" && !/^(https?|tcp):\/\//.test(manager.engine)) {
    const instead = "a script manager (docker start, docker stop, …), or an http:// address of its engine";
    return { found: "a container whose engine listens on a socket of its machine", instead };
  }
  return undefined;
}

/** What stands where it cannot be: told with its place, each. */
export function misplaced(target: Target): Array<{ path: Path; found: string; expected: string }> {
  const wrong: Array<{ path: Path; found: string; expected: string }> = [];
  const { manager, release } = target;
  if (target.host === NO_HOST) {
    const expected = 'a host that has them: "ssm:" and the id of a managed node, or local';
    for (const { path, what } of machineNeeds(target))
      wrong.push({ path, found: `${what}, which need a host`, expected });
  }
  const beyond = isOverSsm(target) ? cannotReachIn(target) : undefined;
  if (beyond) wrong.push({ path: ["manager"], found: beyond.found, expected: beyond.instead });
  if (release?.kind === "platform" && manager?.kind !== "ecs" && manager?.kind !== "lambda") {
    const expected = "link and releases, or commands: AWS keeps versions of ecs and lambda targets only";
    wrong.push({ path: ["release"], found: '"platform"', expected });
  }
  return wrong;
}
