import { describe, expect, it } from "vitest";
import { messages } from "./support/messages.ts";

const each = Object.entries(messages);

/** Each element in a line of its own, so that a change shows where it is. */
const lines = (html: string): string => html.replaceAll("><", ">\n<");

const ENTITIES: Record<string, string> = { quot: '"', lt: "<", gt: ">", "#39": "'", amp: "&" };
/** The words that a reader sees, and where links lead; sorted, because a link's address stands elsewhere in text. */
const wordsOf = (text: string): string[] =>
  text
    .replace(/&(quot|lt|gt|#39|amp);/g, (whole, name: string) => ENTITIES[name] ?? whole)
    .split(/\s+/)
    .map((word) => word.replace(/:$/, ""))
    .filter((word) => word !== "" && word !== "--")
    .sort();
const textOf = (html: string): string =>
  html
    .replace(/^.*?<body/s, "<body")
    .replace(/<a href="([^"]*)"[^>]*>(.*?)<\/a>/gs, " $2 $1 ")
    .replace(/<\/?span[^>]*>/g, (tag) => (tag.includes("display:block") ? " " : ""))
    .replace(/<[^>]*>/g, " ");

describe.each(each)("the message: %s", (_name, mail) => {
  it("is what it was", () => {
    const { text, html, ...head } = mail;
    expect(head).toMatchSnapshot("head");
    expect(text).toMatchSnapshot("text");
    expect(lines(html)).toMatchSnapshot("html");
  });

  it("says the same words as HTML and as text, and leads to the same places", () => {
    expect(wordsOf(textOf(mail.html))).toEqual(wordsOf(mail.text));
  });

  it("gives no time without the zone that it is in", () => {
    for (const text of [mail.text, textOf(mail.html)])
      for (const [found] of text.matchAll(/\d{4}-\d\d-\d\d.\d\d:\d\d(:\d\d)?.{0,10}/g))
        expect(found).toMatch(/\d UTC[+-]\d\d:\d\d$/);
  });
});
