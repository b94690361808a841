import { gunzipSync } from "node:zlib";
import { type ErrorCode, GradusError, redact } from "@gradus/core";
import type { SsmOutcome } from "./transport.ts";

/** Units of the machine's /proc. */
export interface Machine {
  /** Epoch milliseconds of the boot, in whole seconds as the kernel tells it: the same each time it is asked. */
  bootedAt: number;
  ticksPerSecond: number;
  pageSize: number;
}

/** What the script said to one question, or to what it was told to do. */
export interface Answer {
  word: "ok" | "none" | "forbidden" | "invalid" | "limit" | "failed";
  fields: string[];
  machine: Machine | undefined;
}

/** The answers by the number of their question. Throws if the script did not come to its end. */
export function parseAnswers(
  { stdout, stderr, status, code }: SsmOutcome,
  where: string,
): Map<number, Answer> {
  const lines = stdout.trimEnd().split("\n");
  if (lines.pop() !== "end") {
    const said = redact(stderr.trim(), 300) || `${stdout.length} characters of output`;
    throw new GradusError("corrupt", `${where}: no whole answer (${status}, exit code ${code}): ${said}`);
  }
  const answers = new Map<number, Answer>();
  let machine: Machine | undefined;
  for (const line of lines) {
    const [head = "", word = "", ...fields] = line.split(" ");
    if (head === "machine") machine = machineOf([word, ...fields]);
    else if (/^\d+$/.test(head) && isWord(word)) answers.set(Number(head), { word, fields, machine });
  }
  return answers;
}

function machineOf(fields: readonly string[]): Machine {
  const [boot = Number.NaN, ticksPerSecond = Number.NaN, pageSize = Number.NaN] = fields.map(Number);
  return { bootedAt: boot * 1_000, ticksPerSecond, pageSize };
}

const WORDS: readonly string[] = ["ok", "none", "forbidden", "invalid", "limit", "failed"];
const isWord = (word: string): word is Answer["word"] => WORDS.includes(word);

/** What the script packed, as it was. */
export function unpack(field: string | undefined): Buffer {
  try {
    return gunzipSync(Buffer.from(field ?? "", "base64"));
  } catch (error) {
    throw new GradusError("corrupt", "an answer from the machine cannot be unpacked", {}, error);
  }
}

/** The fields of a good answer, undefined for "none". Throws for everything else, saying what was tried. */
export function fieldsOf(answer: Answer, what: string): string[] | undefined {
  const raw =
    answer.word === "ok" || !answer.fields[0] ? "" : unpack(answer.fields[0]).toString("utf8").trim();
  const said = raw === "" ? "" : `: ${redact(raw.replace(/^\S*_script\.sh: (line )?\d+: /, ""), 300)}`;
  switch (answer.word) {
    case "ok":
      return answer.fields;
    case "none":
      return undefined;
    case "forbidden":
      throw new GradusError("forbidden", `${what}: not permitted${said}`);
    case "invalid":
      throw new GradusError("invalid_input", `${what}: not of that kind${said}`);
    case "limit":
      throw new GradusError("limit", `${what}: more than can be told at once${said}`);
    case "failed":
      throw new GradusError(codeOf(raw), `${what}${said}`);
    default:
      return answer.word satisfies never;
  }
}

/** By the words of strerror(3) in the C locale, which stand at a line's end: a path before them may hold any words. */
function codeOf(raw: string): ErrorCode {
  const words = raw.split("\n").map((line) => line.slice(line.lastIndexOf(": ") + 1));
  const says = (pattern: RegExp): boolean => words.some((text) => pattern.test(text));
  if (says(/No such (file|process)|nonexistent|are not there/i)) return "not_found";
  if (says(/Permission denied|not permitted|Read-only/i)) return "forbidden";
  if (says(/No space|quota|Too many open|too large/i)) return "limit";
  if (says(/exists|busy/i)) return "conflict";
  if (says(/Is a directory|Not a directory|Invalid|too long|Too many levels/i)) return "invalid_input";
  return "internal";
}
