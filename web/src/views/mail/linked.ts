export interface Piece {
  text: string;
  /** Where it leads; only addresses of this very installation do. */
  href?: string;
}

/** A message's text in pieces, those that are addresses of this origin as links: a mail can be written by a log line. */
export function linked(text: string, origin: string): Piece[] {
  return text
    .split(/(https?:\/\/[^\s<>"]+)/)
    .filter((part) => part !== "")
    .map((part) => (isOwn(part, origin) ? { text: part, href: part } : { text: part }));
}

function isOwn(part: string, origin: string): boolean {
  try {
    const url = new URL(part);
    return (
      (url.protocol === "http:" || url.protocol === "https:") &&
      url.origin === origin &&
      url.username === "" &&
      url.password === ""
    );
  } catch {
    return false;
  }
}

/** The headers of a raw message: all before the first empty line. */
export const headersOf = (raw: string): string => raw.split(/\r?\n\r?\n/, 1)[0] ?? "";
