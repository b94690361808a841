import * as fc from "fast-check";
import { expect, it } from "vitest";
import { headersOf, linked } from "../../web/src/views/mail/linked.ts";

const OWN = "https://gradus.example";
const links = (text: string): string[] => linked(text, OWN).flatMap(({ href }) => href ?? []);

it("only addresses of this very installation are links in a mail", () => {
  expect(links(`See ${OWN}/tasks/7-1 and https://evil.example/ now`)).toEqual([`${OWN}/tasks/7-1`]);
  for (const text of [
    "https://gradus.example.evil.example/",
    "https://gradus.example@evil.example/",
    "https://me:you@gradus.example/",
    "http://gradus.example/",
    "javascript:alert(1)//https://",
    "data:text/html,https",
  ])
    expect([text, links(text)]).toEqual([text, []]);
});

it("nothing of a mail's text is lost or added, whatever it is", () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.string(), fc.constantFrom(`${OWN}/a`, "http://x", " <", "\n"))),
      (parts) => {
        const text = parts.join("");
        expect(
          linked(text, OWN)
            .map((piece) => piece.text)
            .join(""),
        ).toBe(text);
      },
    ),
  );
});

it("the headers of a message end at its first empty line", () => {
  expect(headersOf("To: a\r\nSubject: b\r\n\r\ntext\r\n\r\nmore")).toBe("To: a\r\nSubject: b");
  expect(headersOf("")).toBe("");
});
