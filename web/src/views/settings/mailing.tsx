import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "wouter";
import { told } from "../../api/client.ts";
import type { Configuration } from "../../api/types.ts";
import { useApi } from "../../api/use-api.ts";
import { useChange } from "../../api/use-change.ts";
import { useWho } from "../../api/use-who.ts";
import { visible } from "../../text/words.ts";
import { Ask } from "../../ui/ask.tsx";
import { Fact, Note, Section } from "../../ui/parts.tsx";
import { Said } from "../../ui/said.tsx";
import { When } from "../../ui/when.tsx";

const viaWords: Record<string, string> = {
  outbox: "nowhere: it is kept in the outbox of this machine",
  smtp: "through an SMTP server",
  ses: "through Amazon SES",
};

/** How mail is sent and to whom, and a try. */
export const Mailing = ({ of: { mail } }: { of: Configuration }) => {
  const { client, config, queries } = useApi();
  const { may } = useWho();
  const { data: settings } = useQuery(queries.settings());
  const [asking, setAsking] = useState<string>();
  const rejoin = useChange({
    do: (recipient: string) => told(client.mail.rejoin.$post({ json: { recipient } })),
    said: (_, recipient) => `${visible(recipient)} gets mail again.`,
    done: () => setAsking(undefined),
  });
  const test = useChange({
    do: () => told(client.mail.test.$post({ json: {} })),
    said: ({ to, via }) =>
      to.length === 0
        ? "There is nobody to write to."
        : `A test message went to ${to.join(", ")}${via === "outbox" ? ", into the outbox" : ""}.`,
  });
  return (
    <Section
      title="Mail"
      id="mail"
      side={
        <button
          className="slim"
          disabled={test.busy || !may("operator")}
          title={may("operator") ? undefined : "This needs the role operator"}
          onClick={() => test.run(undefined)}
        >
          {test.busy ? "Sending …" : "Send a test message"}
        </button>
      }
    >
      <div className="card">
        {test.problem === undefined ? null : <Note tone="bad">{test.problem}</Note>}
        <dl className="facts">
          <Fact name="Sent">
            <Said text={viaWords[mail.via] ?? mail.via} />
          </Fact>
          <Fact name="From">{mail.from === undefined ? "nobody yet" : <Said text={mail.from} />}</Fact>
          <Fact name="To">
            {mail.to.length === 0 ? (
              "nobody: a task that waits is seen here only"
            ) : (
              <Said text={mail.to.join(", ")} />
            )}
          </Fact>
          {Object.entries(settings?.mail?.left ?? {}).map(([address, { at }]) => (
            <Fact key={address} name="Wants no more">
              <Said text={address} />, <When at={at} />{" "}
              <button className="slim" disabled={!may("operator")} onClick={() => setAsking(address)}>
                Write to them again …
              </button>
            </Fact>
          ))}
        </dl>
        {config.events ? (
          <p>
            <Link href="/mail">The outbox</Link>
          </p>
        ) : null}
      </div>
      {asking === undefined ? null : (
        <Ask
          title={`Send mail to ${visible(asking)} again?`}
          verb="Send it again"
          busy={rejoin.busy}
          problem={rejoin.problem}
          onClose={() => setAsking(undefined)}
          onSay={() => rejoin.run(asking)}
        >
          <p>They asked for no more. Each message has a link to ask that again.</p>
        </Ask>
      )}
    </Section>
  );
};
