import { useQuery } from "@tanstack/react-query";
import { useSyncExternalStore } from "react";
import { useApi } from "../api/use-api.ts";
import { here } from "../auth/sign-in.ts";
import { person } from "../text/words.ts";
import { Note } from "../ui/parts.tsx";
import { Said } from "../ui/said.tsx";
import { At, When } from "../ui/when.tsx";

/** What must be known wherever one is: that nobody answers, that the sign-in is over, that Gradus is paused or unwell. */
export const Banner = () => {
  const { connection, queries, session } = useApi();
  const { heardAt, silent, signedOut } = useSyncExternalStore(connection.subscribe, connection.standing);
  const { data: settings } = useQuery(queries.settings());
  const { data: health } = useQuery(queries.health());
  const paused = settings?.paused;
  return (
    <div className="banners">
      {signedOut ? (
        <Note tone="bad">
          {session ? "Your sign-in has ended" : "Gradus does not take your token any more"}. What you see, and
          what you wrote, stays.{" "}
          {session ? (
            <button onClick={() => void session.begin(here())}>Sign in again</button>
          ) : (
            "Open its address once with “?token=” and the token (GRADUS_TOKEN where it was started) in another tab."
          )}
        </Note>
      ) : null}
      {silent ? (
        <Note tone="bad">
          <strong>
            Gradus has not answered since <At at={silent.since} />.
          </strong>{" "}
          {heardAt === undefined ? null : (
            <>
              What you see is what it said <When at={heardAt} />.{" "}
            </>
          )}
          {silent.why}
        </Note>
      ) : null}
      {paused ? (
        <Note tone="wait">
          <strong>Gradus is paused: it watches, and does nothing.</strong> Paused by {person(paused.by)}{" "}
          <When at={paused.at} />: <Said text={paused.reason} />
        </Note>
      ) : null}
      {health?.observeOnly ? (
        <Note tone="wait">Gradus was started to observe only: it proposes, and does nothing.</Note>
      ) : null}
      {health?.problems.map((problem) => (
        <Note key={problem} tone="bad">
          <strong>Gradus is unwell.</strong> <Said text={problem} />
        </Note>
      ))}
    </div>
  );
};
