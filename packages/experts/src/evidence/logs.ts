import type { Evidence } from "./read.ts";

/** What a log line says, by code or by wording. Wording is only ever matched, never obeyed. */
const phrases = {
  log_heap_oom: [/^$/, /heap out of memory|reached heap limit|java\.lang\.OutOfMemoryError/i],
  log_address_in_use: [/^EADDRINUSE$/, /address already in use|EADDRINUSE/i],
  log_invalid_url: [/^ERR_INVALID_URL$/, /ERR_INVALID_URL|invalid url/i],
  log_missing_variable: [
    /^$/,
    /environment variable \S+ (is not set|must be|is missing)|missing (required )?env|\b[A-Z][A-Z0-9]*_[A-Z0-9_]+ (is not set|is required|is undefined|must be)/,
  ],
  log_config_error: [
    /^ERR_INVALID_ARG/,
    /\bconfig[\w.-]*: |invalid config|unknown (key|directive|option)|is not valid JSON|unexpected (token|end) .*JSON|\[emerg\]/i,
  ],
  log_permission: [
    /^(EACCES|EPERM)$/,
    /EACCES|\(13: permission denied|permission denied, (open|mkdir|unlink)/i,
  ],
  log_no_space: [/^(ENOSPC|EDQUOT)$/, /ENOSPC|no space left/i],
  log_refused: [
    /^(ECONNREFUSED|ENOTFOUND|EHOSTUNREACH|DEPENDENCY_UNAVAILABLE)$/,
    /ECONNREFUSED|connect\(\) failed \(111|dependency \S+ is (down|unavailable)|DEPENDENCY_UNAVAILABLE/i,
  ],
  log_certificate: [/^CERT_/, /CERT_HAS_EXPIRED|certificate (has )?expired/i],
  log_too_many_files: [/^(EMFILE|ENFILE)$/, /EMFILE|too many open files/i],
  log_stale_lock: [
    /^$/,
    /(pid|lock)[ -]?file\b.*(exist|held|stale|already)|another instance is (already )?running|locked by (pid|another)/i,
  ],
  log_cache: [/^$/, /\bcache\b.*(corrupt|unreadable|damag|fail|verif|poison|checksum|invalid)/i],
  log_connections: [/^$/, /remaining connection slots|too many (clients|connections)|max number of clients/i],
  log_lock_wait: [/^(55P03|40P01)$/, /lock timeout|deadlock detected|canceling statement due to lock/i],
  log_grant: [/^42501$/, /permission denied for (table|relation|schema|sequence|database)/i],
  log_replica: [/^READONLY$/, /READONLY You can't write|read[- ]only replica|MASTER .*link.*down/i],
  log_parameter: [/^$/, /OOM command not allowed|worker_connections are not enough/i],
  log_kernel_oom: [/^$/, /out of memory: killed process|oom-kill|oom_reaper/i],
} as const satisfies Record<string, readonly [RegExp, RegExp]>;

export type LogFinding = keyof typeof phrases;
export const logFindings = Object.keys(phrases) as LogFinding[];

/** Ids of the log observations that say this. */
export function says(evidence: Evidence, what: LogFinding): string[] {
  const [code, wording] = phrases[what];
  return evidence.logs
    .filter(({ fact }) => fact.level !== "debug" && fact.count > 0)
    .filter(
      ({ fact }) =>
        (fact.code !== undefined && (code.test(fact.code) || wording.test(fact.code))) ||
        wording.test(fact.template) ||
        wording.test(fact.sample),
    )
    .map((o) => o.id);
}

/** Ids of the log observations of warnings and worse in which this word stands by itself. */
export function mentions(evidence: Evidence, word: string): string[] {
  const inWord = /[\w-]/;
  const stands = (text: string): boolean => {
    for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
      const before = text[at - 1] ?? " ";
      const after = text[at + word.length] ?? " ";
      if (!inWord.test(before) && !inWord.test(after)) return true;
    }
    return false;
  };
  return evidence.logs
    .filter(({ fact }) => fact.level !== "debug" && fact.level !== "info" && fact.count > 0)
    .filter(({ fact }) => stands(fact.sample) || stands(fact.template))
    .map((o) => o.id);
}
