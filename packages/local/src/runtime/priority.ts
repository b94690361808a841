import { readFileSync, writeFileSync } from "node:fs";
import { messageOf, type Context } from "@gradus/core";

const SWITCH = "/proc/sys/kernel/sched_autogroup_enabled";
const OWN = "/proc/self/autogroup";
/** About 35 times the share of an ordinary session. */
export const WATCHING = -16;
const ORDINARY = 0;

interface Files {
  read(path: string): string;
  write(path: string, text: string): void;
}

const real: Files = { read: (path) => readFileSync(path, "utf8"), write: writeFileSync };

/**
 * Where the kernel shares the processors by session (autogroups), the nice value of a process counts within its session
 * only: a busy session can starve the watcher. This raises our session, and gives what puts it back. What Gradus starts is
 * in sessions of its own and does not inherit it. Without the right to do so nothing changes, and the log says so.
 * See sched(7), "The autogroup feature".
 */
export function raisePriority(log: Context["log"], files: Files = real): () => void {
  const before = niceOf(files);
  if (before === undefined) {
    log("info", "the processors are not shared by session here: Gradus runs at ordinary priority");
    return () => undefined;
  }
  try {
    files.write(OWN, String(WATCHING));
  } catch (error) {
    log("info", "Gradus may not raise its priority: under heavy load it looks less often", {
      reason: messageOf(error),
    });
    return () => undefined;
  }
  // A Gradus that was killed could not put it back: then what is found is not what was there at first.
  const original = before === WATCHING ? ORDINARY : before;
  log("info", "the session of Gradus has a larger share of the processors now", {
    autogroupNice: WATCHING,
    before,
  });
  return () => {
    files.write(OWN, String(original));
    log("info", "the session of Gradus has its ordinary share of the processors again", {
      autogroupNice: original,
    });
  };
}

/** The nice value of our autogroup; undefined where there are none. */
function niceOf(files: Files): number | undefined {
  try {
    if (files.read(SWITCH).trim() !== "1") return undefined;
    const nice = /nice (-?\d+)\s*$/.exec(files.read(OWN))?.[1];
    return nice === undefined ? undefined : Number(nice);
  } catch {
    return undefined;
  }
}
