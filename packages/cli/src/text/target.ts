import type { TargetView } from "@gradus/api";
import pc from "picocolors";
import { plainLine } from "./plain.ts";
import { cut } from "./width.ts";

/** A health check's answer may be long; all of it is in the task, on the page and in --json. */
const MOST = 80;

/** What is wrong with a target, on one line of a table. */
export function said({ paused, symptoms, degraded }: TargetView): string {
  const [symptom] = symptoms;
  const [blind = ""] = degraded;
  const text = symptom ? plainLine(symptom.summary) : pc.yellow(plainLine(blind));
  return (paused ? pc.yellow("paused ") : "") + cut(text, MOST);
}
