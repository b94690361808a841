import { isGradusError } from "@gradus/core";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createAddressGuard } from "../../src/http/guard.ts";

const guard = createAddressGuard({ allow: [] });

const BLOCKED_4 = [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.0.2.0/24",
  "192.88.99.0/24",
  "192.168.0.0/16",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "224.0.0.0/4",
  "240.0.0.0/4",
];
const BLOCKED_6 = [
  "::/96",
  "64:ff9b::/96",
  "64:ff9b:1::/48",
  "2001::/23",
  "2001:db8::/32",
  "2002::/16",
  "3fff::/20",
  "fc00::/7",
  "fe80::/10",
  "fec0::/10",
  "ff00::/8",
];

const number4 = (address: string): number =>
  address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
const text4 = (n: number): string =>
  [24, 16, 8, 0].map((shift) => Math.floor(n / 2 ** shift) % 256).join(".");
const text6 = (n: bigint): string =>
  Array.from({ length: 8 }, (_, i) => ((n >> BigInt(112 - 16 * i)) & 0xffffn).toString(16)).join(":");
/** Expands "::" by hand: the tests must not lean on what they test. */
function number6(address: string): bigint {
  const [head = "", tail] = address.split("::");
  const before = head === "" ? [] : head.split(":");
  const after = tail === undefined || tail === "" ? [] : tail.split(":");
  const groups = [...before, ...Array<string>(8 - before.length - after.length).fill("0"), ...after];
  return groups.reduce((sum, group) => (sum << 16n) + BigInt(`0x${group}`), 0n);
}
const range4 = (network: string): [number, number] => {
  const [address = "", length] = network.split("/");
  const first = number4(address);
  return [first, first + 2 ** (32 - Number(length)) - 1];
};
const range6 = (network: string): [bigint, bigint] => {
  const [address = "", length] = network.split("/");
  const first = number6(address);
  return [first, first + (1n << BigInt(128 - Number(length))) - 1n];
};
const within4 = (network: string) => {
  const [min, max] = range4(network);
  return fc.oneof(fc.constantFrom(min, max), fc.integer({ min, max }));
};
const within6 = (network: string) => {
  const [min, max] = range6(network);
  return fc.oneof(fc.constantFrom(min, max), fc.bigInt({ min, max }));
};
const mapped = (n: number): string => `::ffff:${text4(n)}`;

describe("the address guard", () => {
  it.each([
    ["127.0.0.1", "is loopback"],
    ["0.0.0.0", "is unspecified"],
    ["10.1.2.3", "is private"],
    ["172.31.255.255", "is private"],
    ["192.168.0.1", "is private"],
    ["100.64.0.1", "is shared by a carrier's customers"],
    ["169.254.169.254", "is link-local"],
    ["169.254.170.2", "is link-local"],
    ["198.18.0.1", "is for benchmarks"],
    ["203.0.113.9", "is for documentation"],
    ["224.0.0.251", "is multicast"],
    ["255.255.255.255", "is broadcast"],
    ["250.1.2.3", "is reserved"],
    ["::", "is unspecified"],
    ["::1", "is loopback"],
    ["0:0:0:0:0:0:0:1", "is loopback"],
    ["fe80::1%eth0", "is link-local"],
    ["fd00:ec2::254", "is private"],
    ["FD00:EC2::254", "is private"],
    ["ff02::1", "is multicast"],
    ["::ffff:127.0.0.1", "is loopback"],
    ["::ffff:7f00:1", "is loopback"],
    ["::FFFF:A9FE:A9FE", "is link-local"],
    ["0:0:0:0:0:ffff:10.0.0.1", "is private"],
    ["::127.0.0.1", "is a relay between IPv6 and IPv4"],
    ["64:ff9b::169.254.169.254", "is a relay between IPv6 and IPv4"],
    ["2002:7f00:1::", "is a relay between IPv6 and IPv4"],
    ["2001:db8::1", "is for documentation"],
    ["4000::1", "is reserved"],
    ["example.com", "is no IP address"],
    ["127.1", "is no IP address"],
    ["", "is no IP address"],
  ])("is against %s, which %s", (address, why) => {
    expect(guard(address)).toBe(why);
  });

  it.each([
    "1.1.1.1",
    "8.8.8.8",
    "172.32.0.1",
    "100.128.0.1",
    "2606:4700::1111",
    "::ffff:8.8.8.8",
    "2a00::1",
  ])("has nothing against %s", (address) => expect(guard(address)).toBeUndefined());

  it("blocks every address of every special network, also where it is written as IPv6", () => {
    fc.assert(
      fc.property(fc.constantFrom(...BLOCKED_4).chain(within4), (n) => {
        expect(guard(text4(n))).toBeTypeOf("string");
        expect(guard(mapped(n))).toBe(guard(text4(n)));
      }),
      { numRuns: 500 },
    );
    fc.assert(
      fc.property(fc.constantFrom(...BLOCKED_6).chain(within6), (n) => {
        expect(guard(text6(n))).toBeTypeOf("string");
      }),
      { numRuns: 500 },
    );
  });

  it("lets every public IPv4 address through", () => {
    const special = BLOCKED_4.map(range4);
    const isPublic = (n: number): boolean => special.every(([min, max]) => n < min || n > max);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 32 - 1 }).filter(isPublic), (n) => {
        expect(guard(text4(n))).toBeUndefined();
        expect(guard(mapped(n))).toBeUndefined();
      }),
      { numRuns: 500 },
    );
  });

  it("lets only global IPv6 addresses through that no special network holds", () => {
    const special = BLOCKED_6.map(range6);
    const [first, last] = range6("2000::/3");
    const mapping = range6("::ffff:0:0/96");
    fc.assert(
      fc.property(fc.oneof(within6("2000::/3"), within6("::/0")), (n) => {
        const isMapped = n >= mapping[0] && n <= mapping[1];
        const isPublic = n >= first && n <= last && special.every(([min, max]) => n < min || n > max);
        if (!isMapped) expect(guard(text6(n)) === undefined).toBe(isPublic);
      }),
      { numRuns: 500 },
    );
  });

  it("lets a listed network through, and nothing beside it", () => {
    fc.assert(
      fc.property(fc.constantFrom(...BLOCKED_4), fc.integer({ min: 24, max: 32 }), (network, length) => {
        const [first] = range4(network);
        const listed = createAddressGuard({ allow: [`${text4(first)}/${length}`] });
        const size = 2 ** (32 - length);
        expect(listed(text4(first))).toBeUndefined();
        expect(listed(text4(first + size - 1))).toBeUndefined();
        expect(listed(mapped(first))).toBeUndefined();
        if (length > 24) expect(listed(text4(first + size))).toBeTypeOf("string");
        expect(listed("::1")).toBe("is loopback");
      }),
    );
    const listed = createAddressGuard({ allow: ["fd00:1::/32", "10.0.0.7"] });
    expect(listed("fd00:1:2::3")).toBeUndefined();
    expect(listed("fd00:ec2::254")).toBe("is private");
    expect(listed("10.0.0.7")).toBeUndefined();
    expect(listed("10.0.0.8")).toBe("is private");
  });

  it.each([
    "10.0.0.0/33",
    "::/129",
    "10.0.0/8",
    "example.com",
    "10.0.0.0/",
    "10.0.0.0/-1",
    "",
    "10.0.0.0/8x",
  ])("does not start with %j for a network", (network) => {
    const made = (): unknown => createAddressGuard({ allow: [network] });
    expect(made).toThrow(/is no network/);
    try {
      made();
    } catch (error) {
      expect(isGradusError(error) && error.code).toBe("invalid_input");
    }
  });
});
