import { checkSchema } from "@gradus/core";
import { afterEach, describe, expect, it } from "vitest";
import { answerAsks, tally } from "../../src/outbound/answer.ts";
import { closeAll, outboundWith, SECRET, serve, targetWith } from "./serve.ts";

afterEach(closeAll);

const checkOf = (url: string, more: object = {}) => checkSchema.parse({ kind: "http", url, ...more });
const pageOf = (url: string) => ({ kind: "page", url, method: "GET", timeoutMs: 5_000, maxBytes: 5_242_880 });

describe("the probe function", () => {
  it("answers in the order of the asks, each with its own failure", async () => {
    // The first asked is the last to be answered.
    const shop = await serve((req, res) => {
      const [, n = "0"] = /^\/(\d+)/.exec(req.url ?? "") ?? [];
      setTimeout(() => res.writeHead(200 + Number(n)).end("well"), 60 - 20 * Number(n));
    });
    const secret = await serve((_, res) => res.end("key"), SECRET);
    const declared = [0, 1, 2].map((n) => checkOf(`${shop.url}/${n}`, { status: 200 + n }));
    const away = checkOf(`${secret.url}/`);
    const closed = checkSchema.parse({ kind: "tcp", host: "127.0.0.2", port: 1 });
    const { answers } = await answerAsks(
      outboundWith([targetWith({ health: [...declared, away, closed] })]),
      {
        asks: [
          ...declared.map((check) => ({ kind: "check", check })),
          { kind: "check", check: away },
          { kind: "check", check: checkOf(`${shop.url}/admin`) },
          { kind: "dig" },
          null,
          { kind: "check", check: closed },
        ],
      },
    );
    expect(answers).toMatchObject([
      { kind: "check", fact: { outcome: "ok", status: 200 } },
      { kind: "check", fact: { outcome: "ok", status: 201 } },
      { kind: "check", fact: { outcome: "ok", status: 202 } },
      { kind: "none", code: "forbidden", detail: "blocked: 127.0.0.3 is loopback" },
      { kind: "none", code: "forbidden", detail: "no deployed target declares it" },
      { kind: "none", code: "invalid_input" },
      { kind: "none", code: "invalid_input" },
      { kind: "check", fact: { outcome: "refused" } },
    ]);
    expect(shop.asked.toSorted()).toEqual(["GET /0", "GET /1", "GET /2"]);
    expect(secret.asked).toEqual([]);
    expect(tally(answers)).toEqual({ asks: 8, check: 4, forbidden: 2, invalid_input: 2 });
  });

  it("follows a declared check's redirect to another path, and never to a forbidden address", async () => {
    const secret = await serve((_, res) => res.end("key"), SECRET);
    const shop = await serve((req, res) => {
      if (req.url === "/in") res.writeHead(302, { location: "/inner" }).end();
      else if (req.url === "/out") res.writeHead(302, { location: secret.url }).end();
      else res.end("well");
    });
    const health = [checkOf(`${shop.url}/in`, { body: "well" }), checkOf(`${shop.url}/out`)];
    const asks = health.map((check) => ({ kind: "check", check }));
    const { answers } = await answerAsks(outboundWith([targetWith({ health })]), { asks });
    expect(answers).toMatchObject([
      { kind: "check", fact: { outcome: "ok" } },
      { kind: "none", code: "forbidden", detail: "blocked: 127.0.0.3 is loopback" },
    ]);
    expect(secret.asked).toEqual([]);
  });

  it("stays under what Lambda hands on, and says which pages found no room", async () => {
    // Quotes and line ends grow in JSON: the size that counts is the one after.
    const body = 'x{a="b"} 1\n'.repeat(100_000);
    const shop = await serve((_, res) => res.end(body));
    const urls = Array.from({ length: 40 }, (_, i) => `${shop.url}/metrics/${i}`);
    const targets = urls.map((url, i) => targetWith({ id: `t${i}`, metrics: { url } }));
    const said = await answerAsks(outboundWith(targets), { asks: urls.map(pageOf) });
    expect(Buffer.byteLength(JSON.stringify(said))).toBeLessThan(6_000_000);
    const whole = said.answers.filter((a) => a.kind === "page" && a.page.ok && a.page.answer.body === body);
    const left = said.answers.filter((a) => a.kind === "none" && a.code === "conflict");
    expect(whole.length).toBeGreaterThan(2);
    expect(whole.length + left.length).toBe(40);
    // Once there is no room, no more are read.
    expect(shop.asked.length).toBeLessThan(20);
  });

  it("says of a page that fits into no answer that it is too large, not that it may be asked again", async () => {
    const shop = await serve((_, res) => res.end("\u0001".repeat(1_500_000)));
    const url = `${shop.url}/metrics`;
    const said = await answerAsks(outboundWith([targetWith({ metrics: { url } })]), { asks: [pageOf(url)] });
    expect(said.answers).toMatchObject([{ kind: "none", code: "limit" }]);
  });

  it("refuses what is no list of asks, or a longer one than it has time for", async () => {
    const outbound = outboundWith([]);
    const many = { asks: Array.from({ length: 51 }, () => ({})) };
    for (const payload of [undefined, [], {}, { asks: "all" }, { asks: [] }, many])
      await expect(answerAsks(outbound, payload)).rejects.toMatchObject({ code: "invalid_input" });
  });
});
