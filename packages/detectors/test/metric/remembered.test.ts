import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Context, Target } from "@gradus/core";
import { createLocalHost } from "@gradus/targets";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createWatcher, rememberedSeries } from "../../src/index.ts";
import { ids, memoryState, targetOf } from "../support/build.ts";

const LOOK = 10_000;
const START = 1_000_000_000;

let server: Server;
let url = "";
let page = "";
beforeAll(async () => {
  server = createServer((_req, res) => res.end(page));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/metrics`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

/** What a watcher has kept after so many looks at a page. */
async function afterLooks(target: Target, count: number, pageAt: (look: number) => string) {
  const state = memoryState();
  const clock = { at: START, now: () => clock.at };
  const watcher = createWatcher({
    host: () => createLocalHost(),
    manager: () => ({
      status: async () => ({ running: true, recentStarts: 1 }),
      start: async () => {},
      stop: async () => {},
      restart: async () => {},
    }),
    clock,
    ids,
    state,
    identify: () => undefined,
  });
  const forecasts: string[] = [];
  for (let look = 0; look < count; look++) {
    clock.at = START + look * LOOK;
    page = pageAt(look);
    const { signals } = await watcher.look(target);
    forecasts.push(...signals.filter((s) => s.symptom === "exhaustion_forecast").map((s) => s.summary));
  }
  await watcher.save();
  watcher.close();
  return { state, forecasts };
}

const logged: string[] = [];
const log: Context["log"] = (level, message) => void logged.push(`${level}: ${message}`);
const watched = (limits: Record<string, number> = {}) => targetOf({ metrics: { url, limits } });

describe("what is remembered of a target's metrics", () => {
  it("is every series with its kind, its points, what is usual, and when it was not", async () => {
    const target = watched();
    const { state } = await afterLooks(target, 40, (look) =>
      [`queue_depth{queue="mail"} ${look === 35 ? 900 : 10 + (look % 3)}`, `served_total ${look * 50}`].join(
        "\n",
      ),
    );
    const series = await rememberedSeries(state, target, log);
    expect(series.map((s) => [s.name, s.kind, s.points.length, s.usual])).toEqual([
      ['queue_depth{queue="mail"}', "gauge", 40, 11],
      ["served_total", "counter", 39, 5],
    ]);
    expect(series[0]?.points[0]).toEqual([START, 10]);
    expect(series.map((s) => s.anomalies)).toEqual([[START + 35 * LOOK], []]);
    expect(series.every((s) => !("limit" in s) && !("exhaustsAt" in s))).toBe(true);
  });

  it("has the limit of its entry, and says of the future what the detector says", async () => {
    const target = watched({ leak_bytes: 1_000, 'pool{name="a"}': 50 });
    const leak = (look: number) => 300 + Math.max(0, look - 10) * 8;
    const { state, forecasts } = await afterLooks(target, 70, (look) =>
      [`leak_bytes ${leak(look)}`, `pool{name="a",zone="1"} 7`, `pool{name="b"} 7`].join("\n"),
    );
    const [leaking, own, other] = await rememberedSeries(state, target, log);
    expect([leaking?.limit, own?.limit, other?.limit]).toEqual([1_000, 50, undefined]);
    expect(forecasts.length).toBeGreaterThan(0);
    const now = START + 69 * LOOK;
    const left = ((1_000 - leak(69)) / 8) * LOOK;
    expect(leaking?.exhaustsAt).toBeGreaterThan(now + 0.8 * left);
    expect(leaking?.exhaustsAt).toBeLessThan(now + 1.3 * left);
    expect(own?.exhaustsAt).toBeUndefined();
  });

  it("is judged as soon as enough was seen, and not before", async () => {
    const target = watched();
    const { state } = await afterLooks(target, 20, (look) => `queue_depth ${look === 15 ? 900 : 10}`);
    const [one] = await rememberedSeries(state, target, log);
    expect(one).toMatchObject({ anomalies: [], points: expect.any(Array) });
    expect(one).not.toHaveProperty("usual");
  });

  it("is nothing where nothing was remembered, it was forgotten, or it is in a shape of before", async () => {
    const state = memoryState();
    const target = watched();
    expect(await rememberedSeries(state, target, log)).toEqual([]);
    for (const saved of [
      null,
      { version: 0, state: { series: {} } },
      { version: 1, state: { series: {} } },
    ]) {
      await state.put(`detectors/${target.id}/metric`, saved);
      expect(await rememberedSeries(state, target, log)).toEqual([]);
    }
    expect(logged).toEqual([]);
  });

  it.each([
    { series: { a: { points: "many" } } },
    { series: [1] },
    "text",
    { series: { a: { points: [[1]], looks: 1, falls: [], seasons: {}, ahead: 0 } } },
  ])("is nothing, and an error in the log, where it is corrupt: %j", async (state) => {
    const store = memoryState();
    const target = watched();
    await store.put(`detectors/${target.id}/metric`, { version: 1, state });
    logged.length = 0;
    expect(await rememberedSeries(store, target, log)).toEqual([]);
    expect(logged).toEqual(["error: what is remembered of metrics is corrupt"]);
  });
});
