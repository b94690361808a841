import {
  endingMarks,
  exactTime,
  phaseWord,
  resultMarks,
  severityMarks,
  statusMarks,
} from "../../text/words.ts";
import type { Asked } from "./address.ts";
import { facetNames } from "./facets.ts";
import type { Narrowing } from "./filter.ts";

export const titles: Record<Exclude<Narrowing, "text">, string> = {
  severity: "Severity",
  phase: "Phase",
  status: "Status",
  source: "Source",
  target: "Target",
  result: "Last action",
  assignee: "Assigned to",
  acknowledged: "Acknowledged",
  snoozed: "Snoozed",
  ending: "Ended",
  people: "People",
  before: "Same fault before",
  age: "Opened within",
  ended: "Closed within",
  since: "Opened since",
  day: "Closed on",
};
const others: Partial<Record<string, string>> = {
  none: "not asked",
  decided: "decided",
  again: "came back",
  first: "first time",
  "1h": "1 hour",
  "24h": "24 hours",
  "7d": "7 days",
  "30d": "30 days",
};

export function wordOf(of: string, value: string): string {
  if (of === "phase") return `${value} ${phaseWord(Number(value))}`;
  const marks: Partial<Record<string, Partial<Record<string, { word: string }>>>> = {
    severity: severityMarks,
    status: statusMarks,
    result: resultMarks,
    ending: endingMarks,
  };
  return marks[of]?.[value]?.word ?? (of === "target" ? value : (others[value] ?? value));
}

/** What narrows the list, in words. */
export function narrowedBy(asked: Asked): Array<readonly [Narrowing, string]> {
  const { chosen, age, ended, since, day, text } = asked;
  return [
    ...(text === "" ? [] : [["text", `“${text}”`] as const]),
    ...facetNames
      .filter((facet) => chosen[facet].length > 0)
      .map(
        (facet) =>
          [
            facet,
            `${titles[facet]}: ${chosen[facet].map((value) => wordOf(facet, value)).join(" or ")}`,
          ] as const,
      ),
    ...(age ? [["age", `${titles.age} ${wordOf("age", age)}`] as const] : []),
    ...(ended ? [["ended", `${titles.ended} ${wordOf("ended", ended)}`] as const] : []),
    ...(since === undefined ? [] : [["since", `${titles.since} ${exactTime(since)}`] as const]),
    ...(day ? [["day", `${titles.day} ${day} (UTC)`] as const] : []),
  ];
}
