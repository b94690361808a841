import { checkSchema, GradusError } from "@gradus/core";
import { afterEach, describe, expect, it } from "vitest";
import { answerAsks } from "../../src/outbound/answer.ts";
import type { Outbound } from "../../src/outbound/open.ts";
import { createRemoteProbe, type Invoke, type RemoteProbeOptions } from "../../src/outbound/remote-probe.ts";
import { closeAll, outboundWith, SECRET, serve, targetWith } from "./serve.ts";

afterEach(closeAll);

const json = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
/** The real function behind what Lambda does to a payload and an answer. */
const lambda =
  (outbound: Outbound, seen: unknown[][] = []): Invoke =>
  async (payload) => {
    seen.push((payload as { asks: unknown[] }).asks);
    return json(await answerAsks(outbound, json(payload)));
  };
/** A timer that fires when the test says so. */
function clockwork() {
  const due: Array<() => void> = [];
  const later: RemoteProbeOptions["later"] = (work) => due.push(work);
  return { later, due, fire: () => due.splice(0).forEach((work) => work()) };
}
const http = (url: string, more: object = {}) =>
  checkSchema.parse({ kind: "http", url, timeoutMs: 2_000, ...more });
const metricsOf = (url: string) => ({
  url,
  method: "GET",
  timeoutMs: 3_000,
  maxBytes: 5_242_880,
  headers: { accept: "*/*" },
});

describe("a remote probe", () => {
  it("puts what is asked together into one invocation, and gives each asker its own answer", async () => {
    const shop = await serve((req, res) => {
      const n = Number(req.url?.slice(1));
      setTimeout(() => res.end(`page ${n}`), 30 - 3 * n);
    });
    const health = Array.from({ length: 10 }, (_, n) => http(`${shop.url}/${n}`, { body: `page ${n}` }));
    const seen: unknown[][] = [];
    const clock = clockwork();
    const probe = createRemoteProbe(lambda(outboundWith([targetWith({ health })]), seen), clock);
    const asking = health.map((check, n) => probe.check(check, String(n), undefined, 0));
    expect(seen).toEqual([]);
    expect(clock.due.length).toBe(1);
    clock.fire();
    const facts = await Promise.all(asking);
    expect(facts.map(({ check, outcome }) => `${check} ${outcome}`)).toEqual(health.map((_, n) => `${n} ok`));
    expect(seen.map((asks) => asks.length)).toEqual([10]);
  });

  it("never asks more than fifty at once, and does not make the fiftieth wait", async () => {
    const shop = await serve((_, res) => res.end());
    const health = [http(`${shop.url}/`)];
    const seen: unknown[][] = [];
    const clock = clockwork();
    const probe = createRemoteProbe(lambda(outboundWith([targetWith({ health })]), seen), clock);
    const asking = Array.from({ length: 120 }, (_, n) => probe.check(health[0]!, String(n), undefined, 0));
    await Promise.all(asking.slice(0, 100));
    expect(seen.map((asks) => asks.length)).toEqual([50, 50]);
    clock.fire();
    await Promise.all(asking);
    expect(seen.map((asks) => asks.length)).toEqual([50, 50, 20]);
  });

  it("reads metrics pages, again where there was no room for all", async () => {
    const body = "requests_total 1\n".repeat(120_000);
    const shop = await serve((_, res) => res.end(body));
    const urls = Array.from({ length: 7 }, (_, i) => `${shop.url}/${i}`);
    const targets = urls.map((url, i) => targetWith({ id: `t${i}`, metrics: { url } }));
    const seen: unknown[][] = [];
    const probe = createRemoteProbe(lambda(outboundWith(targets), seen), { waitMs: 1 });
    const pages = await Promise.all(urls.map((url) => probe.page(metricsOf(url), 0)));
    expect(pages.every((page) => page.ok && page.answer.body === body)).toBe(true);
    expect(seen.length).toBeGreaterThan(1);
    expect(seen.length).toBeLessThan(8);
  });

  it("marks the checks of discovered targets, and no others", async () => {
    const shop = await serve((_, res) => res.end());
    const [found, other] = [http(`${shop.url}/found`), http(`${shop.url}/other`)];
    const probe = createRemoteProbe(lambda(outboundWith([])), {
      discovered: [targetWith({ health: [found] })],
    });
    expect(await probe.check(found, "0", undefined, 0)).toMatchObject({ outcome: "ok" });
    await expect(probe.check(other, "0", undefined, 0)).rejects.toMatchObject({ code: "forbidden" });
    expect(shop.asked).toEqual(["GET /found"]);
  });

  it("tells a target that is down from an address that must not be asked", async () => {
    const down = http("http://127.0.0.2:1/");
    const secret = http(`http://${SECRET}:1/`);
    const probe = createRemoteProbe(lambda(outboundWith([targetWith({ health: [down, secret] })])));
    const [first, second] = await Promise.allSettled([
      probe.check(down, "a", undefined, 0),
      probe.check(secret, "b", undefined, 0),
    ]);
    expect(first).toMatchObject({ status: "fulfilled", value: { check: "a", outcome: "refused" } });
    expect(second).toMatchObject({ status: "rejected", reason: { code: "forbidden" } });
  });

  it.each<[string, Invoke]>([
    ["throws", () => Promise.reject(new GradusError("unavailable", "TooManyRequestsException"))],
    ["answers nonsense", async () => ({ message: "Internal server error" })],
    ["answers nothing", async () => null],
    ["answers too little", async () => ({ answers: [] })],
    [
      "answers with other things",
      async (p) => ({ answers: (p as { asks: unknown[] }).asks.map(() => ({ kind: "x" })) }),
    ],
  ])("that %s says so itself, and never that its targets are down", async (_, invoke) => {
    const probe = createRemoteProbe(invoke, { waitMs: 1 });
    const url = "https://shop.example/";
    const [check, page] = await Promise.allSettled([
      probe.check(http(url), "0", undefined, 0),
      probe.page(metricsOf(url), 0),
    ]);
    const detail = expect.stringContaining("Gradus' own probe failed, so nothing is known of the target");
    expect(check).toMatchObject({ status: "rejected", reason: { code: "unavailable", message: detail } });
    expect(page).toMatchObject({ value: { ok: false, outcome: "error", blind: true, detail } });
  });

  it("recovers with the next batch", async () => {
    const shop = await serve((_, res) => res.end());
    const health = [http(`${shop.url}/`)];
    const good = lambda(outboundWith([targetWith({ health })]));
    let calls = 0;
    const probe = createRemoteProbe((payload) =>
      ++calls === 1 ? Promise.reject(new Error("no")) : good(payload),
    );
    await expect(probe.check(health[0]!, "0", undefined, 0)).rejects.toThrow("own probe failed");
    expect(await probe.check(health[0]!, "0", undefined, 0)).toMatchObject({ outcome: "ok" });
  });
});
