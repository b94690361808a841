import { BlockList, isIP } from "node:net";
import { GradusError } from "@gradus/core";

/** Why an IP address must not be connected to; undefined if it may be. */
export type Guard = (address: string) => string | undefined;

/** IANA's special-purpose registries (RFC 6890 and its successors), with what people call each range. */
const SPECIAL: Readonly<Record<4 | 6, ReadonlyArray<readonly [name: string, ...networks: string[]]>>> = {
  4: [
    ["unspecified", "0.0.0.0/8"],
    ["loopback", "127.0.0.0/8"],
    ["private", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"],
    ["shared by a carrier's customers", "100.64.0.0/10"],
    // 169.254.169.254 and its neighbours: what a cloud tells its own machines, credentials among it.
    ["link-local", "169.254.0.0/16"],
    ["for documentation", "192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24"],
    ["for benchmarks", "198.18.0.0/15"],
    ["a relay between IPv6 and IPv4", "192.88.99.0/24"],
    ["multicast", "224.0.0.0/4"],
    ["broadcast", "255.255.255.255/32"],
    ["reserved", "192.0.0.0/24", "240.0.0.0/4"],
  ],
  6: [
    ["unspecified", "::/128"],
    ["loopback", "::1/128"],
    ["link-local", "fe80::/10", "fec0::/10"],
    // fd00:ec2::254 is the metadata service of AWS.
    ["private", "fc00::/7"],
    ["multicast", "ff00::/8"],
    // An IPv4 address within is reached through somebody else, who need not ask us.
    ["a relay between IPv6 and IPv4", "64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32", "::/96"],
    ["for documentation", "2001:db8::/32", "3fff::/20"],
    ["for benchmarks", "2001:2::/48"],
    ["reserved", "2001::/23"],
  ],
};
/** Everything else of IPv6 is not given out. */
const GIVEN_OUT = ["2000::/3"];

/**
 * Lets through what is public, and the networks that are listed (CIDR, or one address). Loopback, private, link-local and other
 * special addresses, the metadata services of a cloud among them, are not. Throws GradusError "invalid_input" for a bad network.
 */
export function createAddressGuard({ allow }: { allow: readonly string[] }): Guard {
  const allowed = { 4: listOf(allow, 4), 6: listOf(allow, 6) };
  return (address) => {
    const plain = plainAddress(address);
    const family = isIP(plain);
    if (family !== 4 && family !== 6) return "is no IP address";
    if (allowed[family].check(plain, `ipv${family}`)) return undefined;
    const named = special[family].find(({ list }) => list.check(plain, `ipv${family}`));
    if (named) return `is ${named.name}`;
    return family === 4 || givenOut.check(plain, "ipv6") ? undefined : "is reserved";
  };
}

/** One form for each address: without a zone, and an IPv4 address that is written as IPv6 as what it is. */
function plainAddress(address: string): string {
  const bare = address.replace(/%.*$/s, "");
  if (isIP(bare) !== 6) return bare;
  const canonical = new URL(`http://[${bare}]/`).hostname.slice(1, -1);
  const [, high, low] = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(canonical) ?? [];
  if (high === undefined || low === undefined) return canonical;
  const [a, b] = [Number.parseInt(high, 16), Number.parseInt(low, 16)];
  return `${a >> 8}.${a & 255}.${b >> 8}.${b & 255}`;
}

/** Those of the networks that are of one family. */
function listOf(networks: readonly string[], family: 4 | 6): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [, address = "", length] = /^([0-9a-f.:]+)(?:\/(\d{1,3}))?$/i.exec(network) ?? [];
    const longest = isIP(address) === 4 ? 32 : 128;
    const prefix = length === undefined ? longest : Number(length);
    if (isIP(address) === 0 || prefix > longest)
      throw new GradusError("invalid_input", `"${network}" is no network such as 10.0.0.0/8`);
    if (isIP(address) === family) list.addSubnet(address, prefix, `ipv${family}`);
  }
  return list;
}

const rangesOf = (family: 4 | 6): Array<{ name: string; list: BlockList }> =>
  SPECIAL[family].map(([name, ...networks]) => ({ name, list: listOf(networks, family) }));
const special = { 4: rangesOf(4), 6: rangesOf(6) };
const givenOut = listOf(GIVEN_OUT, 6);
