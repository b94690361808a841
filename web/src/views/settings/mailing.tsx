import { Link } from "wouter";
import { told } from "../../api/client.ts";
import type { Configuration } from "../../api/types.ts";
import { useApi } from "../../api/use-api.ts";
import { useChange } from "../../api/use-change.ts";
import { useWho } from "../../api/use-who.ts";
import { Fact, Note, Section } from "../../ui/parts.tsx";
import { Said } from "../../ui/said.tsx";

const viaWords: Record<string, string> = {
  outbox: "nowhere: it is kept in the outbox of this machine",
  smtp: "through an SMTP server",
  ses: "through Amazon SES",
};

/** How mail is sent and to whom, and a try. */
export const Mailing = ({ of: { mail } }: { of: Configuration }) => {
  const { client, config } = useApi();
  const { may } = useWho();
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
          <Fact name="Told of what nobody owns">
            {mail.to.length === 0 ? (
              "nobody: a task that waits is seen here only"
            ) : (
              <Said text={mail.to.join(", ")} />
            )}
          </Fact>
        </dl>
        {config.events ? (
          <p>
            <Link href="/mail">The outbox</Link>
          </p>
        ) : null}
      </div>
    </Section>
  );
};
