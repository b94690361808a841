import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useEffect, useState } from "react";
import { told } from "../api/client.ts";
import { useApi } from "../api/use-api.ts";
import { useChange } from "../api/use-change.ts";
import { person } from "../text/words.ts";
import { Ask } from "../ui/ask.tsx";
import { Said } from "../ui/said.tsx";
import { When } from "../ui/when.tsx";

interface Pause {
  by: string;
  at: number;
  reason: string;
}

/** Who paused what, when and why. */
export const Paused = ({ of: { by, at, reason }, what }: { of: Pause; what: ReactNode }) => (
  <>
    <strong>{what}</strong> paused by <Said text={person(by)} /> <When at={at} />: <Said text={reason} />
  </>
);

/**
 * Asks before one target, or everything (""), is paused or let act again. It asks what it asked at first, and goes away when
 * somebody else was quicker: nothing turns into its opposite under a hand that is about to press.
 */
export const AskSwitch = ({ target, onClose }: { target: string; onClose: () => void }) => {
  const { client, queries } = useApi();
  const { data: { paused, pausedTargets = {} } = {} } = useQuery(queries.settings());
  const everything = target === "";
  const pause = everything
    ? paused
    : Object.hasOwn(pausedTargets, target)
      ? pausedTargets[target]
      : undefined;
  const [first] = useState(pause);
  const isOver = pause?.at !== first?.at;
  useEffect(() => {
    if (isOver) onClose();
  });
  const one = everything ? {} : { target };
  const change = useChange({
    do: (reason: string) =>
      told(first ? client.resume.$post({ json: one }) : client.pause.$post({ json: { reason, ...one } })),
    said: () =>
      first
        ? `Gradus acts ${everything ? "" : `on ${target} `}again.`
        : everything
          ? "Gradus is paused: it does nothing until resumed."
          : `Gradus is paused on ${target}: it does nothing there until resumed.`,
    done: onClose,
  });
  const where = everything ? "everywhere" : `on ${target}`;
  const asks = { busy: change.busy, problem: change.problem, onClose, onSay: change.run };
  return first ? (
    <Ask
      title={`Let Gradus act again ${where}?`}
      verb={everything ? "Resume everything" : "Resume it"}
      {...asks}
    >
      <p>
        <Paused of={first} what={everything ? "Everything" : target} />
      </p>
    </Ask>
  ) : (
    <Ask
      title={`Pause Gradus ${where}?`}
      verb={everything ? "Pause everything" : "Pause it"}
      danger
      words={{ label: "Why", needed: true, most: 500 }}
      {...asks}
    >
      <p>
        It goes on watching and telling people. It runs nothing{everything ? ", on no target," : " there"}{" "}
        until somebody resumes it. A step that has begun is not cut off.
      </p>
    </Ask>
  );
};
