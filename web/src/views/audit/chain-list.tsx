import { Link } from "wouter";
import { chainAt } from "../../app/addresses.ts";
import { many } from "../../text/words.ts";
import { Mark } from "../../ui/mark.tsx";
import { Said } from "../../ui/said.tsx";
import { type ChainState, nameOf } from "./chains.ts";
import { Export } from "./export.tsx";

const MOST = 200;
const holds = { tone: "good", icon: "✓", word: "holds" } as const;
const broken = { tone: "bad", icon: "✗", word: "broken" } as const;

/** Every chain that was read: to look into, or to take home. */
export const Chains = ({ chains }: { chains: readonly ChainState[] }) => (
  <details className="audit-chains">
    <summary>{many(chains.length, "chain")}, to look into or to export</summary>
    <ul className="plain card">
      {chains.slice(0, MOST).map((one) => (
        <li key={one.chain} className="row">
          <Link href={chainAt(one.chain)}>
            <Said text={nameOf(one)} />
          </Link>
          <span className="actions">
            <Mark is={one.ok ? holds : broken} />
            <span className="soft small num">{many(one.events, "event")}</span>
            <Export chain={one.chain} />
          </span>
        </li>
      ))}
    </ul>
  </details>
);
