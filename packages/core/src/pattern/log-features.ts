import type { FactOf } from "../observation/schema.ts";
import { slug } from "./slug.ts";

/** Messages that name a fault without a code, in the words of the software that logs them. */
const MESSAGES: ReadonlyArray<readonly [RegExp, string]> = [
  [/heap out of memory|OutOfMemoryError|allocation failed/i, "heap-out-of-memory"],
  [/out of memory: kill|oom-?kill/i, "oom-killed"],
  [/connect\(\) failed \(111/i, "upstream-refused"],
  [/upstream timed out/i, "upstream-timeout"],
  [/worker_connections are not enough/i, "worker-connections"],
  [/too many open files|\bEMFILE\b/i, "EMFILE"],
  [/no space left on device|\bENOSPC\b/i, "ENOSPC"],
  [/permission denied for (table|relation|schema|sequence|database)/i, "grant-missing"],
  [/\(13: permission denied\)|\bEACCES\b/i, "EACCES"],
  [/remaining connection slots|too many clients|too many connections/i, "connection-slots"],
  [/lock timeout|deadlock detected|lock wait timeout/i, "lock-timeout"],
  [/OOM command not allowed/i, "redis-maxmemory"],
  [/max number of clients reached/i, "redis-maxclients"],
  [/\bREADONLY\b/, "redis-readonly"],
  [/certificate has expired|CERT_HAS_EXPIRED/i, "CERT_HAS_EXPIRED"],
  [/address already in use|\bEADDRINUSE\b/i, "EADDRINUSE"],
  [/\[emerg\]/, "nginx-emerg"],
];
/** Codes in the line that name a fault by themselves: EADDRINUSE, ECONNREFUSED, ERR_INVALID_URL. */
const CODE = /\b(E[A-Z]{3,14}|ERR_[A-Z_]{3,40})\b/;
const NOT_CODES = new Set(["ERROR", "ERRORS", "EMERG", "EVENT", "EXIT", "EXCEPTION", "EXITED", "EMERGENCY"]);

const FLOOD_FACTOR = 20;
const FLOOD_PER_MINUTE = 60;

/** Tokens of one log template: its code or known message if it is a warning or worse, and whether it floods. */
export function logFeatures(fact: FactOf<"log">): string[] {
  if (fact.count <= 0) return [];
  const floods = fact.rate >= FLOOD_PER_MINUTE && fact.rate >= fact.usualRate * FLOOD_FACTOR;
  const grave = fact.level === "fatal" || fact.level === "error" || fact.level === "warn";
  const name = grave ? nameOf(fact) : undefined;
  return [...(name ? [`log:${name}`] : []), ...(floods ? ["log:flood"] : [])];
}

function nameOf(fact: FactOf<"log">): string | undefined {
  const text = `${fact.code ?? ""} ${fact.template}`;
  const known = MESSAGES.find(([pattern]) => pattern.test(text))?.[1];
  if (known) return known;
  const code = fact.code ?? CODE.exec(fact.template)?.[1];
  if (code === undefined || NOT_CODES.has(code)) return undefined;
  return slug(code) || undefined;
}
