import type { Sort, SortBy } from "./address.ts";
import { sorts } from "./address.ts";

/** The words of what sorts, and whether its other end is what one looks for first. */
const words: Record<SortBy, readonly [word: string, descendingFirst: boolean]> = {
  severity: ["Severity", true],
  target: ["Target", false],
  phase: ["Phase", true],
  updated: ["Updated", true],
  age: ["Age", false],
};
const columns: ReadonlyArray<SortBy | "Task" | "Status" | "Last action" | "People"> = [
  "severity",
  "Task",
  "target",
  "Status",
  "phase",
  "Last action",
  "People",
  "updated",
  "age",
];
const isSort = (column: string): column is SortBy => column in words;

interface HeadProps {
  sort: Sort;
  narrow: boolean;
  matching: number;
  hidden: boolean;
  onSort: (sort: Sort) => void;
  onAll: () => void;
}

/** The heads of the columns, which sort; of cards, a list of what they can be sorted by. */
export const Head = ({ sort, narrow, matching, hidden, onSort, onAll }: HeadProps) => (
  <div role="rowgroup" className={`tasks-head${hidden ? " tasks-hidden" : ""}`}>
    <div role="row" aria-rowindex={1} className="tasks-cells">
      <div role="columnheader">
        <label className="tasks-check">
          <input
            type="checkbox"
            checked={false}
            aria-label={`Select all ${matching} that match`}
            onChange={onAll}
          />
        </label>
      </div>
      {narrow ? (
        <div role="columnheader">
          <SortList sort={sort} onSort={onSort} />
        </div>
      ) : (
        columns.map((column) =>
          isSort(column) ? (
            <SortHead key={column} by={column} sort={sort} onSort={onSort} />
          ) : (
            <div key={column} role="columnheader">
              {column}
            </div>
          ),
        )
      )}
    </div>
  </div>
);

const SortHead = ({ by, sort, onSort }: { by: SortBy } & Pick<HeadProps, "sort" | "onSort">) => {
  const [word, first] = words[by];
  const on = sort.by === by;
  return (
    <div role="columnheader" aria-sort={on ? (sort.descending ? "descending" : "ascending") : "none"}>
      <button
        className="tasks-sort"
        onClick={() => onSort({ by, descending: on ? !sort.descending : first })}
      >
        {word} <span aria-hidden="true">{on ? (sort.descending ? "↓" : "↑") : ""}</span>
      </button>
    </div>
  );
};

const ends: Record<SortBy, readonly [descending: string, ascending: string]> = {
  severity: ["worst first", "mildest first"],
  target: ["target Z–A", "target A–Z"],
  phase: ["furthest phase first", "earliest phase first"],
  updated: ["last changed first", "first changed first"],
  age: ["oldest first", "newest first"],
};

const SortList = ({ sort, onSort }: Pick<HeadProps, "sort" | "onSort">) => (
  <label className="tasks-sort-list">
    <span className="sr">Sort</span>
    <select
      value={`${sort.descending ? "-" : ""}${sort.by}`}
      onChange={({ target: { value } }) => {
        const by = sorts.find((one) => value.endsWith(one));
        if (by) onSort({ by, descending: value.startsWith("-") });
      }}
    >
      {sorts.flatMap((by) => [
        <option key={`-${by}`} value={`-${by}`}>
          {ends[by][0]}
        </option>,
        <option key={by} value={by}>
          {ends[by][1]}
        </option>,
      ])}
    </select>
  </label>
);
