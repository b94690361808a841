import "./targets.css";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useQueries } from "../../api/use-api.ts";
import type { TargetView } from "../../api/types.ts";
import { useTitle } from "../../app/badge.ts";
import { useParam } from "../../app/use-param.ts";
import { many, stateMarks } from "../../text/words.ts";
import { Loaded } from "../../ui/loaded.tsx";
import { Empty, Lead } from "../../ui/parts.tsx";
import { SearchBox } from "../../ui/search-box.tsx";
import { countsOf } from "../overview/fleet.ts";
import { Depends } from "./depends.tsx";
import { choices, countOf, found, isChoice } from "./filter.ts";
import { Row } from "./row.tsx";

/** So many at first: the rest is further down, and all of it is healthy if this is. */
const SHOWN = 200;

/** What is watched, how it is, and what relies on what. */
const Targets = () => {
  useTitle("Targets");
  return (
    <Loaded query={useQuery(useQueries().targets())}>{({ targets }) => <All targets={targets} />}</Loaded>
  );
};
export default Targets;

const All = ({ targets }: { targets: readonly TargetView[] }) => {
  const [words, search] = useParam("q");
  const [asked, choose] = useParam("state");
  const [whole, setWhole] = useState(false);
  const choice = isChoice(asked) ? asked : undefined;
  const fitting = found(targets, words, choice);
  const shown = whole ? fitting : fitting.slice(0, SHOWN);
  const isNarrowed = words !== "" || choice !== undefined;
  const failing = countOf(targets, "failing");
  const unseen = countOf(targets, "unknown");
  return (
    <>
      <Lead
        {...(failing > 0
          ? { tone: "bad", icon: "▲" }
          : unseen > 0 || targets.length === 0
            ? { tone: "calm", icon: "○" }
            : { tone: "good", icon: "✓" })}
        title={many(targets.length, "target")}
      >
        <p>
          {targets.length === 0
            ? "Nothing is watched yet. Say in targets.yaml what to watch: it is read again when it changes."
            : countsOf(targets)}
        </p>
      </Lead>
      {targets.length === 0 ? null : (
        <section aria-label="All targets">
          <div className="targets-tools">
            <SearchBox label="Search targets" value={words} onSearch={search} />
            <div className="actions" role="group" aria-label="Show targets">
              <button className="slim" aria-pressed={choice === undefined} onClick={() => choose("")}>
                All
              </button>
              {choices.map((one) => (
                <button key={one} className="slim" aria-pressed={choice === one} onClick={() => choose(one)}>
                  {countOf(targets, one)} {one === "paused" ? "paused" : stateMarks[one].word}
                </button>
              ))}
            </div>
          </div>
          {shown.length === 0 ? (
            <Empty>
              No target fits{words === "" ? "" : ` “${words}”`}
              {choice === undefined
                ? ""
                : ` among those that are ${choice === "paused" ? choice : stateMarks[choice].word}`}
              .{" "}
              <button
                className="slim"
                onClick={() => {
                  search("");
                  choose("");
                }}
              >
                Show all {targets.length}
              </button>
            </Empty>
          ) : (
            <ul className="lines">
              {shown.map((target) => (
                <Row key={target.id} target={target} />
              ))}
            </ul>
          )}
          {fitting.length > shown.length ? (
            <p>
              <button onClick={() => setWhole(true)}>Show all {fitting.length}</button>
            </p>
          ) : null}
        </section>
      )}
      <Depends targets={targets} wanted={isNarrowed ? fitting : undefined} />
    </>
  );
};
