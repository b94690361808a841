import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { type PropsWithChildren, useMemo } from "react";
import { messageOf } from "../../api/problem.ts";
import { useQueries } from "../../api/use-api.ts";
import { many } from "../../text/words.ts";
import { Lead } from "../../ui/parts.tsx";
import { Said } from "../../ui/said.tsx";
import { Chains } from "./chain-list.tsx";
import { joined, nameOf } from "./chains.ts";
import { Export } from "./export.tsx";
import { List } from "./list.tsx";

/** The newest events of all chains, and whether each chain holds. */
export const All = ({ search, children }: PropsWithChildren<{ search: string }>) => {
  const queries = useQueries();
  const query = useInfiniteQuery({
    ...queries.audit(search.trim()),
    placeholderData: keepPreviousData,
  });
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage, isPlaceholderData } = query;
  const { chains, events } = useMemo(() => joined(data?.pages ?? []), [data]);
  if (!data)
    return error ? (
      <Lead tone="bad" icon="✗" title="The audit cannot be shown now">
        <p>{messageOf(error)}</p>
        <button onClick={() => void query.refetch()}>Try again</button>
      </Lead>
    ) : (
      <p className="starting" aria-busy="true">
        Loading …
      </p>
    );
  const broken = chains.filter(({ ok }) => !ok);
  const all = hasNextPage
    ? `The newest ${many(chains.length, "chain")}`
    : `All ${many(chains.length, "chain")}`;
  return (
    <>
      <Lead
        tone={broken.length > 0 ? "bad" : "good"}
        icon={broken.length > 0 ? "✗" : "✓"}
        title={
          broken.length > 0
            ? `${broken.length} of ${many(chains.length, "chain")} ${broken.length === 1 ? "is" : "are"} broken`
            : `${all} hold${chains.length === 1 ? "s" : ""}`
        }
        side={<Export chain="system" word="Export the system's" />}
      >
        {broken.length > 0 ? (
          <ul className="plain">
            {broken.map((one) => (
              <li key={one.chain} className="tone-bad">
                <Said text={nameOf(one)} />: broken at event {one.at ?? "?"}
                {one.why === undefined ? null : (
                  <>
                    , <Said text={one.why} />
                  </>
                )}
              </li>
            ))}
          </ul>
        ) : (
          <p>
            Each event follows from the one before, by hash: nothing was changed, left out or put in between.
          </p>
        )}
      </Lead>
      <Chains chains={chains} />
      {children}
      <div aria-busy={isPlaceholderData}>
        <List
          events={events}
          doubtedFrom={(chain) => broken.find((one) => one.chain === chain)?.at}
          linked
          search={search}
        />
      </div>
      {hasNextPage ? (
        <p className="audit-rest">
          <button disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {isFetchingNextPage ? "Reading …" : "Read the tasks before these"}
          </button>
        </p>
      ) : null}
    </>
  );
};
