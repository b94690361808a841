import { useCallback, useEffect, useRef } from "react";
import { flushSync } from "react-dom";
import { useParam } from "../../app/use-param.ts";
import { Empty, Section } from "../../ui/parts.tsx";
import { type Item, type Kind, kinds } from "./item.ts";
import { anchorOfAddress, reveal } from "./reveal.ts";
import { Row } from "./row.tsx";

const words: Record<Kind, string> = {
  evidence: "Evidence",
  experts: "Experts",
  actions: "Actions",
  people: "People",
};
const day = new Intl.DateTimeFormat(undefined, { dateStyle: "full" });

/** The whole story, oldest first; the chips narrow it, and stay in the address. */
export const Timeline = ({ items, now }: { items: readonly Item[]; now: string | undefined }) => {
  const [show, setShow] = useParam("show");
  const chosen = kinds.filter((kind) => show.split(",").includes(kind));
  const shown = chosen.length === 0 ? items : items.filter(({ kind }) => chosen.some((one) => one === kind));
  const all = useRef(setShow);
  all.current = setShow;

  const goTo = useCallback((anchor: string) => {
    // What a citation points to may be filtered away.
    if (!document.getElementById(anchor)) flushSync(() => all.current(""));
    if (reveal(anchor)) history.replaceState(history.state, "", `#${encodeURIComponent(anchor)}`);
  }, []);
  useEffect(() => {
    const arrived = (): void => {
      const anchor = anchorOfAddress();
      if (anchor !== "") reveal(anchor);
    };
    arrived();
    addEventListener("hashchange", arrived);
    return () => removeEventListener("hashchange", arrived);
  }, []);

  const press = (kind: Kind): void =>
    setShow((chosen.includes(kind) ? chosen.filter((one) => one !== kind) : [...chosen, kind]).join(","));
  return (
    <Section
      id="timeline"
      title="What happened"
      side={
        <div className="tl-chips" role="group" aria-label="Show only">
          <button className="slim" aria-pressed={chosen.length === 0} onClick={() => setShow("")}>
            Everything
          </button>
          {kinds.map((kind) => {
            const count = items.filter((item) => item.kind === kind).length;
            return (
              <button
                key={kind}
                className="slim"
                aria-pressed={chosen.includes(kind)}
                disabled={count === 0}
                onClick={() => press(kind)}
              >
                {words[kind]} <span className="num">{count}</span>
              </button>
            );
          })}
        </div>
      }
    >
      {shown.length === 0 ? <Empty>Nothing of this kind has happened.</Empty> : null}
      <ol className="tl">
        {shown.map((item, index) => {
          const date = day.format(item.at);
          const before = shown[index - 1];
          const isNew = before === undefined || day.format(before.at) !== date;
          return [
            isNew ? (
              <li key={`day-${item.id}`} className="tl-day">
                {date}
              </li>
            ) : null,
            <Row key={item.id} item={item} onCite={goTo} />,
          ];
        })}
        {now === undefined ? null : (
          <li className="tl-row">
            <span className="tl-time">now</span>
            <span className="tl-icon tone-busy pulse" aria-hidden="true">
              ●
            </span>
            <div className="tl-body">
              <h3>{now}</h3>
            </div>
          </li>
        )}
      </ol>
    </Section>
  );
};
