import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "wouter";
import { told } from "../../api/client.ts";
import { useApi } from "../../api/use-api.ts";
import type { TargetView } from "../../api/types.ts";
import { useChange } from "../../api/use-change.ts";
import { useWho } from "../../api/use-who.ts";
import { duration } from "../../text/words.ts";
import { Card, Note } from "../../ui/parts.tsx";
import { Said } from "../../ui/said.tsx";
import { targetAt } from "../../app/addresses.ts";

/** Where there is a demo fleet: something to break. Open for who has never seen it, put away for everybody else. */
export const Break = ({ targets, fresh }: { targets: readonly TargetView[]; fresh: boolean }) => {
  const { data } = useQuery(useApi().queries.faults());
  // A first look that has begun is not put away under the reader's hand, when its task comes.
  const [begun, setBegun] = useState(fresh);
  if (fresh && !begun) setBegun(true);
  if (!data || data.faults.length === 0) return null;
  const form = <Form targets={targets} faults={data.faults} />;
  return (
    <section className="break">
      {begun ? (
        <Card>
          <h2>Break something and watch</h2>
          <p>
            These are services of Gradus' own, here to be broken. Choose a fault: Gradus finds it, mends it,
            and checks that it holds.
          </p>
          {form}
        </Card>
      ) : (
        <details>
          <summary>Break something of the demo fleet and watch</summary>
          {form}
        </details>
      )}
    </section>
  );
};

interface Fault {
  id: string;
  title: string;
  targets: readonly string[];
}

const Form = ({ targets, faults }: { targets: readonly TargetView[]; faults: readonly Fault[] }) => {
  const { client } = useApi();
  const { may } = useWho();
  const breakable = [...new Set(faults.flatMap((fault) => fault.targets))];
  const [target = breakable[0] ?? "", setTarget] = useState<string>();
  const fitting = faults.filter((fault) => fault.targets.includes(target));
  const [wanted = "kill", setWanted] = useState<string>();
  const fault = fitting.find(({ id }) => id === wanted) ?? fitting[0];
  const [done, setDone] = useState<{ target: string; cause: string }>();
  const change = useChange({
    do: (type: string) => told(client.test.anomaly.$post({ json: { target, type } })),
    done: setDone,
  });
  const looks = targets.find(({ id }) => id === done?.target)?.intervalMs;
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        if (fault) change.run(fault.id);
      }}
    >
      <div className="break-row">
        <label>
          Service
          <select value={target} onChange={(event) => setTarget(event.target.value)}>
            {breakable.map((id) => (
              <option key={id}>{id}</option>
            ))}
          </select>
        </label>
        <label>
          What is to happen to it
          <select value={fault?.id} onChange={(event) => setWanted(event.target.value)}>
            {fitting.map(({ id, title }) => (
              <option key={id} value={id}>
                {title}
              </option>
            ))}
          </select>
        </label>
        <button
          className="primary"
          disabled={change.busy || !may("operator")}
          {...(may("operator") ? {} : { title: "This needs the role operator" })}
        >
          {change.busy ? "Under way …" : "Break it"}
        </button>
      </div>
      {done ? (
        <Note tone="busy">
          <strong>
            Done to <Link href={targetAt(done.target)}>{done.target}</Link>:
          </strong>{" "}
          <Said text={done.cause} max={300} />. Now watch:{" "}
          {looks === undefined ? "soon" : `within ${duration(looks)}`} its tile turns red, a task opens here,
          Gradus picks what to do, does it, waits, and says “fixed” only after it has checked.
        </Note>
      ) : null}
    </form>
  );
};
