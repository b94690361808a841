import { createHash } from "node:crypto";
import { redact } from "@gradus/core";

export interface LogRecord {
  /** Epoch milliseconds, where a line tells it. */
  at?: number;
  level: "fatal" | "error" | "warn" | "info" | "debug";
  /** The first line that says what it is about. */
  head: string;
  code?: string;
}

const TIME = /\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?/;
/** Names that say by themselves what went wrong: errno names, Node.js and OpenSSL codes, and a few sentences. */
const CODE =
  /\b(E(?:ADDRINUSE|ADDRNOTAVAIL|ACCES|PERM|NOSPC|DQUOT|MFILE|NFILE|NOMEM|CONNREFUSED|CONNRESET|TIMEDOUT|PIPE|HOSTUNREACH|NOTFOUND|NOENT|ROFS|IO|AI_AGAIN)|ERR_[A-Z0-9_]{3,60}|CERT_[A-Z_]{3,60}|MODULE_NOT_FOUND|UNABLE_TO_[A-Z_]{3,60}|READONLY|NOAUTH)\b|(heap out of memory|remaining connection slots|worker_connections are not enough|OOM command not allowed|max number of clients reached|permission denied for \w+|No space left on device|Too many open files|Address already in use|lock timeout|\(13: Permission denied\)|connect\(\) failed \(111)/;

/** Node.js prints where it was thrown, the source line and a caret before the error itself. */
const PLACE = /^(node:|file:|\/)\S*:\d+$/;
const ERROR = /^(Uncaught\s+)?[\w.]*(Error|Exception)\b/;
const CONTINUES = /^(\s+\S|\}|\]|\)|Caused by:|\.\.\. )/;
const LEVELS: ReadonlyArray<readonly [RegExp, LogRecord["level"]]> = [
  [/\b(FATAL|PANIC|EMERG|ALERT|CRIT(ICAL)?)\b|\[emerg\]|\[crit\]|\[alert\]|heap out of memory/, "fatal"],
  [/\b(ERROR|ERR|SEVERE)\b|"level":\s*("(error|fatal)"|[56]0)|level=error|\[error\]/i, "error"],
  [ERROR, "error"],
  [/Unhandled|Traceback/, "error"],
  [/\bWARN(ING)?\b|"level":\s*("warn"|40)|level=warn|\[warn\]/i, "warn"],
  [/\bDEBUG\b|"level":\s*("debug"|20)/i, "debug"],
];

/** Lines that belong together (a stack, an object) become one record; a record without a time has that of the one before. */
export function parseRecords(lines: readonly string[]): LogRecord[] {
  const groups: string[][] = [];
  for (const line of lines) {
    if (line.trim() === "") continue;
    const current = groups.at(-1);
    if (current && PLACE.test(current[0] ?? "") && ERROR.test(line)) current.unshift(line);
    else if (current && CONTINUES.test(line)) current.push(line);
    else groups.push([line]);
  }
  let last: number | undefined;
  return groups.map((group) => {
    const whole = group.join("\n");
    const head = group[0] ?? "";
    const parsed = Date.parse((TIME.exec(head)?.[0] ?? "").replace(" ", "T").replace(",", "."));
    if (Number.isFinite(parsed)) last = parsed;
    const found = CODE.exec(whole);
    const code = found?.[1] ?? found?.[2];
    const said = LEVELS.find(([pattern]) => pattern.test(head))?.[1] ?? "info";
    const level =
      code !== undefined && (said === "info" || said === "debug") && group.length > 1 ? "error" : said;
    return {
      level,
      head,
      ...(last === undefined ? {} : { at: last }),
      ...(code === undefined ? {} : { code }),
    };
  });
}

/** What stays of a line when all that differs from time to time is masked. */
export function maskLine(line: string): string {
  return redact(line, 400)
    .replace(new RegExp(TIME, "g"), "<*>")
    .replace(/\b[0-9a-f]{8}-[0-9a-f-]{27}\b/gi, "<*>")
    .replace(/\b(0x)?[0-9a-f]{8,}\b/gi, "<*>")
    .replace(/"[^"]{1,200}"\s*(?=[,}]|$)/g, (text) => (/\d/.test(text) ? '"<*>"' : text))
    .replace(/\d+(\.\d+)*/g, "<*>")
    .replace(/(<\*>[-:.,/ ]*){2,}/g, "<*> ")
    .trim();
}

export const templateId = (template: string): string =>
  createHash("sha256").update(template).digest("hex").slice(0, 12);
