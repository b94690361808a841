import "./overview.css";
import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import { useQueries } from "../../api/use-api.ts";
import { useNow } from "../../api/use-now.ts";
import { useTitle } from "../../app/badge.ts";
import type { TargetView, TaskSummary } from "../../api/types.ts";
import { Loaded } from "../../ui/loaded.tsx";
import { Lead } from "../../ui/parts.tsx";
import { Said } from "../../ui/said.tsx";
import { When } from "../../ui/when.tsx";
import { Break } from "./break.tsx";
import { Fleet } from "./fleet.tsx";
import { taskAt } from "../../app/addresses.ts";
import { NeedsYou } from "./needs-you.tsx";
import { Numbers } from "./numbers.tsx";
import { OpenTasks } from "./open-tasks.tsx";
import { standingOf, waitingOf } from "./standing.ts";

/** How everything is, what waits for a person, and how well Gradus does. */
export const Overview = () => {
  useTitle("Overview");
  const queries = useQueries();
  const targets = useQuery(queries.targets());
  const { data: waiting } = useQuery(queries.waiting());
  const stats = useQuery(queries.stats());
  return (
    <Loaded query={targets}>
      {({ targets }) => (
        <>
          <First targets={targets} waiting={waiting?.tasks ?? []} />
          <NeedsYou waiting={waiting?.tasks ?? []} />
          <Break targets={targets} fresh={stats.data?.tasks === 0} />
          <OpenTasks stats={stats.data} />
          <Fleet targets={targets} />
          <Loaded query={stats}>{(stats) => <Numbers stats={stats} />}</Loaded>
        </>
      )}
    </Loaded>
  );
};

const First = ({ targets, waiting }: { targets: readonly TargetView[]; waiting: readonly TaskSummary[] }) => {
  const now = useNow();
  const { data: health } = useQuery(useQueries().health());
  const due = waitingOf(waiting, now).tasks;
  const { tone, icon, title, checkedAt } = standingOf(
    { targets, waiting: due.length, open: health?.openTasks ?? due.length, health },
    now,
  );
  const [first] = due;
  return (
    <Lead
      tone={tone}
      icon={icon}
      title={title}
      side={
        first ? (
          <Link className="button ov-first" href={taskAt(first.id)}>
            {first.status === "awaiting_approval" ? "Decide now" : "See what is needed"}
          </Link>
        ) : undefined
      }
    >
      {first ? (
        <p>
          {due.length === 1
            ? "One task waits for a person"
            : `${due.length} tasks wait for people, this one longest`}
          : <Said text={first.title} max={200} />, seen <When at={first.firstSeenAt} />.
        </p>
      ) : health && targets.some(({ state }) => state === "failing") ? (
        <p>
          {health.openTasks > 0
            ? "Nobody is asked: Gradus works on it."
            : "No task is open for it yet: what lasts only a moment is none."}
        </p>
      ) : null}
      {targets.length === 0 ? (
        <p>Say in targets.yaml what to watch; it shows here as soon as it has been seen.</p>
      ) : (
        <p>
          {checkedAt === undefined ? (
            "Nothing has been checked yet."
          ) : (
            <>
              Last check <When at={checkedAt} />.
            </>
          )}
        </p>
      )}
    </Lead>
  );
};
