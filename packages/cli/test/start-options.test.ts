import { describe, expect, it } from "vitest";
import { parseOptions } from "../src/commands/start-options.ts";

const FLAGS = { data: ".gradus", targets: "targets.yaml" };
const recipients = (mailTo?: string) =>
  parseOptions(FLAGS, mailTo === undefined ? {} : { GRADUS_MAIL_TO: mailTo }).mailTo;

describe("where people elsewhere open the page", () => {
  const publicUrl = (flag?: string, variable?: string) =>
    parseOptions(
      { ...FLAGS, ...(flag === undefined ? {} : { publicUrl: flag }) },
      variable === undefined ? {} : { GRADUS_PUBLIC_URL: variable },
    ).publicUrl;

  it("is a flag, or a variable, and nowhere else than here if it is neither", () => {
    expect(publicUrl("https://a.example/", "https://b.example")).toBe("https://a.example");
    expect(publicUrl(undefined, "HTTPS://B.example:443")).toBe("https://b.example");
    expect(publicUrl(undefined, "")).toBeUndefined();
    expect(publicUrl("http://a.example:8080")).toBe("http://a.example:8080");
  });

  it.each([
    ["https://a.example/gradus", "without a path"],
    ["https://a.example/?x", "without a path"],
    ["https://ada:secret@a.example", "without a user"],
    ["a.example", "such as https://gradus.example.org"],
    ["ftp://a.example", "such as https://gradus.example.org"],
  ])("as %s is refused, with what is wrong and where it stands", (url, problem) => {
    expect(() => publicUrl(url)).toThrow(problem);
    expect(() => publicUrl(undefined, url)).toThrow("GRADUS_PUBLIC_URL");
    expect(() => publicUrl(url)).not.toThrow("secret");
  });
});

describe("who is mailed", () => {
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;

  it("reads times in this machine's zone, where no other is named", () => {
    expect(recipients(" ada@example.org  Europe/Berlin, ,bob@example.org ")).toEqual([
      { address: "ada@example.org", zone: "Europe/Berlin" },
      { address: "bob@example.org", zone: here },
    ]);
  });

  it("is the operator of this machine, where nobody is named", () => {
    for (const nobody of [undefined, "", " , "])
      expect(recipients(nobody)).toEqual([{ address: "operator@localhost", zone: here }]);
  });

  it("in a zone that is not known is refused, with the variable and a zone that is", () => {
    expect(() => recipients("ada@example.org Europe/Nowhere")).toThrow(
      'GRADUS_MAIL_TO: a time zone such as "Europe/Berlin", or "UTC"',
    );
  });
});
