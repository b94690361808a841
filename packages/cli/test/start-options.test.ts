import { describe, expect, it } from "vitest";
import { parseOptions } from "../src/commands/start-options.ts";

const FLAGS = { data: ".gradus", targets: "targets.yaml" };
const recipients = (mailTo?: string) =>
  parseOptions(FLAGS, mailTo === undefined ? {} : { GRADUS_MAIL_TO: mailTo }).mailTo;

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
