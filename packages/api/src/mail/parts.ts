import { redact } from "@gradus/core";
import type { MailParts } from "../views/mail.ts";
import { readEml } from "./read-eml.ts";

const MOST = 50_000;

/** A message of the outbox as people read it: secrets out, but for addresses of our own, which are what it was sent for. */
export function partsOf(id: string, raw: string, baseUrl: string): MailParts {
  const { subject, to, date, text } = readEml(raw);
  const at = Date.parse(date);
  const isOwn = (part: string): boolean => part.startsWith(`${baseUrl}/`);
  const pieces = text.replaceAll("\r\n", "\n").split(/(https?:\/\/[^\s<>"]+)/);
  return {
    id,
    ...(Number.isNaN(at) ? {} : { at }),
    to: redact(to),
    subject: redact(subject),
    text: pieces.map((part) => (isOwn(part) ? part : redact(part, MOST))).join(""),
    links: [...new Set(pieces.filter(isOwn))],
  };
}
