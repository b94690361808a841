export type Level = "fatal" | "error" | "warn" | "info" | "debug";

const WORDS: Record<string, Level> = {
  emerg: "fatal",
  emergency: "fatal",
  panic: "fatal",
  fatal: "fatal",
  alert: "fatal",
  critical: "fatal",
  crit: "fatal",
  severe: "error",
  error: "error",
  err: "error",
  warning: "warn",
  warn: "warn",
  notice: "info",
  info: "info",
  log: "info",
  statement: "info",
  detail: "info",
  hint: "info",
  debug: "debug",
  trace: "debug",
  verbose: "debug",
};
const NAMES = Object.keys(WORDS).join("|");
/** A level in upper case, in brackets, or before a colon, near the start of the line: where loggers put it. */
const MARKED = new RegExp(
  `(?:^|[\\s\\[(|<])(?:(${NAMES.toUpperCase()})(?=$|[\\s\\]):|>,])|\\[(${NAMES})\\]|(${NAMES}):(?=\\s))`,
);
const JSON_LEVEL = new RegExp(`"(?:level|severity|lvl)"\\s*:\\s*"?(${NAMES}|\\d{2})\\b`, "i");
const KEY_LEVEL = new RegExp(`\\b(?:level|severity|lvl)=(${NAMES})\\b`, "i");
const KLOG = /^([EWIF])\d{4} \d{2}:\d{2}/;
const KLOG_LEVELS: Record<string, Level> = { F: "fatal", E: "error", W: "warn", I: "info" };
const FATAL =
  /heap out of memory|^FATAL ERROR:|^panic: |Segmentation fault|Out of memory: Killed process|core dumped/i;
const ERROR =
  /^(?:\w+\.)*\w*(?:Error|Exception)(?: \[\w+\])?(?::|$)|^(?:Uncaught|Unhandled)|\bUnhandledPromiseRejection|^Traceback \(most recent|^Caused by: |^(?:node:|npm ERR!)/;
const WITHIN = 120;

/** The level a line says it has, else what its wording says; info if neither tells. */
export function levelOf(line: string): Level {
  const head = line.slice(0, WITHIN);
  if (FATAL.test(line)) return "fatal";
  const json = JSON_LEVEL.exec(line)?.[1] ?? KEY_LEVEL.exec(line)?.[1];
  if (json !== undefined) return /^\d/.test(json) ? fromNumber(Number(json)) : wordLevel(json);
  const klog = KLOG.exec(head)?.[1];
  if (klog !== undefined) return KLOG_LEVELS[klog] ?? "info";
  const marked = MARKED.exec(head);
  if (marked) return wordLevel(marked[1] ?? marked[2] ?? marked[3] ?? "");
  return ERROR.test(head) ? "error" : "info";
}

const wordLevel = (word: string): Level => WORDS[word.toLowerCase()] ?? "info";

/** Levels of pino and bunyan. */
function fromNumber(level: number): Level {
  if (level >= 60) return "fatal";
  if (level >= 50) return "error";
  if (level >= 40) return "warn";
  return level >= 30 ? "info" : "debug";
}

export const isError = (level: Level): boolean => level === "error" || level === "fatal";
