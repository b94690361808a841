import { Link } from "wouter";
import { taskAt } from "../../app/addresses.ts";
import { many } from "../../text/words.ts";
import { Note } from "../../ui/parts.tsx";
import { Said } from "../../ui/said.tsx";
import { type Failure, setFailures, useFailures } from "./failures.ts";

const SHOWN = 5;

/** Which tasks were not changed as asked, by name, and why. */
export const Failed = () => {
  const failures = useFailures();
  if (failures.length === 0) return null;
  const rest = failures.slice(SHOWN);
  return (
    <Note tone="bad">
      <div className="row">
        <strong>{many(failures.length, "task")} stayed as before.</strong>
        <button className="slim" onClick={() => setFailures([])}>
          Put away
        </button>
      </div>
      <Names of={failures.slice(0, SHOWN)} />
      {rest.length > 0 ? (
        <details>
          <summary>{rest.length} more</summary>
          <Names of={rest} />
        </details>
      ) : null}
    </Note>
  );
};

const Names = ({ of }: { of: readonly Failure[] }) => (
  <ul className="plain">
    {of.map(({ id, title, message }) => (
      <li key={id}>
        <Link href={taskAt(id)}>
          <Said text={title} max={200} />
        </Link>
        : <Said text={message} max={400} />
      </li>
    ))}
  </ul>
);
