import { useQuery } from "@tanstack/react-query";
import type { PropsWithChildren } from "react";
import { Link } from "wouter";
import { taskAt } from "../../app/addresses.ts";
import type { AuditChain } from "../../api/types.ts";
import { useQueries } from "../../api/use-api.ts";
import { many } from "../../text/words.ts";
import { Loaded } from "../../ui/loaded.tsx";
import { Lead } from "../../ui/parts.tsx";
import { Said } from "../../ui/said.tsx";
import { found, nameOf } from "./chains.ts";
import { Export } from "./export.tsx";
import { List } from "./list.tsx";

/** One chain, from its newest event to its first. */
export const One = ({ chain, search, children }: PropsWithChildren<{ chain: string; search: string }>) => (
  <Loaded query={useQuery(useQueries().chain(chain))}>
    {(data: AuditChain) => (
      <>
        <Lead
          tone={data.verified.ok ? "good" : "bad"}
          icon={data.verified.ok ? "✓" : "✗"}
          title={
            <>
              The chain of <Said text={nameOf(data)} />{" "}
              {data.verified.ok ? "holds" : `is broken at event ${data.verified.at}`}
            </>
          }
          side={<Export chain={chain} />}
        >
          <p>
            {data.verified.ok ? (
              `Each of its ${many(data.total, "event")} follows from the one before, by hash.${data.cursor === undefined ? "" : ` The newest ${data.events.length} are shown; the export has all.`}`
            ) : (
              <>
                <Said text={data.verified.why} />. What was written from there on is not to be believed.
              </>
            )}{" "}
            <Link href="/audit">All chains</Link>
            {chain === "system" ? null : (
              <>
                {" · "}
                <Link href={taskAt(chain)}>Its task</Link>
              </>
            )}
          </p>
        </Lead>
        {children}
        <List
          events={found(data, search)}
          doubtedFrom={() => (data.verified.ok ? undefined : data.verified.at)}
          linked={false}
          search={search}
        />
      </>
    )}
  </Loaded>
);
