import type { Choice } from "../../api/types.ts";
import { useNow } from "../../api/use-now.ts";
import type { AnswerProps } from "./answer-box.tsx";
import { Resolve } from "./resolve.tsx";
import { Words } from "./words.tsx";

/** Yes or no to exactly what is shown; or the thing was dealt with in another way. */
export const Approve = ({
  expiresAt,
  choices,
  ...props
}: AnswerProps & { expiresAt: number | undefined; choices: readonly Choice[] }) => {
  const { words, onAnswer, busy, barred, note } = props;
  const isOver = useNow() > (expiresAt ?? Infinity);
  const off = busy || barred !== undefined || isOver;
  const answer = (verb: "approve" | "reject") => () => onAnswer({ verb, notes: words.trim() });
  return (
    <div className="form">
      <Words {...props} label="Notes" hint="if you like" />
      <div className="actions">
        <button className="primary" disabled={off} onClick={answer("approve")}>
          {busy ? "Under way …" : "Approve, and run it"}
        </button>
        <button className="danger" disabled={off} onClick={answer("reject")}>
          Reject
        </button>
        {note}
      </div>
      <details>
        <summary>Neither: I dealt with it myself, or Gradus should look again</summary>
        <Resolve {...props} choices={choices} isBare />
      </details>
    </div>
  );
};
