import { checkSchema } from "@gradus/core";
import { describe, expect, it } from "vitest";
import { type Ask, askSchema } from "../../src/outbound/ask.ts";
import { declaredControl, isDeclared } from "../../src/outbound/declared.ts";
import { targetWith } from "./serve.ts";

const HEALTH = "https://shop.example/health";
const targets = [
  targetWith({
    health: [
      { kind: "http", url: HEALTH },
      { kind: "http", url: "https://shop.example/ping", method: "POST" },
      { kind: "tcp", host: "db.example", port: 5432 },
    ],
    metrics: { url: "https://shop.example/metrics" },
    controls: {
      reload: { kind: "http", url: "https://shop.example/reload" },
      clearCache: { kind: "http", url: "https://shop.example/cache", method: "DELETE" },
      pause: { kind: "signal", signal: "SIGHUP" },
    },
  }),
  targetWith({ id: "bare" }),
];
const check = (input: Record<string, unknown>, more: object = {}): Ask =>
  askSchema.parse({ kind: "check", check: checkSchema.parse(input), ...more });
const page = (url: string): Ask =>
  askSchema.parse({ kind: "page", url, method: "GET", timeoutMs: 1_000, maxBytes: 1_000 });

describe("what is declared", () => {
  it("is a health check with its address and method, a metrics page, and a port", () => {
    expect(isDeclared(check({ kind: "http", url: HEALTH }), targets)).toBe(true);
    expect(
      isDeclared(check({ kind: "http", url: "https://shop.example/ping", method: "POST" }), targets),
    ).toBe(true);
    expect(isDeclared(check({ kind: "tcp", host: "db.example", port: 5432 }), targets)).toBe(true);
    expect(isDeclared(page("https://shop.example/metrics"), targets)).toBe(true);
  });

  it.each([
    ["another path", check({ kind: "http", url: `${HEALTH}/../admin` })],
    ["another query", check({ kind: "http", url: `${HEALTH}?x=1` })],
    ["another host", check({ kind: "http", url: "https://evil.example/health" })],
    ["another scheme", check({ kind: "http", url: "http://shop.example/health" })],
    ["another method", check({ kind: "http", url: HEALTH, method: "POST" })],
    ["another port", check({ kind: "tcp", host: "db.example", port: 22 })],
    ["another machine", check({ kind: "tcp", host: "other.example", port: 5432 })],
    ["a health check asked for as a page, which would give its whole body", page(HEALTH)],
    ["a control asked for as a page", page("https://shop.example/reload")],
    [
      "the control of a target asked for as a check",
      check({ kind: "http", url: "https://shop.example/reload", method: "POST" }),
    ],
  ])("is not %s", (_, ask) => {
    expect(isDeclared(ask, targets)).toBe(false);
  });

  it("of discovered targets is a GET, and neither another method nor a port", () => {
    const url = "https://found.example/up";
    expect(isDeclared(check({ kind: "http", url }), targets)).toBe(false);
    expect(isDeclared(check({ kind: "http", url }, { discovered: true }), targets)).toBe(true);
    expect(isDeclared(check({ kind: "http", url, method: "POST" }, { discovered: true }), targets)).toBe(
      false,
    );
    expect(isDeclared(check({ kind: "http", url, method: "HEAD" }, { discovered: true }), targets)).toBe(
      false,
    );
    expect(
      isDeclared(check({ kind: "tcp", host: "x.example", port: 22 }, { discovered: true }), targets),
    ).toBe(false);
  });

  it("of controls is the address with the method", () => {
    const of = (url: string, method: string) => declaredControl({ url, method }, targets)?.url;
    expect(of("https://shop.example/reload", "POST")).toBe("https://shop.example/reload");
    expect(of("https://shop.example/cache", "DELETE")).toBe("https://shop.example/cache");
    expect(of("https://shop.example/cache", "POST")).toBeUndefined();
    expect(of("https://shop.example/reload", "post")).toBeUndefined();
    expect(of("https://shop.example/reload?now", "POST")).toBeUndefined();
    expect(of(HEALTH, "GET")).toBeUndefined();
  });

  it("is no command, whoever asks", () => {
    expect(askSchema.safeParse({ kind: "check", check: { kind: "command", command: ["id"] } }).success).toBe(
      false,
    );
  });

  it("of a request's headers lets only the wanted form through", () => {
    const ask = { kind: "page", url: HEALTH, method: "GET", timeoutMs: 1, maxBytes: 1 };
    expect(askSchema.safeParse({ ...ask, headers: { accept: "text/plain" } }).success).toBe(true);
    for (const headers of [{ host: "evil.example" }, { authorization: "x" }, { accept: "a", cookie: "b" }])
      expect(askSchema.safeParse({ ...ask, headers }).success).toBe(false);
  });
});
