import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { append, GENESIS, verify } from "../../src/audit/chain.ts";
import { exportAudit, importAudit } from "../../src/audit/exchange.ts";
import type { AuditEntry, AuditEvent } from "../../src/audit/schema.ts";
import { isGradusError } from "../../src/error/index.ts";
import { crypto } from "../build.ts";

const anyEntry: fc.Arbitrary<AuditEntry> = fc.record({
  actor: fc.constantFrom("gradus", "human:ada", "detector:http"),
  type: fc.constantFrom("task.opened", "action.applied"),
  at: fc.integer({ min: 0 }),
  data: fc.dictionary(fc.string(), fc.jsonValue() as fc.Arbitrary<unknown>),
});
const anyChain = fc
  .array(anyEntry, { minLength: 1, maxLength: 8 })
  .map((entries) => append(crypto, [], "task-1", entries));
const chainAndIndex = anyChain.chain((events) =>
  fc.tuple(fc.constant(events), fc.integer({ min: 0, max: events.length - 1 })),
);

describe("an audit chain", () => {
  it("is the same appended at once or bit by bit, and leaves what was there alone", () => {
    fc.assert(
      fc.property(fc.array(anyEntry, { maxLength: 6 }), (entries) => {
        const stepwise = entries.reduce<AuditEvent[]>((chain, e) => append(crypto, chain, "task-1", [e]), []);
        expect(append(crypto, [], "task-1", entries)).toEqual(stepwise);
        expect(verify(crypto, stepwise)).toEqual({
          ok: true,
          length: entries.length,
          head: stepwise.at(-1)?.hash ?? GENESIS,
        });
      }),
    );
  });

  it("shows any change to any field of any event", () => {
    const fields = fc.constantFrom("chain", "seq", "at", "actor", "type", "data", "prev", "hash", "extra");
    fc.assert(
      fc.property(chainAndIndex, fields, ([events, index], field) => {
        const forged = events.map((event, i) => {
          if (i !== index) return event;
          const old = Reflect.get(event, field) as unknown;
          const change =
            typeof old === "number"
              ? old + 1
              : typeof old === "string"
                ? `${old}x`
                : { ...(old as object), forged: {} };
          return { ...event, [field]: change };
        });
        expect(verify(crypto, forged).ok).toBe(false);
      }),
    );
  });

  it("shows a removal, a repetition, a swap and a cut in the middle, and where", () => {
    fc.assert(
      fc.property(chainAndIndex, ([events, index]) => {
        const event = events[index]!;
        const twice = events.toSpliced(index, 0, event);
        expect(verify(crypto, twice)).toMatchObject({ ok: false, at: index + 2 });
        if (index === events.length - 1) return;
        const swapped = events.with(index, events[index + 1]!).with(index + 1, event);
        for (const broken of [events.toSpliced(index, 1), swapped])
          expect(verify(crypto, broken)).toMatchObject({ ok: false, at: index + 1 });
      }),
    );
  });

  it("shows a forged event even if its own hash was made anew", () => {
    fc.assert(
      fc.property(chainAndIndex, ([events, index]) => {
        if (index === events.length - 1) return;
        const { actor: _a, ...rest } = events[index]!;
        const [anew] = append(crypto, [], "task-1", [{ ...rest, actor: "mallory" }]);
        const forged = events.with(index, { ...anew!, seq: index + 1, prev: events[index]!.prev });
        expect(verify(crypto, forged).ok).toBe(false);
      }),
    );
  });

  it("shows a cut at the end to whoever knows its length or its head", () => {
    fc.assert(
      fc.property(anyChain, (events) => {
        const full = verify(crypto, events);
        const cut = events.slice(0, -1);
        if (!full.ok) throw new Error(full.why);
        expect(verify(crypto, cut).ok).toBe(true);
        expect(verify(crypto, cut, { length: full.length }).ok).toBe(false);
        expect(verify(crypto, cut, { head: full.head })).toMatchObject({ ok: false, at: events.length });
        expect(verify(crypto, events, { length: full.length, head: full.head, chain: "task-1" }).ok).toBe(
          true,
        );
        expect(verify(crypto, events, { chain: "task-2" }).ok).toBe(false);
      }),
    );
  });

  it("travels as JSON Lines without losing a bit", () => {
    fc.assert(
      fc.property(anyChain, (events) => {
        const text = exportAudit(events);
        expect(text.split("\n")).toHaveLength(events.length + 1);
        const back = importAudit(text.replaceAll("\n", "\r\n"));
        expect(verify(crypto, back)).toEqual(verify(crypto, events));
        expect(exportAudit(back)).toBe(text);
      }),
    );
  });

  it("does not depend on the order in which a store gives back the keys", () => {
    const [event] = append(crypto, [], "t", [
      { actor: "a", type: "b", at: 1, data: { x: 1, y: { z: 2, w: 3 } } },
    ]);
    const turned = Object.fromEntries(
      Object.entries({ ...event!, data: { y: { w: 3, z: 2 }, x: 1 } }).reverse(),
    );
    expect(verify(crypto, [turned as unknown as AuditEvent]).ok).toBe(true);
  });

  it("keeps an added field through import, so that it is noticed", () => {
    const [event] = append(crypto, [], "t", [{ actor: "a", type: "b", at: 1, data: {} }]);
    const text = exportAudit([{ ...event!, approvedBy: "mallory" } as AuditEvent]);
    expect(verify(crypto, importAudit(text)).ok).toBe(false);
  });

  it("names the line that cannot be read", () => {
    const [event] = append(crypto, [], "t", [{ actor: "gradus", type: "task.opened", at: 1, data: {} }]);
    const good = exportAudit([event!]);
    for (const bad of ["{", "{}", "null"])
      expect(() => importAudit(`${good}${bad}\n`)).toThrow(
        expect.toSatisfy((e) => isGradusError(e) && e.message.startsWith("line 2 ")),
      );
  });
});
