import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  hasLeftMail,
  leaveMail,
  type MessageKind,
  recipientsOf,
  rejoinMail,
  type Settings,
} from "../../src/index.ts";

const none: Settings = { pausedTargets: {}, version: 0 };
const people = ["ada@example.org", "bob@example.org", "Cem@Example.org"].map((address) => ({
  address,
  zone: "UTC",
}));
const addresses = people.map((p) => p.address);
const leaving = (who: readonly string[]): Settings => who.reduce((s, a) => leaveMail(s, a, 1), none);

describe("who has left mail", () => {
  test("gets nothing, as long as somebody else does", () => {
    for (const kind of ["escalated", "reminded", "resolved", "unwell"] as const)
      expect(recipientsOf(kind, people, leaving(["bob@example.org", "cem@example.org"]))).toEqual([
        people[0],
      ]);
  });

  test("still gets what somebody has to learn of, when everybody has left, and nothing else", () => {
    const kinds: Record<"must" | "may", MessageKind[]> = {
      must: ["escalated", "unwell", "tested"],
      may: ["reminded", "resolved", "digest"],
    };
    for (const kind of kinds.must) expect(recipientsOf(kind, people, leaving(addresses))).toEqual(people);
    for (const kind of kinds.may) expect(recipientsOf(kind, people, leaving(addresses))).toEqual([]);
  });

  test("is whoever asked last to leave, however often and however the address is written", () => {
    const wish = fc.record({
      address: fc.constantFrom(...addresses, "ADA@example.org", " bob@example.org "),
      leave: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(wish, { maxLength: 12 }), (wishes) => {
        let settings = none;
        const last = new Map<string, boolean>();
        for (const { address, leave } of wishes) {
          settings = leave ? leaveMail(settings, address, 1) : rejoinMail(settings, address);
          // Asked twice, it is the very same object, and is written once.
          expect(leave ? leaveMail(settings, address, 2) : rejoinMail(settings, address)).toBe(settings);
          last.set(address.trim().toLowerCase(), leave);
        }
        for (const address of addresses)
          expect(hasLeftMail(settings, address)).toBe(last.get(address.toLowerCase()) ?? false);
        expect(recipientsOf("escalated", people, settings).length).toBeGreaterThan(0);
      }),
    );
  });
});
