import type { AuditChain, AuditEvent, AuditPage } from "../../api/types.ts";
import { sentenceOf } from "../../text/events.ts";

export type ChainState = AuditPage["chains"][number];
export interface Told {
  chain: string;
  target?: string | undefined;
  event: AuditEvent;
}

/** The pages of a list that moves while it is read, as one: each chain and each event once, newest first. */
export function joined(pages: ReadonlyArray<Pick<AuditPage, "chains" | "events">>): {
  chains: ChainState[];
  events: Told[];
} {
  const chains = new Map<string, ChainState>();
  const events = new Map<string, Told>();
  for (const page of pages) {
    for (const one of page.chains) if (!chains.has(one.chain)) chains.set(one.chain, one);
    for (const one of page.events) events.set(`${one.event.seq} ${one.chain}`, one);
  }
  return {
    chains: [...chains.values()],
    events: [...events.values()].sort(
      (a, b) => b.event.at - a.event.at || (a.chain === b.chain ? b.event.seq - a.event.seq : 0),
    ),
  };
}

/** The events of one chain that hold every word, newest first: as the API finds them in all chains. */
export function found({ chain, events }: Pick<AuditChain, "chain" | "events">, search: string): Told[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return events
    .filter((event) => {
      const { type, actor, data } = event;
      const text = `${type} ${sentenceOf(event)} ${actor} ${JSON.stringify(data)}`.toLowerCase();
      return words.every((word) => text.includes(word));
    })
    .reverse()
    .map((event) => ({ chain, event }));
}

/** What a chain is the chain of. */
export const nameOf = ({ chain, target }: Pick<ChainState, "chain" | "target">): string =>
  chain === "system" ? "the system" : target === undefined ? `task ${chain}` : `${target}, task ${chain}`;
