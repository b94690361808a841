import { isGradusError, NO_HOST, type Host } from "@gradus/core";
import { describe, expect, test } from "vitest";
import { createNoHost, createUnreachableHost } from "../../src/host/index.ts";

const looks = (host: Host): Array<Promise<unknown>> => [
  host.readFile("/etc/hostname"),
  host.stat("/"),
  host.list("/"),
  host.processes(),
  host.process(1),
  host.environment(1),
  host.listeners(),
  host.disk("/"),
];
const acts = (host: Host): Array<Promise<unknown>> => [
  host.run(["true"]),
  host.writeFile("/tmp/x", ""),
  host.setMode("/tmp/x", 0o600),
  host.remove("/tmp/x"),
  host.truncate("/tmp/x"),
  host.link("/tmp/x", "/tmp/y"),
  host.signal(1, "SIGTERM"),
  host.renice(1, 19),
  host.reniceSession(1, 19),
  host.load(),
];
const refusals = async (all: Array<Promise<unknown>>): Promise<unknown[]> =>
  (await Promise.allSettled(all)).map((r) =>
    r.status === "rejected" && isGradusError(r.reason) ? r.reason.code : r,
  );

describe("a target without a machine", () => {
  test("shows nothing, and every act on it is refused as unavailable, with a sentence that says why", async () => {
    const host = createNoHost();
    expect(host.id).toBe(NO_HOST);
    expect(await Promise.all(looks(host))).toEqual([
      undefined,
      undefined,
      [],
      [],
      undefined,
      undefined,
      [],
      undefined,
    ]);
    expect(new Set(await refusals(acts(host)))).toEqual(new Set(["unavailable"]));
    await expect(host.run(["true"])).rejects.toThrow("no machine");
  });
});

describe("a machine that cannot be reached", () => {
  test("is never told as empty: looking is refused like acting", async () => {
    const host = createUnreachableHost("ssm:i-0123456789abcdef0", "it is elsewhere");
    expect(new Set(await refusals([...looks(host), ...acts(host)]))).toEqual(new Set(["unavailable"]));
    await expect(host.stat("/")).rejects.toThrow("it is elsewhere");
  });
});
