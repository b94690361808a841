import { constants } from "node:os";

/** Names the kernel and the resolver use; a word like ERROR or EVENT is none of them. */
const ERRNO = new Set([
  ...Object.keys(constants.errno),
  "ENOTFOUND",
  "EAI_AGAIN",
  "EAI_FAIL",
  "EDQUOT",
  "ENOTSUP",
]);
const NUMBERED = new Map(Object.entries(constants.errno).map(([name, value]) => [String(value), name]));

/** Node's ERR_*, OpenSSL's verification codes, and errno names. */
const NAMED =
  /\b(?:ERR_[A-Z0-9_]{3,60}|CERT_[A-Z_]{3,40}|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_(?:VERIFY|GET)_[A-Z_]+|DEPENDENCY_UNAVAILABLE|E[A-Z0-9_]{2,20})\b/g;
/** nginx and others: "(13: Permission denied)". */
const IN_PARENTHESES = /\((?:errno[ =:]*)?(\d{1,3}): [A-Z]/;
const SQLSTATE = /\b(?:SQLSTATE|sqlstate)\W{1,4}([0-9A-Z]{5})\b|\bcode: '([0-9A-Z]{5})'/;

/** Messages that name a fault in words; the words are the code. */
const PHRASES =
  /heap out of memory|worker_connections are not enough|remaining connection slots|canceling statement due to lock timeout|deadlock detected|permission denied for (?:table|relation|schema|sequence|database)|OOM command not allowed|max number of clients reached|Out of memory: Killed process|\[emerg\]/i;
const WORDED: ReadonlyArray<readonly [RegExp, string]> = [
  [/no space left on device/i, "ENOSPC"],
  [/too many open files/i, "EMFILE"],
  [/address already in use/i, "EADDRINUSE"],
  [/connection refused/i, "ECONNREFUSED"],
  [/certificate has expired/i, "CERT_HAS_EXPIRED"],
  [/\bREADONLY You can't write/i, "READONLY"],
];

/** The code in a line that names the fault; undefined if there is none. */
export function codeOf(text: string): string | undefined {
  for (const [name] of text.matchAll(NAMED)) {
    if (!name.startsWith("E") || name.startsWith("ERR_") || ERRNO.has(name)) return name;
  }
  const phrase = PHRASES.exec(text)?.[0];
  // The errno says more than "[emerg]" alone.
  const numbered = IN_PARENTHESES.exec(text)?.[1];
  const errno = numbered === undefined ? undefined : NUMBERED.get(numbered);
  if (errno && phrase?.toLowerCase() !== "worker_connections are not enough") return errno;
  const worded = WORDED.find(([pattern]) => pattern.test(text))?.[1];
  if (worded) return worded;
  if (phrase) return phrase;
  const sql = SQLSTATE.exec(text);
  return sql?.[1] ?? sql?.[2];
}
