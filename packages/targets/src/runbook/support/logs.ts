import { iso, type Target } from "@gradus/core";

/** The target's own log files: those of its entry, and what its process prints. */
export function logsOf(target: Target): string[] {
  const output = target.manager?.kind === "process" ? [target.manager.output] : [];
  return [...new Set([...target.logs.map((l) => l.path), ...output])];
}

/** What is put behind the name of a log's copy: ".20261125T160055Z.gz". */
export const STAMP = /^\.\d{8}T\d{6}Z\.gz$/;
export const stampOf = (now: number): string => `.${iso(now).replace(/[-:]|\.\d+/g, "")}.gz`;

/** Keeps a compressed copy beside a log. */
export const compress = (path: string, stamp: string): string[] => [
  "gzip",
  "--keep",
  "--suffix",
  stamp,
  "--",
  path,
];
