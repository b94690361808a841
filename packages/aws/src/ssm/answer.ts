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
  const said = (): string =>
    answer.fields[0] ? `: ${redact(unpack(answer.fields[0]).toString("utf8").trim(), 300)}` : "";
  switch (answer.word) {
    case "ok":
      return answer.fields;
    case "none":
      return undefined;
    case "forbidden":
      throw new GradusError("forbidden", `${what}: not permitted${said()}`);
    case "invalid":
      throw new GradusError("invalid_input", `${what}: not of that kind${said()}`);
    case "limit":
      throw new GradusError("limit", `${what}: more than can be told at once${said()}`);
    case "failed":
      throw new GradusError(codeOf(said()), `${what}${said()}`);
    default:
      return answer.word satisfies never;
  }
}

/** By the words of strerror(3), in the C locale. */
function codeOf(said: string): ErrorCode {
  if (/No such (file|process)|are not there/i.test(said)) return "not_found";
  if (/Permission denied|not permitted|Read-only/i.test(said)) return "forbidden";
  if (/No space|quota|Too many open|too large/i.test(said)) return "limit";
  if (/exists|busy/i.test(said)) return "conflict";
  if (/Is a directory|Not a directory|Invalid|too long|Too many levels/i.test(said)) return "invalid_input";
  return "internal";
}
