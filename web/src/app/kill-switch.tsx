import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useApi } from "../api/use-api.ts";
import { useWho } from "../api/use-who.ts";
import { AskSwitch } from "./ask-switch.tsx";

/** One click from everywhere: stops all action, or lets Gradus act again. */
export const KillSwitch = () => {
  const { data: settings } = useQuery(useApi().queries.settings());
  const { may } = useWho();
  const [asking, setAsking] = useState(false);
  if (!settings) return null;
  return (
    <>
      <button
        className={settings.paused ? "primary" : "kill"}
        disabled={!may("operator")}
        title={may("operator") ? undefined : "This needs the role operator"}
        onClick={() => setAsking(true)}
      >
        {settings.paused ? (
          "Resume"
        ) : (
          <>
            <span aria-hidden="true">■</span> Pause<span className="wide-only"> all</span>
          </>
        )}
      </button>
      {asking ? <AskSwitch target="" onClose={() => setAsking(false)} /> : null}
    </>
  );
};
