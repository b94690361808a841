/** What a list shows of a message, from its raw text. */
export function headOf(raw: string): { at: number; to: string; subject: string } {
  const end = raw.search(/\r?\n\r?\n/);
  const head = (end < 0 ? raw : raw.slice(0, end)).replace(/\r?\n[ \t]+/g, " ");
  const field = (name: string): string => new RegExp(`^${name}: (.*)$`, "im").exec(head)?.[1]?.trim() ?? "";
  return { at: Date.parse(field("Date")) || 0, to: field("To"), subject: decode(field("Subject")) };
}

/** RFC 2047 encoded words, as nodemailer writes them (UTF-8, Q or B); the space between two of them is none. */
const decode = (text: string): string =>
  text
    .replace(/(\?=)\s+(=\?)/g, "$1$2")
    .replace(/(?:=\?utf-8\?[qb]\?[^?]*\?=)+/gi, (words) =>
      Buffer.concat(
        [...words.matchAll(/=\?utf-8\?([qb])\?([^?]*)\?=/gi)].map(([, kind = "", body = ""]) =>
          kind.toLowerCase() === "b" ? Buffer.from(body, "base64") : quoted(body),
        ),
      ).toString("utf8"),
    );

const quoted = (body: string): Buffer =>
  Buffer.from(
    body
      .replace(/_/g, " ")
      .replace(/=([0-9A-F]{2})/gi, (_m, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    "latin1",
  );
