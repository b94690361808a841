import { basename } from "node:path";
import type { Host, ProcessInfo } from "@gradus/core";
import { RUN_VARIABLE } from "../../manager/process/environment.ts";
import { ancestorsOf } from "./processes.ts";
import type { Scene } from "./scene.ts";

/** What takes in processes whose parent has ended. */
const INITS = /^(systemd|init|tini|dumb-init|catatonit|s6-svscan)$/;
/** What starts again what it lost. */
const SUPERVISORS =
  /^(supervisord|monit|pm2|PM2|runsv|s6-supervise|circusd|nomad|kubelet|dockerd|containerd-shim|conmon)/;

/** Whether an environment carries the mark of a Gradus' start: of the one that is meant, of another, or none; undefined: unseen. */
async function markOf(
  host: Host,
  pid: number,
  mark: string | undefined,
): Promise<"ours" | "another's" | "none" | undefined> {
  const environment = await host.environment(pid).catch(() => undefined);
  if (!environment) return undefined;
  const found = environment[RUN_VARIABLE];
  if (found === undefined) return "none";
  return found === mark ? "ours" : "another's";
}

/** Without what another Gradus has started, under whatever it runs. */
export async function notAnothers(
  scene: Scene,
  processes: readonly ProcessInfo[],
  mark: string | undefined,
): Promise<ProcessInfo[]> {
  const marks = await Promise.all(processes.map((p) => markOf(scene.host, p.pid, mark)));
  return processes.filter((_, index) => marks[index] !== "another's");
}

/**
 * Whether a process is left of an earlier run of the target: the same command in the same folder is not enough, somebody may run
 * that too. It carries the mark of the target's last start, or nobody is responsible for it, or it holds the target's port.
 */
export async function isOrphan(
  scene: Scene,
  found: ProcessInfo,
  table: ReadonlyMap<number, ProcessInfo>,
  mark: string | undefined,
): Promise<boolean> {
  const { manager, ports } = scene.target;
  if (manager?.kind !== "process" || found.argv.join("\0") !== manager.command.join("\0")) return false;
  const cwd = await scene.host.stat(`/proc/${found.pid}/cwd`).catch(() => undefined);
  if (cwd?.linkTarget !== manager.cwd) return false;
  const carries = await markOf(scene.host, found.pid, mark);
  if (carries !== "none") return carries === "ours";
  if (await isSupervised(scene.host, found.pid, table)) return false;
  if (isAbandoned(found, table)) return true;
  const listeners = ports.length === 0 ? [] : await scene.host.listeners();
  return listeners.some((l) => l.pid === found.pid && ports.includes(l.port));
}

function isAbandoned({ ppid }: ProcessInfo, table: ReadonlyMap<number, ProcessInfo>): boolean {
  return ppid === 1 || INITS.test(table.get(ppid)?.command ?? "");
}

async function isSupervised(
  host: Host,
  pid: number,
  table: ReadonlyMap<number, ProcessInfo>,
): Promise<boolean> {
  const above = ancestorsOf(pid, table).filter((at) => at !== 1);
  const names = above.flatMap((at) => {
    const { command = "", argv = [] } = table.get(at) ?? {};
    return [command, basename(argv[0]?.split(" ")[0] ?? "")];
  });
  if (names.some((name) => SUPERVISORS.test(name))) return true;
  const [unit, own] = await Promise.all([unitOf(host, String(pid)), unitOf(host, "self")]);
  return unit !== undefined && unit !== own;
}

/** The systemd service that a process runs in, from cgroup(7): "0::/system.slice/shop.service". */
async function unitOf(host: Host, pid: string): Promise<string | undefined> {
  const text = await host.readFile(`/proc/${pid}/cgroup`).catch(() => undefined);
  return /^(?:0::|\d+:name=systemd:)\/(?:.*\/)?([^/\n]+\.service)$/m.exec(text ?? "")?.[1];
}
