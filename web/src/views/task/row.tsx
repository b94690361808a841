import { memo } from "react";
import { duration, percent, type Tone } from "../../text/words.ts";
import { Exact, Said } from "../../ui/said.tsx";
import { At } from "../../ui/when.tsx";
import { anchorOf, type Item } from "./item.ts";
import { Observations } from "./observations.tsx";

const icons: Record<Tone, string> = { good: "✓", bad: "!", wait: "?", busy: "▸", calm: "·" };
/** Output that is longer is folded. */
const SHORT = 120;

/** One thing that happened, with all that is known of it. */
export const Row = memo(({ item, onCite }: { item: Item; onCite: (anchor: string) => void }) => {
  const { id, at, kind, tone, title, exact, lines, voided, cites, votes, steps, checks, observations } = item;
  if (kind === "phase")
    return (
      <li id={id} className="tl-phase" tabIndex={-1}>
        <a href={`#${id}`}>
          <At at={at} />
        </a>{" "}
        {title}
      </li>
    );
  return (
    <li id={id} className={`tl-row ${observations ? "tl-tall" : ""}`} tabIndex={-1}>
      <a className="tl-time" href={`#${encodeURIComponent(id)}`}>
        <At at={at} />
      </a>
      <span className={`tl-icon tone-${tone}`} aria-hidden="true">
        {icons[tone]}
      </span>
      <div className="tl-body">
        <h3>
          <Said text={title} />
        </h3>
        {exact && <Exact text={exact} />}
        {lines.map(
          (line, index) =>
            line !== "" && (
              <p key={index}>
                <Said text={line} />
              </p>
            ),
        )}
        {voided && (
          <p className="tone-bad">
            ✗ Void: <Said text={voided} />
          </p>
        )}
        {cites && <Cites of={cites} onCite={onCite} />}
        {votes && <Votes of={votes} />}
        {steps && <Steps of={steps} />}
        {checks?.map(({ ok, text }) => (
          <p key={text}>
            <Ok is={ok} /> <Said text={text} />
          </p>
        ))}
        {observations && <Observations of={observations} />}
      </div>
    </li>
  );
});

const Ok = ({ is }: { is: boolean }) => (
  <span className={is ? "tone-good" : "tone-bad"}>
    <span aria-hidden="true">{is ? "✓" : "✗"}</span>
    <span className="sr">{is ? "good:" : "not good:"}</span>
  </span>
);

const Cites = ({ of, onCite }: { of: NonNullable<Item["cites"]>; onCite: (anchor: string) => void }) => (
  <ul className="tl-cites">
    {of.map(({ id, text }) => (
      <li key={id}>
        {text === undefined ? (
          <>
            <s>
              <Said text={id} />
            </s>{" "}
            <span className="tone-bad">✗ void: there is no such observation</span>
          </>
        ) : (
          <a
            href={`#${encodeURIComponent(anchorOf(id))}`}
            onClick={(event) => {
              event.preventDefault();
              onCite(anchorOf(id));
            }}
          >
            <Said text={text} max={140} />
          </a>
        )}
      </li>
    ))}
  </ul>
);

const Votes = ({ of }: { of: NonNullable<Item["votes"]> }) => (
  <ul className="plain">
    {of.map(({ expert, action, confidence, voided }) => (
      <li key={expert}>
        <Said text={expert} />: {action === undefined ? "do nothing" : <Exact text={action} />},{" "}
        {percent(confidence)} sure
        {voided ? <span className="tone-bad"> ✗ void, does not count</span> : null}
      </li>
    ))}
  </ul>
);

const Steps = ({ of }: { of: NonNullable<Item["steps"]> }) => (
  <ol className="tl-steps">
    {of.map(({ name, ok, output, ms }, index) => (
      <li key={index}>
        <Ok is={ok} /> <Said text={name} /> <span className="soft">{duration(ms)}</span>
        {output === "" ? null : output.length <= SHORT && !output.includes("\n") ? (
          <>
            {" "}
            <Exact text={output} />
          </>
        ) : (
          <details>
            <summary>Output</summary>
            <Exact text={output} block />
          </details>
        )}
      </li>
    ))}
  </ol>
);
