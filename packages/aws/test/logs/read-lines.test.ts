import { afterEach, expect, test } from "vitest";
import { createClients } from "../../src/clients/create.ts";
import { readLines } from "../../src/logs/read-lines.ts";
import { canned } from "../support/canned.ts";

const NOW = 1_700_000_000_000;
const MINUTE = 60_000;
let close: (() => Promise<void>) | undefined;
afterEach(() => close?.());

type Page = { events: Array<{ message: string; timestamp: number }>; nextToken?: string };

async function reading(pages: (call: number) => Page, since: number) {
  const server = await canned((_, call) => ({ body: pages(call) }));
  close = server.close;
  const found = await readLines(createClients(server.options).logs, "/shop", since, NOW);
  return { ...found, asked: server.asked };
}

const lines = (count: number, at: number) =>
  Array.from({ length: count }, (_, index) => ({ message: `line ${index}\n`, timestamp: at + index }));

test("reading goes on right after the last line", async () => {
  const seen = await reading(() => ({ events: lines(2, NOW - 1_000) }), NOW - MINUTE);
  expect(seen).toMatchObject({ lines: ["line 0", "line 1"], until: NOW - 998, cut: false });
  expect(seen.asked[0]).toMatchObject({ logGroupName: "/shop", startTime: NOW - MINUTE });
});

test("an empty page with more to come is not the end", async () => {
  const pages: Page[] = [{ events: [], nextToken: "a" }, { events: lines(1, NOW - 5_000) }];
  const seen = await reading((call) => pages[call - 1] as Page, NOW - MINUTE);
  expect(seen.lines).toEqual(["line 0"]);
  expect(seen.asked[1]).toMatchObject({ nextToken: "a" });
});

test("a flood is read in part, and says so", async () => {
  const seen = await reading(
    (call) => ({ events: lines(1_000, NOW - 60_000 + call * 1_000), nextToken: `after ${call}` }),
    NOW - MINUTE,
  );
  expect(seen.lines).toHaveLength(2_000);
  expect(seen.cut).toBe(true);
  expect(seen.asked).toHaveLength(2);
  expect(seen.until).toBe(NOW - 60_000 + 2_000 + 1_000);
});

test("who has fallen far behind a flood goes on at the present", async () => {
  const seen = await reading(
    (call) => ({ events: lines(1_000, NOW - 60 * MINUTE), nextToken: `after ${call}` }),
    0,
  );
  expect(seen.cut).toBe(true);
  expect(seen.until).toBe(NOW - 2 * MINUTE);
});

test("a quiet group moves on, but leaves late lines two minutes to come in", async () => {
  expect((await reading(() => ({ events: [] }), NOW - 60 * MINUTE)).until).toBe(NOW - 2 * MINUTE);
  await close?.();
  expect((await reading(() => ({ events: [] }), NOW - 1_000)).until).toBe(NOW - 1_000);
});
