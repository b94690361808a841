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
import { standingOf, waitingOf, waitingWords } from "./standing.ts";

/** How everything is, what waits for a person, and how well Gradus does. */
export const Overview = () => {
  useTitle("Overview");
  const queries = useQueries();
  const targets = useQuery(queries.targets());
  const waiting = useQuery(queries.waiting());
  const stats = useQuery(queries.stats());
  return (
    <Loaded query={targets}>
      {({ targets }) => (
        <>
          <First targets={targets} waiting={waiting.data} />
          <Loaded query={waiting}>
            {({ tasks, cursor }) => <NeedsYou waiting={tasks} more={cursor !== undefined} />}
          </Loaded>
          <Break targets={targets} fresh={stats.data?.tasks === 0} />
          <OpenTasks stats={stats.data} />
          <Fleet targets={targets} />
          <Loaded query={stats}>{(stats) => <Numbers stats={stats} />}</Loaded>
        </>
      )}
    </Loaded>
  );
};

/** `waiting`: undefined if it is not known. */
const First = ({
  targets,
  waiting,
}: {
  targets: readonly TargetView[];
  waiting: { tasks: readonly TaskSummary[]; cursor?: string } | undefined;
}) => {
  const now = useNow();
  const { data: health } = useQuery(useQueries().health());
  const due = waiting && waitingOf(waiting.tasks, now).tasks;
  const more = waiting?.cursor !== undefined;
  const { tone, icon, title, checkedAt } = standingOf({
    targets,
    waiting: due?.length,
    more,
    open: health?.openTasks ?? 0,
    health,
  });
  const [first] = due ?? [];
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
          {due?.length === 1
            ? "One task waits for a person"
            : `${waitingWords(due?.length ?? 0, more)} people, ${more ? "one of them" : "the worst first"}`}
          : <Said text={first.title} max={200} />, seen <When at={first.firstSeenAt} />.
        </p>
      ) : due && health && targets.some(({ state }) => state === "failing") ? (
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
