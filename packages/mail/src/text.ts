import type { Letter, Section } from "./letter.ts";

/** A letter as plain text. */
export function toText(letter: Letter): string {
  return [
    letter.kicker,
    letter.status,
    ...letter.sections.map(section),
    ...letter.links.map((l) => `${l.label}: ${l.note}\n${l.url}`),
    ...letter.details.map(section),
    `-- \n${letter.footer}\n${letter.leave.label}: ${letter.leave.url}\n`,
  ].join("\n\n");
}

function section(s: Section): string {
  const items = (s.items ?? []).map(({ line, url }) => `${line}\n    ${url}`);
  return [s.heading, ...[...s.lines, ...items, s.rest ?? []].flat().map((line) => `  ${line}`)].join("\n");
}
