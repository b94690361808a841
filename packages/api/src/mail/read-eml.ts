export interface ReadMail {
  subject: string;
  to: string;
  date: string;
  /** The plain text part. */
  text: string;
}

interface Part {
  headers: Map<string, string>;
  body: string;
}

/** Reads what our own outbox writes (RFC 5322 with one multipart/alternative): enough to show it, no more. */
export function readEml(raw: string): ReadMail {
  const whole = partOf(raw);
  const field = (name: string): string => words(whole.headers.get(name) ?? "");
  return { subject: field("subject"), to: field("to"), date: field("date"), text: plainOf(whole) ?? "" };
}

function plainOf(part: Part, depth = 0): string | undefined {
  const type = part.headers.get("content-type") ?? "text/plain";
  const boundary = /boundary="?([^";]+)"?/i.exec(type)?.[1];
  if (/^multipart\//i.test(type) && boundary !== undefined && depth < 3) {
    for (const inner of part.body.split(`--${boundary}`).slice(1)) {
      const found = plainOf(partOf(inner.replace(/^\r?\n/, "")), depth + 1);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  return /^text\/plain/i.test(type) ? decoded(part) : undefined;
}

function partOf(raw: string): Part {
  const end = /\r?\n\r?\n/.exec(raw);
  const head = end ? raw.slice(0, end.index) : raw;
  const headers = new Map<string, string>();
  for (const line of head.replace(/\r?\n[ \t]+/g, " ").split(/\r?\n/)) {
    const at = line.indexOf(":");
    if (at > 0) headers.set(line.slice(0, at).toLowerCase(), line.slice(at + 1).trim());
  }
  return { headers, body: end ? raw.slice(end.index + end[0].length) : "" };
}

function decoded({ headers, body }: Part): string {
  switch (headers.get("content-transfer-encoding")?.toLowerCase()) {
    case "base64":
      return Buffer.from(body, "base64").toString("utf8");
    case "quoted-printable":
      return quoted(body.replace(/=\r?\n/g, ""));
    default:
      return body;
  }
}

/** RFC 2047 encoded words. */
const words = (text: string): string =>
  text
    .replace(/\?=\s+=\?/g, "?==?")
    .replace(/=\?utf-8\?([qb])\?([^?]*)\?=/gi, (_all, kind: string, body: string) =>
      kind.toLowerCase() === "b"
        ? Buffer.from(body, "base64").toString("utf8")
        : quoted(body.replace(/_/g, " ")),
    );

const quoted = (text: string): string =>
  Buffer.from(
    text.replace(/=([0-9A-F]{2})/gi, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    "latin1",
  ).toString("utf8");
