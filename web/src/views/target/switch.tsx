import { useState } from "react";
import { told } from "../../api/client.ts";
import { useApi } from "../../api/use-api.ts";
import { useChange } from "../../api/use-change.ts";
import { useWho } from "../../api/use-who.ts";
import { AskPause } from "../../app/ask-pause.tsx";

/** Stops all action on this target, or allows it again. */
export const Switch = ({ target, paused }: { target: string; paused: boolean }) => {
  const { client } = useApi();
  const { may } = useWho();
  const [asking, setAsking] = useState(false);
  const resume = useChange({
    do: () => told(client.resume.$post({ json: { target } })),
    said: () => `Gradus acts on ${target} again.`,
  });
  const why = may("operator") ? {} : { disabled: true, title: "This needs the role operator" };
  if (paused)
    return (
      <button className="primary" onClick={() => resume.run(undefined)} {...why}>
        Resume this target
      </button>
    );
  return (
    <>
      <button onClick={() => setAsking(true)} {...why}>
        Pause this target
      </button>
      {asking ? <AskPause target={target} onClose={() => setAsking(false)} /> : null}
    </>
  );
};
