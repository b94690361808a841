import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { startSchedules } from "../../src/runtime/schedules.ts";

beforeEach(() => {
  vi.useFakeTimers({ now: Date.UTC(2026, 0, 5, 9) });
});
afterEach(() => vi.useRealTimers());

function jobs() {
  const counts: Record<string, number> = {};
  const job = (name: string) => async (): Promise<void> => {
    counts[name] = (counts[name] ?? 0) + 1;
  };
  const work = {
    checkStore: job("checkStore"),
    checkSight: job("checkSight"),
    remember: job("remember"),
    redrive: job("redrive"),
    sendMail: job("sendMail"),
    remind: job("remind"),
    summarise: job("summarise"),
  };
  return { counts, work };
}

it("checks the store, remembers, redrives, sends mail, reminds and sums up, each at its time", async () => {
  const { counts, work } = jobs();
  const schedules = startSchedules(work, () => undefined);
  await vi.advanceTimersByTimeAsync(30 * 60_000 + 500);
  expect(counts).toEqual({
    checkStore: 360,
    checkSight: 60,
    remember: 90,
    redrive: 15,
    sendMail: 10,
    remind: 6,
    summarise: 6,
  });
  await schedules.stop();
  const before = { ...counts };
  await vi.advanceTimersByTimeAsync(30 * 60_000);
  expect(counts).toEqual(before);
  expect(vi.getTimerCount()).toBe(0);
});

it("goes on on time after a failure, and says what failed", async () => {
  const { counts, work } = jobs();
  const said: string[] = [];
  const failing = async (): Promise<void> => {
    await work.redrive();
    throw new Error("no");
  };
  const schedules = startSchedules({ ...work, redrive: failing }, (_l, message, fields) =>
    said.push(`${message} ${String(fields?.["error"])}`),
  );
  await vi.advanceTimersByTimeAsync(4 * 60_000 + 500);
  expect(counts["redrive"]).toBe(2);
  expect(said).toEqual(Array(2).fill('the schedule "redrive" failed, and is tried again on time no'));
  await schedules.stop();
});

it("never runs a job beside itself, and waits at a stop for the one under way", async () => {
  const { work } = jobs();
  let running = 0;
  let most = 0;
  let end = (): void => undefined;
  const slow = async (): Promise<void> => {
    running += 1;
    most = Math.max(most, running);
    await new Promise<void>((done) => (end = done));
    running -= 1;
  };
  const schedules = startSchedules({ ...work, remember: slow }, () => undefined);
  await vi.advanceTimersByTimeAsync(5 * 60_000);
  expect(most).toBe(1);
  let stopped = false;
  const stopping = schedules.stop().then(() => (stopped = true));
  await vi.advanceTimersByTimeAsync(1_000);
  expect(stopped).toBe(false);
  end();
  await stopping;
  expect(running).toBe(0);
});
