import { readdirSync, readlinkSync } from "node:fs";
import { setImmediate } from "node:timers/promises";
import type { Listener } from "@gradus/core";
import { readProc } from "./read.ts";
import { listPids } from "./snapshot.ts";

interface Socket {
  address: string;
  port: number;
  inode: string;
}

const LISTEN = "0A";
const UNKNOWN_FOR_MS = 5_000;

/** The sockets in LISTEN of /proc/net/tcp or tcp6. */
function parseSockets(text: string): Socket[] {
  return text.split("\n").flatMap((line) => {
    const [, local, , state, , , , , , inode] = line.trim().split(/\s+/);
    const [address, port] = local?.split(":") ?? [];
    if (state !== LISTEN || address === undefined || port === undefined || inode === undefined) return [];
    return [{ address: parseAddress(address), port: Number.parseInt(port, 16), inode }];
  });
}

/** The kernel prints 32-bit words in the machine's byte order (little-endian on what Node runs on). */
export function parseAddress(hex: string): string {
  const bytes = (hex.match(/.{8}/g) ?? []).flatMap((word) =>
    (word.match(/../g) ?? []).map((byte) => Number.parseInt(byte, 16)).reverse(),
  );
  const v4 = bytes.slice(-4).join(".");
  if (bytes.length === 4) return v4;
  const groups = Array.from({ length: 8 }, (_, i) => (bytes[2 * i] ?? 0) * 256 + (bytes[2 * i + 1] ?? 0));
  if (groups.slice(0, 5).every((g) => g === 0) && groups[5] === 0xffff) return `::ffff:${v4}`;
  const text = groups.map((g) => g.toString(16)).join(":");
  return text.replace(/(^|:)(0(:|$)){2,}/, "::");
}

/**
 * Who listens where. Finding the owner means reading every descriptor of every process, so an owner that was
 * found before is only checked, and the search runs only for sockets that are new.
 */
export function createListeners(now: () => number): () => Promise<Listener[]> {
  const owners = new Map<string, { pid: number; fd: string }>();
  const unknown = new Map<string, number>();

  const search = async (inodes: Set<string>): Promise<void> => {
    const pids = await listPids();
    // The first process holds the sockets of everything it activates: it is the owner of last resort.
    const order = [...pids.filter((pid) => pid !== 1), ...pids.filter((pid) => pid === 1)];
    let looked = 0;
    for (const pid of order) {
      if (inodes.size === 0) return;
      looked += 1;
      if (looked % 50 === 0) await setImmediate();
      for (const { inode, fd } of socketsOf(pid)) {
        if (!inodes.delete(inode)) continue;
        owners.set(inode, { pid, fd });
        unknown.delete(inode);
      }
    }
    for (const inode of inodes) unknown.set(inode, now());
  };

  return async () => {
    const sockets = [
      ...parseSockets(readProc("/proc/net/tcp") ?? ""),
      ...parseSockets(readProc("/proc/net/tcp6") ?? ""),
    ];
    const present = new Set(sockets.map((s) => s.inode));
    for (const [inode, owner] of owners) {
      if (!present.has(inode) || linkOf(owner.pid, owner.fd) !== `socket:[${inode}]`) owners.delete(inode);
    }
    for (const [inode, at] of unknown) {
      if (!present.has(inode) || now() - at > UNKNOWN_FOR_MS) unknown.delete(inode);
    }
    const wanted = new Set([...present].filter((inode) => !owners.has(inode) && !unknown.has(inode)));
    if (wanted.size > 0) await search(wanted);
    return sockets.map(({ address, port, inode }) => {
      const pid = owners.get(inode)?.pid;
      return { address, port, ...(pid === undefined ? {} : { pid }) };
    });
  };
}

function socketsOf(pid: number): Array<{ inode: string; fd: string }> {
  let fds: string[];
  try {
    fds = readdirSync(`/proc/${pid}/fd`);
  } catch {
    return [];
  }
  return fds.flatMap((fd) => {
    const inode = /^socket:\[(\d+)\]$/.exec(linkOf(pid, fd) ?? "")?.[1];
    return inode === undefined ? [] : [{ inode, fd }];
  });
}

function linkOf(pid: number, fd: string): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/fd/${fd}`);
  } catch {
    return undefined;
  }
}
