import { useQuery } from "@tanstack/react-query";
import { useQueries } from "../../api/use-api.ts";
import { many } from "../../text/words.ts";
import { Loaded } from "../../ui/loaded.tsx";
import { Lead } from "../../ui/parts.tsx";
import { Said } from "../../ui/said.tsx";
import { When } from "../../ui/when.tsx";

/** How Gradus itself is, in one sentence. */
export const Itself = () => (
  <Loaded query={useQuery(useQueries().health())}>
    {({ problems, paused, observeOnly, version, startedAt, targets }) => {
      const unwell = problems.length > 0;
      const idle = paused || observeOnly;
      return (
        <Lead
          tone={unwell ? "bad" : idle ? "wait" : "good"}
          icon={unwell ? "✗" : idle ? "■" : "✓"}
          title={
            unwell
              ? `Gradus has ${many(problems.length, "problem")} of its own`
              : paused
                ? "Gradus is well, and paused"
                : observeOnly
                  ? "Gradus is well, and only observes"
                  : "Gradus is well"
          }
        >
          {unwell ? (
            <ul className="plain">
              {problems.map((problem) => (
                <li key={problem}>
                  <Said text={problem} />
                </li>
              ))}
            </ul>
          ) : null}
          <p>
            Version {version}, started <When at={startedAt} />, watches {many(targets, "target")}.
          </p>
        </Lead>
      );
    }}
  </Loaded>
);
