import type { AuditEvent } from "@gradus/core";
import { describe, expect, it } from "vitest";
import { saying, titles } from "../../packages/api/src/audit/words.ts";
import { KNOWN, momentOf, sentenceOf } from "../../web/src/text/events.ts";
import { found, joined, nameOf } from "../../web/src/views/audit/chains.ts";

const event = (chain: string, seq: number, at: number, more: Partial<AuditEvent> = {}): AuditEvent => ({
  chain,
  seq,
  at,
  actor: "gradus",
  type: "task.opened",
  data: {},
  prev: "p",
  hash: "h",
  ...more,
});
const told = (event: AuditEvent) => ({ chain: event.chain, event });

describe("the audit", () => {
  it("has each chain and each event once, newest first, though a list moves while it is read", () => {
    const [a1, a2, b1] = [event("a", 1, 10), event("a", 2, 30), event("b", 1, 20)];
    const pages = [
      { chains: [{ chain: "a", ok: true, events: 2 }], events: [a2, a1].map(told) },
      {
        chains: [
          { chain: "a", ok: true, events: 1 },
          { chain: "b", ok: false, events: 1, at: 1, why: "changed" },
        ],
        events: [b1, a1].map(told),
      },
    ];
    const { chains, events } = joined(pages);
    expect(chains.map(({ chain, events }) => [chain, events])).toEqual([
      ["a", 2],
      ["b", 1],
    ]);
    expect(events.map((one) => [one.chain, one.event.seq])).toEqual([
      ["a", 2],
      ["b", 1],
      ["a", 1],
    ]);
  });

  it("keeps the order of one chain where two events have the same time", () => {
    const events = [event("a", 1, 10), event("a", 2, 10)].map(told);
    expect(joined([{ chains: [], events }]).events.map((one) => one.event.seq)).toEqual([2, 1]);
  });

  it("of one chain is searched by type, actor and data", () => {
    const chain = {
      chain: "system",
      events: [
        event("system", 1, 1, { type: "gradus.paused", data: { reason: "Release" } }),
        event("system", 2, 2, { type: "gradus.resumed", actor: "human:ada" }),
      ],
    };
    const seqs = (search: string): number[] => found(chain, search).map((one) => one.event.seq);
    expect([seqs(""), seqs("RELEASE paused"), seqs("ada"), seqs("release ada")]).toEqual([
      [2, 1],
      [1],
      [2],
      [],
    ]);
  });

  it("is found by the words that are shown, in one chain and in all of them alike", () => {
    const actors = ["gradus", "human:local", "human:ada@example.org", "detector:http", "expert:sceptic"];
    expect(Object.keys(titles)).toEqual(Object.keys(KNOWN));
    const types = [...Object.keys(titles), "something.new-here"];
    const events = types.map((type, n) =>
      event("7-1", n + 1, n, {
        type,
        actor: actors[n % actors.length] ?? "",
        data: { reason: `Number ${n}` },
      }),
    );
    const shown = events.map((one) => `${sentenceOf(one)} `);
    for (const search of [
      ...shown,
      ...types,
      ...actors,
      "handed to people",
      "BY a local USER",
      "number 7",
      "x y",
    ])
      expect([search, found({ chain: "7-1", events }, search).map((one) => one.event.type)]).toEqual([
        search,
        events
          .filter(saying(search))
          .map(({ type }) => type)
          .reverse(),
      ]);
    expect(events.filter(saying("handed people")).map(({ type }) => type)).toEqual(["task.escalated"]);
    for (const one of events) expect(saying(momentOf(one).title)(one)).toBe(true);
  });

  it("names a chain by what it is the chain of", () => {
    expect([
      nameOf({ chain: "system" }),
      nameOf({ chain: "7-1" }),
      nameOf({ chain: "7-1", target: "shop" }),
    ]).toEqual(["the system", "task 7-1", "shop, task 7-1"]);
  });
});
