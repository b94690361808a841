import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { messageOf } from "../../api/problem.ts";
import { useQueries } from "../../api/use-api.ts";
import { visible } from "../../text/words.ts";
import { Note } from "../../ui/parts.tsx";
import { Exact, Said } from "../../ui/said.tsx";
import { When } from "../../ui/when.tsx";
import { headersOf, linked } from "./linked.ts";

/** One message as people read it. */
export const Message = ({ id, unsent }: { id: string; unsent?: string | undefined }) => {
  const { data, error } = useQuery(useQueries().mailParts(id));
  if (!data)
    return error ? (
      <Note tone="bad">{messageOf(error)}</Note>
    ) : (
      <p className="starting" aria-busy="true">
        Loading …
      </p>
    );
  return (
    <article className="card mail-message" aria-labelledby="mail-subject">
      <h2 id="mail-subject">
        <Said text={data.subject} max={300} />
      </h2>
      <p className="soft small">
        To <Said text={data.to} max={300} />
        {data.at === undefined ? null : (
          <>
            , <When at={data.at} />
          </>
        )}
      </p>
      {unsent === undefined ? null : (
        <Note tone="wait">
          Not sent: <Said text={unsent} />
        </Note>
      )}
      <div className="mail-text">
        {linked(data.text, location.origin).map(({ text, href }, at) =>
          href === undefined ? (
            <span key={at}>{visible(text)}</span>
          ) : (
            <a key={at} href={href}>
              {visible(text)}
            </a>
          ),
        )}
      </div>
      <Headers id={id} />
    </article>
  );
};

const Headers = ({ id }: { id: string }) => {
  const [asked, setAsked] = useState(false);
  const { data, error } = useQuery({ ...useQueries().mailRaw(id), enabled: asked });
  return (
    <details onToggle={(event) => event.currentTarget.open && setAsked(true)}>
      <summary>Headers</summary>
      {data === undefined ? (
        <p>{error ? messageOf(error) : "Loading …"}</p>
      ) : (
        <Exact text={headersOf(data)} block />
      )}
    </details>
  );
};
