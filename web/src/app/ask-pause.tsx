import { told } from "../api/client.ts";
import { useApi } from "../api/use-api.ts";
import { useChange } from "../api/use-change.ts";
import { Ask } from "../ui/ask.tsx";

/** Asks why, and pauses one target, or everything (""). */
export const AskPause = ({ target, onClose }: { target: string; onClose: () => void }) => {
  const { client } = useApi();
  const everything = target === "";
  const pause = useChange({
    do: (reason: string) => told(client.pause.$post({ json: everything ? { reason } : { reason, target } })),
    said: () =>
      everything
        ? "Gradus is paused: it does nothing until resumed."
        : `Gradus is paused on ${target}: it does nothing there until resumed.`,
    done: onClose,
  });
  return (
    <Ask
      title={everything ? "Pause Gradus everywhere?" : `Pause Gradus on ${target}?`}
      verb={everything ? "Pause everything" : "Pause it"}
      danger
      words={{ label: "Why", needed: true }}
      busy={pause.busy}
      problem={pause.problem}
      onClose={onClose}
      onSay={pause.run}
    >
      <p>
        It goes on watching and telling people. It runs nothing{everything ? ", on no target," : " there"}{" "}
        until somebody resumes it. A step that has begun is not cut off.
      </p>
    </Ask>
  );
};
