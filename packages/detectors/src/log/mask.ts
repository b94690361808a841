import { redact } from "@gradus/core";

export const WILD = "<*>";

/** Longer lines are cut: what names a fault comes first. */
const MAX_LINE = 2_000;
const MAX_TOKENS = 60;

/** A cheap look whether a line could hold a secret at all, before the patterns that take it out. */
const MAYBE_SECRET =
  /pass|secret|token|key|auth|cookie|credential|bearer|basic|BEGIN|eyJ|AKIA|ASIA|gh[pousr]_|xox|sk-|pk_live|:\/\/[^/\s]*@/i;

/** Dates and times in the forms that logs have, most specific first. */
const TIMES =
  /\b\d{4}[-/]\d{2}[-/]\d{2}[T ]\d{2}:\d{2}:\d{2}(?:[.,]\d+)?(?:Z|[+-]\d{2}:?\d{2}| UTC)?|\b\d{1,2}[/ ][A-Z][a-z]{2}[/ ]\d{4}[: ]\d{2}:\d{2}:\d{2}(?:\.\d+)?(?: [+-]\d{4})?|\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)? ?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) {1,2}\d{1,2} (?:\d{2}:\d{2}:\d{2}(?:\.\d+)?)(?: \d{4})?|\b\d{2}:\d{2}:\d{2}(?:[.,]\d+)?\b/g;
const QUOTED = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g;
const UUID = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi;
const URLS = /\b[a-z][a-z0-9+.-]*:\/\/[^\s"'<>)\]]+/gi;
const IP = /\b(?:\d{1,3}\.){3}\d{1,3}(?::\d+)?\b|(?<![\w:])(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{1,4}(?![\w:])/gi;
const PATH = /(?<![\w<>*])(?:~|\.{1,2})?\/[\w.@%+~:-]+(?:\/[\w.@%+~:-]*)*/g;
const HEX = /\b0x[0-9a-f]+\b|\b(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{8,}\b/gi;
/** Numbers with their unit or suffix; not the errno in "(13: Permission denied)", which names the fault. */
const NUMBER =
  /(?<![A-Za-z0-9_(]|\(\d{1,2})[-+]?\d+(?:[.,]\d+)*(?:%|[a-zA-Z]{1,3}\b)?|(?<=\()\d+(?:\.\d+)?(?!\d*: [A-Z])/g;

/** Takes what varies out of a line: each becomes a wildcard. */
export function mask(line: string): string {
  const cut = line.length > MAX_LINE ? line.slice(0, MAX_LINE) : line;
  const safe = MAYBE_SECRET.test(cut) ? redact(cut, MAX_LINE) : cut;
  return safe
    .replace(TIMES, WILD)
    .replace(QUOTED, WILD)
    .replace(URLS, WILD)
    .replace(UUID, WILD)
    .replace(IP, WILD)
    .replace(PATH, WILD)
    .replace(HEX, WILD)
    .replace(NUMBER, WILD);
}

/** The words of a masked line. Words beyond the sixtieth count as one, so that the length says little of long lists. */
export function tokensOf(line: string): string[] {
  const words = mask(line).split(/\s+/).filter(Boolean);
  return words.length > MAX_TOKENS ? [...words.slice(0, MAX_TOKENS - 1), WILD] : words;
}
