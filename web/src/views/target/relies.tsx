import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import { useQueries } from "../../api/use-api.ts";
import type { TargetDetail } from "../../api/types.ts";
import { stateMarks } from "../../text/words.ts";
import { Mark } from "../../ui/mark.tsx";
import { Card, Section } from "../../ui/parts.tsx";
import { targetAt } from "../../app/addresses.ts";

/** What it relies on, and what relies on it, and how they are. */
export const Relies = ({ detail: { target, dependents } }: { detail: TargetDetail }) => {
  const { data } = useQuery(useQueries().targets());
  const states = new Map((data?.targets ?? []).map(({ id, state }) => [id, state]));
  const list = (ids: readonly string[]) => (
    <ul className="plain">
      {ids.map((id) => (
        <li key={id} className="row">
          <Link href={targetAt(id)}>{id}</Link>
          <Mark is={stateMarks[states.get(id) ?? "unknown"]} />
        </li>
      ))}
    </ul>
  );
  return (
    <Section title="What relies on what" id="relies">
      <div className="split">
        <Card>
          <h3>It relies on</h3>
          {target.dependsOn.length === 0 ? (
            <p className="soft">nothing that is watched</p>
          ) : (
            list(target.dependsOn)
          )}
        </Card>
        <Card>
          <h3>On it relies</h3>
          {dependents.length === 0 ? <p className="soft">nothing that is watched</p> : list(dependents)}
        </Card>
      </div>
    </Section>
  );
};
