import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Link } from "wouter";
import { targetAt } from "../../app/addresses.ts";
import { told } from "../../api/client.ts";
import { useApi } from "../../api/use-api.ts";
import { useChange } from "../../api/use-change.ts";
import { useWho } from "../../api/use-who.ts";
import { KillSwitch } from "../../app/kill-switch.tsx";
import { person } from "../../text/words.ts";
import { Section } from "../../ui/parts.tsx";
import { Said } from "../../ui/said.tsx";
import { When } from "../../ui/when.tsx";
import { Part } from "./part.tsx";

/** What stops Gradus from acting: everywhere, and on single targets. */
export const Kill = () => {
  const { client, queries } = useApi();
  const { may } = useWho();
  const resume = useChange({
    do: (target: string) => told(client.resume.$post({ json: { target } })),
    said: (_, target) => `Gradus acts on ${target} again.`,
  });
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
                        disabled={resume.busy || !may("operator")}
                        title={may("operator") ? undefined : "This needs the role operator"}
                        onClick={() => resume.run(target)}
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
    </Section>
  );
};

const Paused = ({
  of: { by, at, reason },
  what,
}: {
  of: { by: string; at: number; reason: string };
  what: ReactNode;
}) => (
  <>
    <strong>{what}</strong> paused by <Said text={person(by)} /> <When at={at} />: <Said text={reason} />
  </>
);
