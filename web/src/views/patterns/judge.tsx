import { useState } from "react";
import { told } from "../../api/client.ts";
import type { Pattern } from "../../api/types.ts";
import { useApi } from "../../api/use-api.ts";
import { useChange } from "../../api/use-change.ts";
import { useWho } from "../../api/use-who.ts";
import { Ask } from "../../ui/ask.tsx";
import { Exact } from "../../ui/said.tsx";
import { caseOf, doneBy } from "./case.ts";

type Verb = "promote" | "retire";

const words: Record<Verb, { title: string; verb: string; text: string; said: string }> = {
  promote: {
    title: "Vouch for this pattern?",
    verb: "Promote it",
    text: "It counts as a person's from now on: free of retirement, quarantine and probation, and trusted a little more. Its failures still count.",
    said: "Promoted.",
  },
  retire: {
    title: "Take this pattern out of use?",
    verb: "Retire it",
    text: "Gradus no longer uses it. Its record stays, and a promotion brings it back.",
    said: "Retired.",
  },
};

/** A person's judgement of a pattern. */
export const Judge = ({ pattern }: { pattern: Pattern }) => {
  const { client } = useApi();
  const { may } = useWho();
  const [asking, setAsking] = useState<Verb>();
  const judge = useChange({
    do: (verb: Verb) => told(client.patterns[verb].$post({ json: { id: pattern.id } })),
    said: (_, verb) => words[verb].said,
    done: () => setAsking(undefined),
  });
  const isVouched =
    pattern.origin === "human" &&
    !pattern.retired &&
    pattern.quarantinedUntil === undefined &&
    pattern.fixedSinceHarm === undefined;
  const mayNot = !may("admin");
  return (
    <div className="actions">
      <button className="slim" disabled={mayNot || isVouched} onClick={() => setAsking("promote")}>
        Promote …
      </button>
      <button
        className="slim danger"
        disabled={mayNot || pattern.retired}
        onClick={() => setAsking("retire")}
      >
        Retire …
      </button>
      {mayNot ? <span className="hint">This needs the role admin.</span> : null}
      {asking ? (
        <Ask
          title={words[asking].title}
          verb={words[asking].verb}
          danger={asking === "retire"}
          busy={judge.busy}
          problem={judge.problem}
          onClose={() => setAsking(undefined)}
          onSay={() => judge.run(asking)}
        >
          <p>
            {caseOf(pattern)}: <Exact text={doneBy(pattern)} />
          </p>
          <p>{words[asking].text}</p>
        </Ask>
      ) : null}
    </div>
  );
};
