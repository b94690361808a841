import "./mail.css";
import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import { useApi } from "../../api/use-api.ts";
import { useTitle } from "../../app/badge.ts";
import { useParam } from "../../app/use-param.ts";
import { many } from "../../text/words.ts";
import { Loaded } from "../../ui/loaded.tsx";
import { Empty, Lead } from "../../ui/parts.tsx";
import { Said } from "../../ui/said.tsx";
import { When } from "../../ui/when.tsx";
import { Message } from "./message.tsx";

/** As many as are asked for at once. */
const MOST = 200;

/** What lies in the outbox of this machine. Where mail is really sent, by AWS, there is none. */
const Mail = () => {
  useTitle("Mail");
  const { queries, config } = useApi();
  const [chosen] = useParam("message");
  const query = useQuery({ ...queries.mail(), enabled: config.events });
  if (!config.events)
    return (
      <Lead tone="calm" icon="✉" title="Mail is sent, and not kept here">
        <p>
          Who was told of a task stands in its story; a message itself has only who got it.{" "}
          <Link href="/settings#mail">How mail is sent, and to whom</Link>
        </p>
      </Lead>
    );
  return (
    <Loaded query={query}>
      {({ mail }) => {
        const unsent = mail.filter((one) => one.unsent !== undefined).length;
        const message = mail.find(({ id }) => id === chosen);
        return (
          <>
            <Lead
              tone={unsent > 0 ? "wait" : "calm"}
              icon="✉"
              title={
                mail.length === 0
                  ? "No mail yet"
                  : `${many(mail.length, "message")}${mail.length >= MOST ? ", the newest" : ""}`
              }
            >
              <p>
                {unsent > 0 ? `${many(unsent, "message")} lie here unsent: each says why. ` : ""}
                <Link href="/settings#mail">How mail is sent, and a test</Link>
              </p>
            </Lead>
            {mail.length === 0 && chosen === "" ? (
              <Empty>
                Nobody had to be told of anything. Who is told when a task waits for a person is read here.
              </Empty>
            ) : (
              <div className={`mail ${chosen === "" ? "" : "mail-chosen"}`}>
                <ul aria-label="Messages" className="plain mail-list">
                  {mail.map(({ id, at, to, subject, unsent }) => (
                    <li key={id}>
                      <Link
                        href={`/mail?message=${encodeURIComponent(id)}`}
                        {...(id === chosen ? { "aria-current": "true" } : {})}
                      >
                        <strong>
                          <Said text={subject} max={200} />
                        </strong>
                        <span className="small">
                          <Said text={to} max={200} /> · <When at={at} />
                        </span>
                        {unsent === undefined ? null : (
                          <span className="small tone-wait">
                            ! not sent: <Said text={unsent} max={200} />
                          </span>
                        )}
                      </Link>
                    </li>
                  ))}
                </ul>
                {chosen === "" ? (
                  <p className="soft mail-none">Choose a message to read it.</p>
                ) : (
                  <div>
                    <p className="mail-back">
                      <Link href="/mail">← All messages</Link>
                    </p>
                    <Message key={chosen} id={chosen} unsent={message?.unsent} />
                  </div>
                )}
              </div>
            )}
          </>
        );
      }}
    </Loaded>
  );
};
export default Mail;
