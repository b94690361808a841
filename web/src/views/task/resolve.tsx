import { useState } from "react";
import type { Choice } from "../../api/types.ts";
import { visible } from "../../text/words.ts";
import type { AnswerProps } from "./answer-box.tsx";
import { Words } from "./words.tsx";

/** It is dealt with, and how; or Gradus looks again. `isBare`: the words are asked for elsewhere. */
export const Resolve = ({
  choices,
  isBare = false,
  ...props
}: AnswerProps & { choices: readonly Choice[]; isBare?: boolean }) => {
  const { words, onAnswer, busy, barred, note } = props;
  const [method, setMethod] = useState("");
  const notes = words.trim();
  const off = busy || barred !== undefined;
  const action = choices.find(({ key }) => key === method)?.action;
  return (
    <div className="form">
      {isBare ? null : (
        <Words {...props} label="What was done, or what to know" hint="needed to resolve it" />
      )}
      {choices.length === 0 ? null : (
        <label>
          What helped <span className="hint">(a named method is learned, and used the next time)</span>
          <select value={method} onChange={(event) => setMethod(event.target.value)}>
            <option value="">Something else: nothing is learned</option>
            {choices.map(({ key, title }) => (
              <option key={key} value={key}>
                {visible(`${title}: ${key}`)}
              </option>
            ))}
          </select>
        </label>
      )}
      <div className="actions">
        <button
          className={isBare ? "" : "primary"}
          disabled={off || notes === ""}
          title={notes === "" ? "Say first what was done" : undefined}
          onClick={() => onAnswer({ verb: "resolve", notes, ...(action ? { action } : {}) })}
        >
          {busy ? "Under way …" : "It is dealt with"}
        </button>
        <button disabled={off} onClick={() => onAnswer({ verb: "hand-back", notes })}>
          Hand back to Gradus
        </button>
        {isBare ? null : note}
        {notes === "" && !isBare ? <span className="hint">Say what was done to resolve it.</span> : null}
      </div>
    </div>
  );
};
