import { redact } from "@gradus/core";
import type { OutboxMail } from "../views/mail.ts";
import type { ReadMail } from "./eml.ts";
import { Ago, Badge, Empty, Layout } from "./parts.tsx";
import type { Site } from "./site.ts";

export const MailPage = ({
  site,
  mail,
  now,
}: {
  site: Site;
  mail: readonly OutboxMail[] | undefined;
  now: number;
}) => (
  <Layout title="Mail" here="/mail" site={site}>
    <h1>Mail</h1>
    <p class="soft">
      {mail === undefined
        ? "This installation keeps no outbox."
        : "Every message is written to the outbox first, and sent from there if a mail server is configured."}
    </p>
    <section id="list" data-live aria-label="Messages">
      {!mail || mail.length === 0 ? (
        <Empty>No messages yet.</Empty>
      ) : (
        <div class="scroll">
          <table class="stack">
            <thead>
              <tr>
                <th scope="col">Subject</th>
                <th scope="col">To</th>
                <th scope="col">When</th>
                <th scope="col">State</th>
              </tr>
            </thead>
            <tbody>
              {mail.map((m) => (
                <tr>
                  <td class="wide">
                    <a href={`/mail/${m.id}`}>{m.subject}</a>
                  </td>
                  <td data-label="To" class="text">
                    {m.to}
                  </td>
                  <td class="num" data-label="When">
                    <Ago at={m.at} now={now} />
                  </td>
                  <td>
                    {m.unsent === undefined ? (
                      <Badge mark={{ tone: "good", icon: "✓", word: "written" }} />
                    ) : (
                      <Badge mark={{ tone: "wait", icon: "…", word: m.unsent }} />
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  </Layout>
);

export const MessagePage = ({ site, id, mail }: { site: Site; id: string; mail: ReadMail }) => (
  <Layout title={mail.subject} here="/mail" site={site}>
    <h1>{mail.subject}</h1>
    <p class="soft">
      To {mail.to}, {mail.date}. <a href={`/api/mail/${id}`}>The message as it was sent</a>
    </p>
    <div class="card">
      <pre>
        {linked(mail.text, site.api.baseUrl).map((part) =>
          part.url ? <a href={part.text}>{part.text}</a> : redact(part.text, 50_000),
        )}
      </pre>
    </div>
  </Layout>
);

/** Splits a text at addresses of our own; others stay text. */
function linked(text: string, base: string): Array<{ text: string; url: boolean }> {
  return text
    .split(/(https?:\/\/[^\s<>"]+)/)
    .map((part, i) => ({ text: part, url: i % 2 === 1 && part.startsWith(`${base}/`) }));
}
