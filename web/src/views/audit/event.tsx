import { Link } from "wouter";
import { chainAt, taskAt } from "../../app/addresses.ts";
import { momentOf } from "../../text/events.ts";
import { Exact, Said } from "../../ui/said.tsx";
import { At, When } from "../../ui/when.tsx";
import type { Told } from "./chains.ts";

/** One audit event: when, what, by whom, of which task; the record itself is a click away. */
export const Event = ({
  of: { chain, target, event },
  doubted,
  linked,
}: {
  of: Told;
  /** Its chain stops being believable here or before. */
  doubted: boolean;
  /** Whether it leads to its chain: not on the page of that chain. */
  linked: boolean;
}) => {
  const { tone, title, exact, lines } = momentOf(event);
  return (
    <li className={`audit-event ${doubted ? "audit-doubted" : ""}`} id={`e${event.seq}`}>
      <div className="audit-when small">
        <At at={event.at} />
        <span className="soft">
          <When at={event.at} />
        </span>
      </div>
      <div className="audit-what">
        <p>
          <span className={`audit-dot tone-${tone}`} aria-hidden="true">
            ●
          </span>{" "}
          <strong>
            <Said text={title} />
          </strong>{" "}
          {exact === undefined ? null : <Exact text={exact} />}
          {doubted ? <span className="tone-bad"> not to be believed</span> : null}
        </p>
        {lines.map((line, at) => (
          <p key={at} className="small">
            <Said text={line} max={600} />
          </p>
        ))}
        <details className="small">
          <summary>
            <code>
              <Said text={event.type} />
            </code>{" "}
            as it is written
          </summary>
          <Exact text={JSON.stringify(event.data, null, 2)} block />
          <dl className="audit-hashes">
            <dt>Number</dt>
            <dd>{event.seq}</dd>
            <dt>By</dt>
            <dd>
              <Exact text={event.actor} />
            </dd>
            <dt>Hash</dt>
            <dd>
              <Exact text={event.hash} />
            </dd>
            <dt>Before</dt>
            <dd>
              <Exact text={event.prev} />
            </dd>
          </dl>
        </details>
      </div>
      <div className="audit-where small">
        {chain === "system" ? (
          <span className="soft">system</span>
        ) : (
          <Link href={taskAt(chain)}>
            <Said text={target ?? chain} />
          </Link>
        )}
        {linked ? (
          <Link className="soft" href={chainAt(chain)} aria-label={`Chain of ${target ?? ""} ${chain}`}>
            chain
          </Link>
        ) : null}
      </div>
    </li>
  );
};
