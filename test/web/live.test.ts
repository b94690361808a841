import { QueryClient, QueryObserver } from "@tanstack/react-query";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { differs } from "../../web/src/api/differs.ts";
import { keepFresh } from "../../web/src/api/live.ts";

class Source extends EventTarget {
  static newest: Source;
  readonly CLOSED = 2;
  readyState = 1;
  constructor() {
    super();
    Source.newest = this;
  }
  close(): void {
    this.readyState = 2;
  }
}

let page: EventTarget & { visibilityState: string };
let hand: EventTarget;
let cache: QueryClient;
let stop: () => void;
let target: { id: string; state: string; checkedAt: number };
/** How often each was asked for. */
let asked: Record<string, number>;

const begin = ({ events }: { events: boolean }): void => {
  stop = keepFresh(cache, { events });
};
/** A query that is shown, and takes so long. */
const show = (name: string, answer: () => unknown, ms = 0, meta = {}): void => {
  asked[name] = 0;
  new QueryObserver(cache, {
    queryKey: [name],
    retry: false,
    meta,
    queryFn: async () => {
      asked[name] = (asked[name] ?? 0) + 1;
      const answered = answer();
      if (ms > 0) await new Promise((done) => setTimeout(done, ms));
      return answered;
    },
  }).subscribe(() => undefined);
};
const tell = (type: string, data = {}): void =>
  void Source.newest.dispatchEvent(new MessageEvent("message", { data: JSON.stringify({ type, data }) }));
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);
const asksIn = async (name: string, ms: number): Promise<number> => {
  const before = asked[name] ?? 0;
  await pass(ms);
  return (asked[name] ?? 0) - before;
};
const MINUTE = 60_000;

beforeEach(() => {
  vi.useFakeTimers();
  page = Object.assign(new EventTarget(), { visibilityState: "visible" });
  hand = new EventTarget();
  vi.stubGlobal("document", page);
  vi.stubGlobal("addEventListener", hand.addEventListener.bind(hand));
  vi.stubGlobal("EventSource", Source);
  cache = new QueryClient({ defaultOptions: { queries: { staleTime: 500 } } });
  asked = {};
  target = { id: "chatbot", state: "healthy", checkedAt: 0 };
});
afterEach(() => {
  stop();
  cache.clear();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("where events come", () => {
  it("what happens is read at once, and many that come together are read once", async () => {
    show("targets", () => ({ targets: [{ ...target }] }));
    begin({ events: true });
    await pass(15 * MINUTE);
    const before = asked["targets"] ?? 0;
    for (let i = 0; i < 50; i++) tell("task.opened");
    await pass(200);
    expect((asked["targets"] ?? 0) - before).toBe(1);
  });

  it("what takes longer than the time between two events comes all the same, and is read once more after it", async () => {
    let version = 0;
    show("slow to answer", () => version, 1_000);
    begin({ events: true });
    await pass(1_000);
    for (version = 1; version < 40; version++) {
      tell("task.changed");
      await pass(200);
    }
    expect(cache.getQueryData<number>(["slow to answer"])).toBeGreaterThan(20);
    expect(asked["slow to answer"]).toBeLessThanOrEqual(10);
    await pass(2_500);
    expect(cache.getQueryData(["slow to answer"])).toBe(version);
  });

  it("looks that find nothing new neither have a page read again nor keep it awake", async () => {
    show("targets", () => ({ targets: [{ ...target }] }));
    begin({ events: true });
    let asks = 0;
    for (let second = 0; second < 15 * 60; second += 1) {
      target.checkedAt += 1_000;
      tell("target.looked", { changed: false });
      if (second < 14 * 60) await pass(1_000);
      else asks += await asksIn("targets", 1_000);
    }
    expect(asks).toBeLessThanOrEqual(1);
  });

  it("a look that finds something new is read at once by a page that was left alone", async () => {
    show("targets", () => ({ targets: [{ ...target }] }));
    begin({ events: true });
    await pass(20 * MINUTE);
    target.state = "failing";
    tell("target.looked", { changed: true });
    await pass(200);
    expect(cache.getQueryData(["targets"])).toEqual({ targets: [target] });
  });

  it("a stream that was refused is asked for again", async () => {
    begin({ events: true });
    const refused = Source.newest;
    refused.readyState = 2;
    await pass(1_500);
    expect(Source.newest).not.toBe(refused);
  });
});

describe("where the page asks", () => {
  it("a page that nobody touches asks once a minute, though every answer has another time in it", async () => {
    show("targets", () => ({ targets: [{ ...target, checkedAt: Date.now() }] }));
    show("health", () => ({ now: Date.now(), openTasks: 0 }));
    begin({ events: false });
    expect(await asksIn("targets", MINUTE)).toBeGreaterThanOrEqual(19);
    await pass(10 * MINUTE);
    expect(await asksIn("targets", 10 * MINUTE)).toBeLessThanOrEqual(10);
    expect(await asksIn("health", 10 * MINUTE)).toBeLessThanOrEqual(10);
  });

  it("wakes up when something has changed, and when somebody comes back, without the minute that was left", async () => {
    show("targets", () => ({ targets: [{ ...target }] }));
    begin({ events: false });
    await pass(20 * MINUTE);
    target.state = "failing";
    await pass(MINUTE);
    expect(await asksIn("targets", 30_000)).toBeGreaterThanOrEqual(9);
    await pass(20 * MINUTE);
    hand.dispatchEvent(new Event("pointermove"));
    expect(await asksIn("targets", 3_100)).toBe(1);
  });

  it("an answer that does not come holds up nothing else", async () => {
    show("hangs", () => undefined, 10 * MINUTE);
    show("targets", () => ({ targets: [{ ...target }] }));
    begin({ events: false });
    expect(await asksIn("targets", 30_000)).toBeGreaterThanOrEqual(9);
    expect(asked["hangs"]).toBe(1);
  });

  it("asks nothing while it is hidden", async () => {
    show("targets", () => ({ targets: [{ ...target }] }));
    begin({ events: false });
    await pass(10_000);
    page.visibilityState = "hidden";
    page.dispatchEvent(new Event("visibilitychange"));
    expect(await asksIn("targets", 10 * MINUTE)).toBe(0);
    const before = asked["targets"] ?? 0;
    page.visibilityState = "visible";
    page.dispatchEvent(new Event("visibilitychange"));
    await pass(100);
    expect(asked["targets"]).toBe(before + 1);
  });
});

it("times and measures that pass are no change, all else is, at any depth", () => {
  const one = {
    targets: [{ id: "a", checkedAt: 1, symptoms: [{ symptom: "cpu", summary: "91 %" }] }],
    checks: [{ text: "it answers", result: { at: 1, latencyMs: 3 } }],
    compared: { at: 1, by: "now" },
    now: 1,
  };
  const later = {
    targets: [{ id: "a", checkedAt: 2, symptoms: [{ symptom: "cpu", summary: "93 %" }] }],
    checks: [{ text: "it answers", result: { at: 2, latencyMs: 4 } }],
    compared: { at: 2, by: "now" },
    now: 2,
  };
  expect(differs(one, later)).toBe(false);
  expect(differs(one, { ...later, targets: [] })).toBe(true);
  expect(differs(one, { ...later, targets: [{ ...later.targets[0], symptoms: [] }] })).toBe(true);
  expect(differs(one, { ...later, more: 1 })).toBe(true);
  expect(differs(undefined, one)).toBe(true);
  expect(differs(null, null)).toBe(false);
});
