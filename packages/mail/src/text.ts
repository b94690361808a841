import type { Letter, Section } from "./letter.ts";

/** A letter as plain text. */
export function toText(letter: Letter): string {
  return [
    letter.kicker,
    letter.status,
    ...letter.sections.map(section),
    ...letter.links.map((l) => `${l.label}: ${l.note}\n${l.url}`),
    ...letter.details.map(section),
    `-- \n${letter.footer}\n`,
  ].join("\n\n");
}

const section = (s: Section): string => `${s.heading}\n${s.lines.map((line) => `  ${line}`).join("\n")}`;
