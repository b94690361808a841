import "./patterns.css";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import { useNow } from "../../api/use-now.ts";
import type { Pattern } from "../../api/types.ts";
import { useQueries } from "../../api/use-api.ts";
import { useTitle } from "../../app/badge.ts";
import { useParam } from "../../app/use-param.ts";
import { many } from "../../text/words.ts";
import { Loaded } from "../../ui/loaded.tsx";
import { Empty, Lead } from "../../ui/parts.tsx";
import { SearchBox } from "../../ui/search-box.tsx";
import { Exchange } from "./exchange.tsx";
import { columns, Row } from "./row.tsx";
import { countsOf, orderOf, select, showOf, type Show, weigh } from "./select.ts";

const MINUTE_MS = 60_000;
const STEP = 100;

const showWords: ReadonlyArray<readonly [Show, string]> = [
  ["", "All"],
  ["used", "In use"],
  ["trial", "On trial"],
  ["quarantined", "Quarantined"],
  ["retired", "Retired"],
  ["foreign", "Foreign"],
];

const Patterns = () => {
  useTitle("Patterns");
  return (
    <Loaded query={useQuery(useQueries().patterns())}>{({ patterns }) => <All patterns={patterns} />}</Loaded>
  );
};
export default Patterns;

/** What was learned: which case is met by which action, and how far that is to be trusted. */
const All = ({ patterns }: { patterns: readonly Pattern[] }) => {
  const [search, setSearch] = useParam("q");
  const [showWord, setShow] = useParam("show");
  const [orderWord, setOrder] = useParam("order");
  const [opened, setOpened] = useParam("pattern");
  const [most, setMost] = useState(STEP);
  // Records fade by the day: to weigh thousands anew each second would be for nothing.
  const now = Math.floor(useNow() / MINUTE_MS) * MINUTE_MS;
  const show = showOf(showWord);
  const order = orderOf(orderWord);
  const all = useMemo(() => patterns.map((pattern) => weigh(pattern, now)), [patterns, now]);
  const counts = useMemo(() => countsOf(all), [all]);
  const found = useMemo(() => select(all, { show, order, search }), [all, show, order, search]);
  // Who follows a link to one is brought to it.
  useEffect(() => {
    if (opened !== "") document.getElementById("opened")?.scrollIntoView({ block: "nearest" });
  }, [opened]);
  if (patterns.length === 0)
    return (
      <>
        <Lead tone="calm" icon="○" title="Nothing has been learned yet" side={<Exchange />}>
          <p>
            Each fix that holds teaches a pattern: which case is met by which action. Import those of another
            Gradus, or let it work.
          </p>
        </Lead>
      </>
    );
  const first = found.slice(0, Math.max(most, found.findIndex(({ pattern }) => pattern.id === opened) + 1));
  return (
    <div className="patterns">
      <Lead
        tone={counts.quarantined > 0 ? "wait" : "calm"}
        icon={counts.quarantined > 0 ? "!" : "◆"}
        title={`${many(counts.used, "pattern")} in use, of ${counts[""]} known`}
        side={<Exchange />}
      >
        <p>
          A pattern says which case is met by which action. Those in use are tried first, at once.
          {counts.quarantined > 0
            ? ` ${many(counts.quarantined, "did harm and is", "did harm and are")} set aside.`
            : ""}
        </p>
      </Lead>
      <div className="patterns-tools">
        <div className="actions" role="group" aria-label="Show">
          {showWords.map(([value, word]) => (
            <button key={value} className="slim" aria-pressed={show === value} onClick={() => setShow(value)}>
              {word} <span className="soft num">{counts[value]}</span>
            </button>
          ))}
        </div>
        <SearchBox label="Search patterns" value={search} onSearch={setSearch} />
        <label className="patterns-order">
          <span className="sr">Order</span>
          <select value={order} onChange={(event) => setOrder(event.target.value)}>
            <option value="">Most used first</option>
            <option value="strength">Strongest first</option>
            <option value="seen">Newest first</option>
          </select>
        </label>
      </div>
      {found.length === 0 ? (
        <Empty>
          None of {many(patterns.length, "pattern")} is like that.{" "}
          <button
            className="slim"
            onClick={() => {
              setSearch("");
              setShow("");
            }}
          >
            Show all
          </button>
        </Empty>
      ) : (
        <table role="table" aria-label="Patterns">
          <thead role="rowgroup">
            <tr role="row">
              {columns.map((name) => (
                <th key={name} role="columnheader" scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody role="rowgroup">
            {first.map((one) => (
              <Row
                key={one.pattern.id}
                of={one}
                now={now}
                open={one.pattern.id === opened}
                onOpen={(open) => setOpened(open ? one.pattern.id : "")}
              />
            ))}
          </tbody>
        </table>
      )}
      {first.length < found.length ? (
        <p className="patterns-rest">
          {first.length} of {found.length} shown.{" "}
          <button onClick={() => setMost(most + STEP)}>Show more</button>
        </p>
      ) : null}
      <p className="soft small">
        Confidence: the dot is the expected rate of success, the thick line what the record makes likely
        (Gradus goes by its lower end), the thin one 95 %, the stroke what a quick fix takes. Evidence counts
        half after 30 days.
      </p>
    </div>
  );
};
