import { lookup as systemLookup, type LookupAddress } from "node:dns";
import { isIP, type LookupFunction } from "node:net";
import type { Guard } from "./guard.ts";

/** A connection that was not made, because of where it would have gone. It says nothing about who is there. */
export class Blocked extends Error {
  override readonly name = "Blocked";
}

/** How connections are made, and whether they may be. */
export interface Dial {
  /** For names: an address is looked at and then used, so that no other can take its place between the two. */
  readonly lookup?: LookupFunction;
  /** For addresses, which are connected to without a lookup. */
  refuse(host: string): Blocked | undefined;
}

export interface DialOptions {
  /** Asked about each address right before it is connected to. None: every address will do. */
  guard?: Guard;
  /** Instead of the system's own. */
  lookup?: LookupFunction;
}

export function createDial({ guard, lookup }: DialOptions): Dial {
  if (!guard) return { ...(lookup ? { lookup } : {}), refuse: () => undefined };
  return {
    lookup: guardLookup(guard, lookup ?? systemLookup),
    refuse: (host) => {
      const address = host.replace(/^\[(.*)\]$/s, "$1");
      const why = isIP(address) === 0 ? undefined : guard(address);
      return why === undefined ? undefined : new Blocked(`blocked: ${address} ${why}`);
    },
  };
}

/** A lookup that gives only the addresses that may be connected to, and fails if there is none among those found. */
const guardLookup =
  (guard: Guard, lookup: LookupFunction): LookupFunction =>
  (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, found, family) => {
      if (error) return callback(error, []);
      const all: LookupAddress[] =
        typeof found === "string" ? [{ address: found, family: family ?? isIP(found) }] : found;
      const reasons = all.map(({ address }) => guard(address));
      const allowed = all.filter((_, i) => reasons[i] === undefined);
      const [first] = allowed;
      if (!first) {
        const told = all[0] ? `${all[0].address} ${reasons[0]}` : "it has no address";
        return callback(new Blocked(`blocked: ${hostname}: ${told}`), []);
      }
      if (options.all) callback(null, allowed);
      else callback(null, first.address, first.family);
    });
  };
