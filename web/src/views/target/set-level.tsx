import { useState } from "react";
import { told } from "../../api/client.ts";
import { useApi } from "../../api/use-api.ts";
import type { AllowanceView } from "../../api/types.ts";
import { useChange } from "../../api/use-change.ts";
import { Ask } from "../../ui/ask.tsx";
import { type Level, levelMarks, levelsFor } from "./allows.ts";

const ENTRY = "entry";

/** Asks what a target is to allow from now on, and why. It counts in the place of the entry until somebody goes back to that. */
export const SetLevel = ({
  target,
  of,
  onClose,
}: {
  target: string;
  of: AllowanceView;
  onClose: () => void;
}) => {
  const { client } = useApi();
  const [chosen, setChosen] = useState<Level | typeof ENTRY>(of.set ? of.set.level : ENTRY);
  const change = useChange({
    do: (reason: string) =>
      told(
        client.targets[":id"].autonomy.$post({
          param: { id: target },
          json: { risk: of.risk, level: chosen === ENTRY ? null : chosen, reason },
        }),
      ),
    said: () =>
      chosen === ENTRY
        ? `What ${target} allows is again what its entry says.`
        : `${target}, ${of.risk}: Gradus ${levelMarks[chosen].word}.`,
    done: onClose,
  });
  return (
    <Ask
      title={`What may Gradus do on ${target}?`}
      verb="Set it"
      danger={chosen === "auto"}
      words={{ label: "Why", needed: true, most: 500, hint: "It stands in the audit log with your name." }}
      busy={change.busy}
      problem={change.problem}
      onClose={onClose}
      onSay={change.run}
    >
      <label>
        With what is {of.risk}
        <select
          value={chosen}
          onChange={({ target: { value } }) =>
            setChosen(levelsFor(of.risk).find((level) => level === value) ?? ENTRY)
          }
        >
          <option value={ENTRY}>as its entry says: {levelMarks[of.entry].word}</option>
          {levelsFor(of.risk).map((level) => (
            <option key={level} value={level}>
              {levelMarks[level].word}
            </option>
          ))}
        </select>
      </label>
      <p className="soft small">
        {of.risk === "destructive" ? "Gradus never destroys anything without a person. " : ""}
        What was earned or lost by outcomes counts afresh from here on.
      </p>
    </Ask>
  );
};
