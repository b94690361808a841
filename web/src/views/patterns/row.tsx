import type { Pattern } from "../../api/types.ts";
import { many } from "../../text/words.ts";
import { Mark } from "../../ui/mark.tsx";
import { Exact, Said } from "../../ui/said.tsx";
import { When } from "../../ui/when.tsx";
import { caseOf, doneBy, originWords, seenIn, standingMarks } from "./case.ts";
import { IntervalBar } from "./interval.tsx";
import { More } from "./more.tsx";
import type { Weighed } from "./select.ts";
import { strengthOf } from "./strength.ts";

/** Columns, by name: a narrow page says the name in front of each. */
export const columns = [
  "What is seen",
  "What is done",
  "State",
  "Record",
  "Confidence",
  "Last learned",
] as const;

/** One pattern; opened, with all that is known of it. Roles are written out because a narrow page lays the table out as blocks. */
export const Row = ({
  of: { pattern, standing },
  now,
  open,
  onOpen,
}: {
  of: Weighed;
  now: number;
  open: boolean;
  onOpen: (open: boolean) => void;
}) => {
  const name = caseOf(pattern);
  return (
    <>
      <tr role="row" className={open ? "patterns-open" : ""} id={open ? "opened" : undefined}>
        <th role="rowheader" scope="row">
          <button
            className="patterns-toggle"
            aria-expanded={open}
            onClick={() => onOpen(!open)}
            title={open ? "Less" : "More"}
          >
            <span aria-hidden="true">{open ? "▾" : "▸"}</span>
            <span>
              <Said text={name} />
              <span className="soft small">
                <Said text={seenIn(pattern)} />
              </span>
            </span>
          </button>
        </th>
        <td role="cell">
          <Named name={columns[1]} />
          <Exact text={doneBy(pattern)} />
        </td>
        <td role="cell">
          <Named name={columns[2]} />
          <Mark is={standingMarks[standing]} />
          {pattern.origin === "own" ? null : (
            <span className="soft small patterns-origin">{originWords[pattern.origin]}</span>
          )}
        </td>
        <td role="cell" className="num">
          <Named name={columns[3]} />
          <Totals of={pattern} />
        </td>
        <td role="cell">
          <Named name={columns[4]} />
          <IntervalBar of={strengthOf(pattern, now)} />
        </td>
        <td role="cell">
          <Named name={columns[5]} />
          <When at={pattern.updatedAt} />
        </td>
      </tr>
      {open ? (
        <tr role="row" className="patterns-more">
          <td role="cell" colSpan={columns.length}>
            <More of={pattern} standing={standing} now={now} />
          </td>
        </tr>
      ) : null}
    </>
  );
};

const Named = ({ name }: { name: string }) => <span className="patterns-name soft small">{name}</span>;

/** Outcomes here: fixed, not fixed, harm. */
const Totals = ({ of: { totals: t } }: { of: Pattern }) => {
  const not = t.symptomOnly + t.notFixed + t.notHeld;
  return (
    <span className="patterns-totals">
      {t.fixed} fixed · {not} not ·{" "}
      <span className={t.harm > 0 ? "tone-bad" : ""}>{many(t.harm, "harm", "harm")}</span>
    </span>
  );
};
