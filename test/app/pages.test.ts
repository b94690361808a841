import { parseTarget } from "@gradus/core";
import * as fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { pageOf } from "../../packages/api/src/http/cursor.ts";
import { nodeCrypto } from "@gradus/store";
import { aPattern } from "../contract/store/fixtures.ts";
import { call } from "./support/call.ts";
import { openWorld, type World } from "./support/world.ts";

let world: World;
afterEach(() => world?.close());

/** Reads a list to its end; between pages something happens. */
async function read(path: string, rowsOf: (json: never) => string[], between: () => Promise<void>) {
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const glue = path.includes("?") ? "&" : "?";
    const answer = await call(
      world,
      "GET",
      `${path}${cursor === undefined ? "" : `${glue}cursor=${cursor}`}`,
    );
    expect(answer.status).toBe(200);
    seen.push(...rowsOf(answer.json as never));
    ({ cursor } = answer.json);
    await between();
  } while (cursor !== undefined && seen.length < 5_000);
  return seen;
}
const once = (seen: readonly string[], all: readonly string[]): void => {
  expect(new Set(seen).size).toBe(seen.length);
  expect(seen).toEqual(expect.arrayContaining([...all]));
};

describe("a list that is read page by page while rows are added", () => {
  it("skips and repeats none: patterns", async () => {
    world = await openWorld();
    const { patterns } = world.core.store;
    const all = Array.from({ length: 23 }, (_, n) => `p${n}`);
    for (const id of all) await patterns.save(aPattern(id));
    let added = 0;
    const add = async () => void (await patterns.save(aPattern(`new${added++}`)));
    once(
      await read(
        "/api/patterns?limit=3",
        (j: { patterns: Array<{ id: string }> }) => j.patterns.map((p) => p.id),
        add,
      ),
      all,
    );
  });

  it("skips and repeats none: targets", async () => {
    const all = Array.from({ length: 11 }, (_, n) => `t${n}`);
    const watched = all.map((id) => parseTarget({ id }));
    world = await openWorld({ watched });
    const view = (await world.api.targets())[0];
    const targets = await world.api.targets();
    let added = 0;
    Object.assign(world.api, {
      targets: async () => [
        ...targets,
        ...Array.from({ length: added }, (_, n) => ({ ...view, id: `n${n}` })),
      ],
    });
    const add = async () => void added++;
    once(
      await read(
        "/api/targets?limit=2",
        (j: { targets: Array<{ id: string }> }) => j.targets.map((t) => t.id),
        add,
      ),
      all,
    );
  });

  it("skips and repeats none: mail", async () => {
    const mail = Array.from({ length: 13 }, (_, n) => `2026-${String(n).padStart(4, "0")}`);
    const all = [...mail];
    const outbox = {
      list: async (limit = 50, before?: string) =>
        [...mail]
          .reverse()
          .filter((id) => before === undefined || id < before)
          .slice(0, limit)
          .map((id) => ({ id, at: 1, to: "ada@example.org", subject: id })),
      read: async () => undefined,
    };
    world = await openWorld({ outbox });
    const add = async () => void mail.push(`2027-${String(mail.length).padStart(4, "0")}`);
    const seen = await read(
      "/api/mail?limit=4",
      (j: { mail: Array<{ id: string }> }) => j.mail.map((m) => m.id),
      add,
    );
    expect(seen).toEqual(all.reverse());
  });

  it("skips and repeats none: the events of a chain, of which all are verified on each page", async () => {
    world = await openWorld();
    const { audit } = world.core.store;
    const append = () => audit.append("system", [{ at: 1, actor: "gradus", type: "test.done", data: {} }]);
    for (let n = 0; n < 17; n++) await append();
    const first = (await call(world, "GET", "/api/audit/system?limit=5")).json;
    expect(first).toMatchObject({ total: 17, verified: { ok: true, length: 17 } });
    expect(first.events.map(({ seq }: { seq: number }) => seq)).toEqual([13, 14, 15, 16, 17]);
    const seen = await read(
      "/api/audit/system?limit=5",
      (j: { events: Array<{ seq: number }> }) => j.events.map(({ seq }) => String(seq)).reverse(),
      async () => void (await append()),
    );
    expect(seen).toEqual(Array.from({ length: 17 }, (_, n) => String(17 - n)));
  });
});

it("a list that fits on one page says that there is no more", async () => {
  world = await openWorld();
  for (const path of ["/api/patterns", "/api/targets", "/api/mail", "/api/audit/system", "/api/waiting"])
    expect((await call(world, "GET", path)).json).not.toHaveProperty("cursor");
});

it("pages are the list in order of position, whatever comes and goes between them", () => {
  const names = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 4 }), { maxLength: 30 });
  fc.assert(
    fc.property(
      names,
      fc.array(fc.tuple(names, names), { maxLength: 10 }),
      fc.integer({ min: 1, max: 5 }),
      (first, changes, limit) => {
        let all = first;
        const stays = new Set(first.filter((one) => !changes.some(([, gone]) => gone.includes(one))));
        const seen: string[] = [];
        let cursor: string | undefined;
        for (let n = 0; ; n++) {
          const got = pageOf(nodeCrypto, { list: "l", all, positionOf: (one) => one, limit, cursor });
          seen.push(...got.page);
          ({ cursor } = got);
          if (cursor === undefined) break;
          const [come = [], gone = []] = changes[n] ?? [];
          all = [...new Set([...all.filter((one) => !gone.includes(one)), ...come])];
        }
        expect(seen).toEqual([...new Set(seen)].sort((a, b) => (a < b ? -1 : 1)));
        for (const one of stays) expect(seen).toContain(one);
      },
    ),
  );
});
