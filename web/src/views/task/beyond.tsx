import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "wouter";
import { chainAt } from "../../app/addresses.ts";
import type { Replay, TaskDetail } from "../../api/types.ts";
import { told } from "../../api/client.ts";
import { now } from "../../api/clock.ts";
import { useApi } from "../../api/use-api.ts";
import { useChange } from "../../api/use-change.ts";
import { useWho } from "../../api/use-who.ts";
import { many } from "../../text/words.ts";
import { Section } from "../../ui/parts.tsx";
import { Said } from "../../ui/said.tsx";
import { awsLinks } from "./aws.ts";

/** Where else to look: at the proof of what is told, in the AWS console, and at what would be done today. */
export const Beyond = ({ detail }: { detail: TaskDetail }) => (
  <>
    <Section id="beyond" title="Beyond">
      <AwsLinks of={detail} />
      <Chain id={detail.task.id} />
    </Section>
    <Again id={detail.task.id} />
  </>
);
/** Whether what is told here can be believed. */
const Chain = ({ id }: { id: string }) => {
  const { data } = useQuery(useApi().queries.chain(id));
  const href = chainAt(id);
  if (!data) return null;
  const { verified } = data;
  return verified.ok ? (
    <p className="small">
      <span className="tone-good">✓</span> The <Link href={href}>audit chain</Link> of{" "}
      {many(verified.length, "event")} holds.
    </p>
  ) : (
    <p className="say bad" role="alert">
      ✗ The <Link href={href}>audit chain</Link> is broken at event {verified.at}:{" "}
      <Said text={verified.why} />. What is told here from there on cannot be believed.
    </p>
  );
};

const AwsLinks = ({ of: { task, execution } }: { of: TaskDetail }) => {
  const { config } = useApi();
  if (config.console === null) return null;
  return (
    <ul className="plain small">
      {awsLinks(config.console, config.region, task, execution?.name ?? task.id, now()).map(
        ({ word, href }) => (
          <li key={word}>
            <a href={href} target="_blank" rel="noreferrer">
              {word} <span aria-hidden="true">↗</span>
            </a>
          </li>
        ),
      )}
    </ul>
  );
};

/** The stored evidence once more, before today's patterns and experts. Nothing is done. */
const Again = ({ id }: { id: string }) => {
  const { client } = useApi();
  const { may } = useWho();
  const [replay, setReplay] = useState<Replay>();
  const { run, busy } = useChange({
    do: () => told(client.replay[":task"].$post({ param: { task: id }, json: {} })),
    done: setReplay,
  });
  return (
    <Section id="again" title="And today?">
      <button
        className="slim"
        disabled={busy || !may("operator")}
        title={may("operator") ? "Reads the evidence again; nothing is done" : "This needs the role operator"}
        onClick={() => run(undefined)}
      >
        {busy ? "Thinking …" : "What would today’s Gradus propose?"}
      </button>
      {replay ? (
        <div className="tv-again small" role="status">
          <p>{replay.differs ? "≠ It would act differently today." : "= It would do the same today."}</p>
          <Lines title="Then" of={replay.then} />
          <Lines title="Now" of={replay.now} />
        </div>
      ) : null}
    </Section>
  );
};

const Lines = ({ title, of }: { title: string; of: readonly string[] }) => (
  <>
    <h3>{title}</h3>
    <ul>
      {of.map((line) => (
        <li key={line}>
          <Said text={line} max={600} />
        </li>
      ))}
    </ul>
  </>
);
