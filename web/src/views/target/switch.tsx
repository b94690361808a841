import { useState } from "react";
import { useWho } from "../../api/use-who.ts";
import { AskSwitch } from "../../app/ask-switch.tsx";

/** Stops all action on this target, or allows it again. */
export const Switch = ({ target, paused }: { target: string; paused: boolean }) => {
  const { may } = useWho();
  const [asking, setAsking] = useState(false);
  return (
    <>
      <button
        className={paused ? "primary" : ""}
        disabled={!may("operator")}
        title={may("operator") ? undefined : "This needs the role operator"}
        onClick={() => setAsking(true)}
      >
        {paused ? "Resume" : "Pause"} this target
      </button>
      {asking ? <AskSwitch target={target} onClose={() => setAsking(false)} /> : null}
    </>
  );
};
