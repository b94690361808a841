import { afterEach, describe, expect, it } from "vitest";
import { useControl } from "../../src/outbound/control.ts";
import { createRemoteFetch } from "../../src/outbound/remote-fetch.ts";
import { closeAll, outboundWith, SECRET, serve, targetWith } from "./serve.ts";

afterEach(closeAll);

const control = (url: string, more: object = {}) => ({ kind: "http" as const, url, ...more });

describe("the control function", () => {
  it("uses a declared control and tells the status", async () => {
    const shop = await serve((req, res) => res.writeHead(req.url === "/bad" ? 503 : 204).end());
    const { url } = shop;
    const outbound = outboundWith([
      targetWith({
        controls: {
          reload: control(`${url}/reload`),
          clearCache: control(`${url}/bad`, { method: "DELETE" }),
        },
      }),
    ]);
    expect(await useControl(outbound, { url: `${url}/reload`, method: "POST" })).toEqual({
      ok: true,
      status: 204,
    });
    expect(await useControl(outbound, { url: `${url}/bad`, method: "DELETE" })).toEqual({
      ok: false,
      status: 503,
    });
    expect(shop.asked).toEqual(["POST /reload", "DELETE /bad"]);
  });

  it("does nothing that is not declared", async () => {
    const shop = await serve((_, res) => res.end());
    const outbound = outboundWith([
      targetWith({
        health: [{ kind: "http", url: `${shop.url}/health` }],
        controls: { reload: control(`${shop.url}/reload`) },
      }),
    ]);
    const asked = [
      { url: `${shop.url}/reload`, method: "DELETE" },
      { url: `${shop.url}/other`, method: "POST" },
      { url: `${shop.url}/health`, method: "GET" },
    ];
    for (const one of asked)
      expect(await useControl(outbound, one)).toMatchObject({ failed: { code: "forbidden" } });
    for (const wrong of [undefined, {}, { url: 1, method: "POST" }, { url: "x", method: "POST", body: "y" }])
      expect(await useControl(outbound, wrong)).toMatchObject({ failed: { code: "invalid_input" } });
    expect(shop.asked).toEqual([]);
  });

  it("follows no redirect, connects to no forbidden address, and waits no longer than declared", async () => {
    const secret = await serve((_, res) => res.end(), SECRET);
    const shop = await serve((req, res) => {
      if (req.url === "/away") res.writeHead(307, { location: secret.url }).end();
    });
    const outbound = outboundWith([
      targetWith({
        controls: {
          reload: control(`${shop.url}/away`),
          pause: control(`${secret.url}/pause`),
          resume: control(`${shop.url}/silent`, { timeoutMs: 60 }),
        },
      }),
    ]);
    const use = (url: string) => useControl(outbound, { url, method: "POST", timeoutMs: 30_000 });
    expect(await use(`${shop.url}/away`)).toEqual({ ok: false, status: 307 });
    expect(await use(`${secret.url}/pause`)).toMatchObject({ failed: { code: "forbidden" } });
    expect(await use(`${shop.url}/silent`)).toMatchObject({ failed: { code: "timeout" } });
    expect(secret.asked).toEqual([]);
  });
});

describe("a fetch through the control function", () => {
  it("answers like fetch, and throws what kept the control from being used", async () => {
    const shop = await serve((req, res) => res.writeHead(req.url === "/bad" ? 500 : 200).end("x"));
    const { url } = shop;
    const outbound = outboundWith([
      targetWith({ controls: { reload: control(`${url}/reload`), pause: control(`${url}/bad`) } }),
    ]);
    const fetch = createRemoteFetch(async (payload) =>
      JSON.parse(JSON.stringify(await useControl(outbound, JSON.parse(JSON.stringify(payload))))),
    );
    const init = { method: "POST", redirect: "manual", signal: AbortSignal.timeout(5_000) } as const;
    const good = await fetch(`${url}/reload`, init);
    expect([good.ok, good.status, good.body]).toEqual([true, 200, null]);
    expect(await fetch(new URL(`${url}/bad`), init)).toMatchObject({ ok: false, status: 500 });
    await expect(fetch(`${url}/reload`, { method: "PUT" })).rejects.toMatchObject({ code: "forbidden" });
    expect(shop.asked).toEqual(["POST /reload", "POST /bad"]);
  });

  it("does not begin what has been given up, and takes no nonsense for success", async () => {
    let invoked = 0;
    const fetch = createRemoteFetch(async () => {
      invoked += 1;
      return { statusCode: 200 };
    });
    await expect(fetch("http://a.example/", { signal: AbortSignal.abort() })).rejects.toThrow(/abort/i);
    expect(invoked).toBe(0);
    await expect(fetch("http://a.example/", { method: "POST" })).rejects.toMatchObject({
      code: "unavailable",
    });
  });
});
