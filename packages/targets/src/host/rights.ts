import type { Host } from "@gradus/core";
import { readProc } from "./proc/read.ts";

const CAP_SYS_NICE = 23n;
const FILES = ["status", "limits", "uid_map"] as const;
type Texts = Readonly<Record<(typeof FILES)[number], string | undefined>>;

/**
 * Whether a process may be given this nice value where that raises its priority: by CAP_SYS_NICE, which counts only outside of
 * user namespaces, or by RLIMIT_NICE (getrlimit(2)). What cannot be read counts as no right.
 */
function mayRaiseTo(nice: number, { status, limits, uid_map: users }: Texts): boolean {
  const effective = BigInt(`0x${/^CapEff:\s*([0-9a-f]+)$/m.exec(status ?? "")?.[1] ?? "0"}`);
  const isFirst = /^\s*0\s+0\s+4294967295\s*$/.test(users ?? "");
  if (isFirst && (effective >> CAP_SYS_NICE) % 2n === 1n) return true;
  const limit = /^Max nice priority\s+(\d+|unlimited)/m.exec(limits ?? "")?.[1] ?? "0";
  return limit === "unlimited" || 20 - Number(limit) <= nice;
}

const textsOf = (texts: ReadonlyArray<string | undefined>): Texts => {
  const [status, limits, users] = texts;
  return { status, limits, uid_map: users };
};

/** Whether this process may give an ordinary process its priority back. */
export const mayRaisePriority = (read: (path: string) => string | undefined = readProc): boolean =>
  mayRaiseTo(0, textsOf(FILES.map((file) => read(`/proc/self/${file}`))));

/** The same for a nice value, of whoever acts on a host. */
export async function mayRaiseOn(host: Host, nice: number): Promise<boolean> {
  const read = (file: string) => host.readFile(`/proc/self/${file}`).catch(() => undefined);
  return mayRaiseTo(nice, textsOf(await Promise.all(FILES.map(read))));
}
