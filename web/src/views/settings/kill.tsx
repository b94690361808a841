import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "wouter";
import { targetAt } from "../../app/addresses.ts";
import { useApi } from "../../api/use-api.ts";
import { useWho } from "../../api/use-who.ts";
import { AskSwitch, Paused } from "../../app/ask-switch.tsx";
import { KillSwitch } from "../../app/kill-switch.tsx";
import { Section } from "../../ui/parts.tsx";
import { Said } from "../../ui/said.tsx";
import { Part } from "./part.tsx";

/** What stops Gradus from acting: everywhere, and on single targets. */
export const Kill = () => {
  const { queries } = useApi();
  const { may } = useWho();
  const [asking, setAsking] = useState<string>();
  return (
    <Section title="Kill switch" id="kill" side={<KillSwitch />}>
      <Part query={useQuery(queries.settings())}>
        {({ paused, pausedTargets }) => {
          const targets = Object.entries(pausedTargets);
          return (
            <div className={`card ${paused ? "wait" : ""}`}>
              <p>
                {paused ? (
                  <Paused of={paused} what="Everything" />
                ) : (
                  "Gradus acts, as far as each target allows."
                )}
              </p>
              {targets.length === 0 ? (
                <p className="soft">No single target is paused.</p>
              ) : (
                <ul className="plain">
                  {targets.map(([target, pause]) => (
                    <li key={target} className="row">
                      <span>
                        <Paused
                          of={pause}
                          what={
                            <Link href={targetAt(target)}>
                              <Said text={target} />
                            </Link>
                          }
                        />
                      </span>
                      <button
                        className="slim"
                        disabled={!may("operator")}
                        title={may("operator") ? undefined : "This needs the role operator"}
                        onClick={() => setAsking(target)}
                      >
                        Resume <span className="sr">{target}</span>
                      </button>
                    </li>
                  ))}
                </ul>
              )}
            </div>
          );
        }}
      </Part>
      {asking === undefined ? null : <AskSwitch target={asking} onClose={() => setAsking(undefined)} />}
    </Section>
  );
};
