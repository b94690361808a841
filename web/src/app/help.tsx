import "./help.css";
import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import { useQueries } from "../api/use-api.ts";
import { type Mark as Is, severityMarks, stateMarks, statusMarks } from "../text/words.ts";
import { Dialog } from "../ui/dialog.tsx";
import { Mark } from "../ui/mark.tsx";
import { useSingleKeys } from "./keyboard.ts";
import { type Key, useAllKeys } from "./keys.tsx";
import { Keys } from "./keys-shown.tsx";

/** In a word each. */
const means: ReadonlyArray<readonly [string, ReadonlyArray<readonly [Is, string]>]> = [
  [
    "A task",
    [
      [statusMarks.working, "Gradus is at it"],
      [statusMarks.awaiting_approval, "it knows what to do, and may not without you"],
      [statusMarks.awaiting_human, "it is at its end: a person must act"],
      [statusMarks.fixed, "by Gradus, and verified"],
      [statusMarks.resolved, "by a person"],
      [statusMarks.cleared, "the fault was gone before anything was done"],
      [statusMarks.suppressed, "what it depends on is broken, and has a task of its own"],
    ],
  ],
  [
    "How bad",
    [
      [severityMarks.critical, "it does not do its work"],
      [severityMarks.high, "it works badly, or soon will not"],
      [severityMarks.medium, "it can wait until the morning"],
      [severityMarks.low, "good to know"],
    ],
  ],
  [
    "A target",
    [
      [stateMarks.healthy, "all its checks are good"],
      [stateMarks.failing, "at least one check is not"],
      [stateMarks.unknown, "nothing could be observed, not yet or not any more"],
    ],
  ],
];

const phases = [
  ["Quick fix", "what was learned, or is known of this software: done at once"],
  ["Research", "evidence is gathered, read-only, and one expert proposes"],
  ["Consult", "three experts judge on their own; two must agree, on evidence that exists"],
  ["Escalate", "people get it, with everything that is known"],
] as const;

/** Keys, marks and phases: what one must know to read this page. */
const Help = ({ onClose }: { onClose: () => void }) => {
  const { data: { faults } = { faults: [] } } = useQuery(useQueries().faults());
  return (
    <Dialog title="Keys and help" wide onClose={onClose}>
      <button className="slim help-close" onClick={onClose}>
        Close
      </button>
      <AllKeys onClose={onClose} />
      <h3>Four phases, each only where the one before did not fix it</h3>
      <ol className="help-phases">
        {phases.map(([name, what]) => (
          <li key={name}>
            <strong>{name}</strong>: {what}.
          </li>
        ))}
      </ol>
      <p>
        After each action Gradus waits, looks again, and believes nothing that it has not verified. What made
        it worse is taken back.
      </p>
      <h3>What the marks mean</h3>
      <div className="help-marks">
        {means.map(([of, those]) => (
          <div key={of}>
            <h4>{of}</h4>
            <ul className="plain">
              {those.map(([is, what]) => (
                <li key={is.word}>
                  <Mark is={is} /> {what}
                </li>
              ))}
            </ul>
          </div>
        ))}
      </div>
      <h3>Try it: break something</h3>
      {faults.length === 0 ? (
        <p>
          There is no demo fleet here, and Gradus breaks nothing of yours. Start it with the demo targets on a
          machine of your own to see it at work.
        </p>
      ) : (
        <p>
          The demo fleet is there to be broken: type “break” after <Keys of="mod+k" />, or run{" "}
          <code className="exact">
            gradus inject {faults[0]?.targets[0]} {faults[0]?.id}
          </code>
          , and watch{" "}
          <Link href="/tasks" onClick={onClose}>
            the tasks
          </Link>
          .
        </p>
      )}
    </Dialog>
  );
};
export default Help;

const AllKeys = ({ onClose }: { onClose: () => void }) => {
  const keys = useAllKeys();
  const [single] = useSingleKeys();
  // A page's own key hides one of the same name that counts everywhere.
  const once = keys.filter((key, at) => keys.findIndex((one) => one.keys === key.keys) === at);
  const here = once.filter((key) => key.everywhere !== true);
  const everywhere = once.filter((key) => key.everywhere === true);
  if (matchMedia("(hover: none) and (pointer: coarse)").matches)
    return (
      <p>Everything here can be tapped. With a keyboard it has keys, too, and this is where they stand.</p>
    );
  return (
    <>
      {single ? null : (
        <p className="say wait">
          Keys of one character are off in this browser:{" "}
          <Link href="/settings#browser" onClick={onClose}>
            turn them on
          </Link>
          .
        </p>
      )}
      <div className="help-keys">
        <Group title="On this page" keys={here} none="This page has no keys of its own." />
        <Group title="Everywhere" keys={everywhere} none="None." />
      </div>
    </>
  );
};

const Group = ({ title, keys, none }: { title: string; keys: readonly Key[]; none: string }) => (
  <div>
    <h3>{title}</h3>
    {keys.length === 0 ? (
      <p className="soft">{none}</p>
    ) : (
      <dl>
        {keys.map(({ keys, says }) => (
          <div key={keys}>
            <dt>
              <Keys of={keys} />
            </dt>
            <dd>{says}</dd>
          </div>
        ))}
      </dl>
    )}
  </div>
);
