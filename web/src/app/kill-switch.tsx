import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { told } from "../api/client.ts";
import { useApi } from "../api/use-api.ts";
import { useChange } from "../api/use-change.ts";
import { useWho } from "../api/use-who.ts";
import { AskPause } from "./ask-pause.tsx";

/** One click from everywhere: stops all action, or lets Gradus act again. */
export const KillSwitch = () => {
  const { client, queries } = useApi();
  const { data: settings } = useQuery(queries.settings());
  const { may } = useWho();
  const [asking, setAsking] = useState(false);
  const resume = useChange({
    do: () => told(client.resume.$post({ json: {} })),
    said: () => "Gradus acts again.",
  });
  if (!settings) return null;
  const why = may("operator") ? {} : { disabled: true, title: "This needs the role operator" };
  if (settings.paused)
    return (
      <button className="primary" onClick={() => resume.run(undefined)} {...why}>
        Resume
      </button>
    );
  return (
    <>
      <button className="kill" onClick={() => setAsking(true)} {...why}>
        <span aria-hidden="true">■</span> Pause<span className="wide-only"> all</span>
      </button>
      {asking ? <AskPause target="" onClose={() => setAsking(false)} /> : null}
    </>
  );
};
