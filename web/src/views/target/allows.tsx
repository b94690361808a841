import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useQueries } from "../../api/use-api.ts";
import type { AllowanceView, TargetDetail } from "../../api/types.ts";
import { useWho } from "../../api/use-who.ts";
import { person } from "../../text/words.ts";
import { Mark } from "../../ui/mark.tsx";
import { Card, Section } from "../../ui/parts.tsx";
import { Said } from "../../ui/said.tsx";
import { When } from "../../ui/when.tsx";
import { levelMarks, riskWords, wouldRun } from "./allows.ts";
import { SetLevel } from "./set-level.tsx";

/** What Gradus may do with a target, how that came to be, and what there is to do. */
export const Allows = ({ detail }: { detail: TargetDetail }) => {
  const queries = useQueries();
  const { data: health } = useQuery(queries.health());
  const { may } = useWho();
  const [asked, setAsked] = useState<AllowanceView["risk"]>();
  const setting = detail.allows.find(({ risk }) => risk === asked);
  const whole = { paused: health?.paused === true, observeOnly: health?.observeOnly === true };
  return (
    <Section title="What Gradus may do" id="allows">
      <ul className="cards">
        {detail.allows.map((one) => (
          <li key={one.risk}>
            <Card>
              <div className="row">
                <h3>{one.risk}</h3>
                <Mark is={levelMarks[one.level]} />
              </div>
              <p className="soft small">{riskWords[one.risk]}</p>
              <p className="small">
                Why:{" "}
                <Said
                  text={one.set ? `set by ${person(one.set.by)}: ${one.set.reason}` : one.reason}
                  max={300}
                />
                {one.set ? (
                  <>
                    , <When at={one.set.at} />
                    {one.reason.startsWith("set by ") ? "" : `; ${one.reason}`}
                  </>
                ) : null}
                . Its entry: {levelMarks[one.entry].word}.
              </p>
              <button
                className="slim"
                aria-label={`Change what is allowed: ${one.risk}`}
                disabled={!may("admin")}
                {...(may("admin") ? {} : { title: "This needs the role admin" })}
                onClick={() => setAsked(one.risk)}
              >
                Change
              </button>
            </Card>
          </li>
        ))}
      </ul>
      {detail.runbooks.length === 0 ? (
        <p className="soft runbooks">
          Its entry makes no runbook possible: there is nothing that Gradus could do.
        </p>
      ) : (
        <details className="runbooks">
          <summary>
            {detail.runbooks.length} runbooks are possible, each only when Gradus is sure enough
          </summary>
          <div className="scroll">
            <table>
              <thead>
                <tr>
                  <th scope="col">Runbook</th>
                  <th scope="col">Risk</th>
                  <th scope="col">Now</th>
                </tr>
              </thead>
              <tbody>
                {detail.runbooks.map(({ id, title, risk, undoable }) => (
                  <tr key={id}>
                    <th scope="row">
                      {title} <span className="soft small">{id}</span>
                    </th>
                    <td>
                      {risk}
                      {undoable ? ", can be undone" : ""}
                    </td>
                    <td>
                      <Mark is={wouldRun(risk, detail, whole)} />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </details>
      )}
      {setting ? (
        <SetLevel target={detail.target.id} of={setting} onClose={() => setAsked(undefined)} />
      ) : null}
    </Section>
  );
};
