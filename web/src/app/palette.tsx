import "./palette.css";
import { type KeyboardEvent, useEffect, useId, useState } from "react";
import { Dialog } from "../ui/dialog.tsx";
import { AskSwitch } from "./ask-switch.tsx";
import { Keys } from "./keys-shown.tsx";
import { type Entry, find } from "./match.ts";
import { askedFor, useEntries } from "./palette-entries.ts";

/** Go to anything, do anything, by typing a part of its name. */
const Palette = ({ onClose, onHelp }: { onClose: () => void; onHelp: () => void }) => {
  const [asking, setAsking] = useState<string>();
  const entries = useEntries({ onHelp, ask: setAsking });
  if (asking !== undefined) return <AskSwitch target={asking} onClose={onClose} />;
  return (
    <Dialog title="Go to, or do" bare wide onClose={onClose}>
      <Choose
        entries={entries}
        onChoose={(entry) => {
          // Help and the question of a switch take the place of this dialog.
          if (!/^(help|pause|resume)\b/.test(entry.id)) onClose();
          entry.do();
        }}
      />
    </Dialog>
  );
};
export default Palette;

const Choose = ({ entries, onChoose }: { entries: readonly Entry[]; onChoose: (entry: Entry) => void }) => {
  const id = useId();
  const [typed, setTyped] = useState("");
  const [chosen, setChosen] = useState<string>();
  const groups = find(entries, typed, askedFor);
  const flat = groups.flatMap((group) => group.entries);
  const at = Math.max(
    0,
    flat.findIndex((entry) => entry.id === chosen),
  );
  const active = flat[at];
  const optionId = (entry: Entry): string => `${id}-${entries.indexOf(entry)}`;
  const activeId = active && optionId(active);
  useEffect(() => {
    if (activeId !== undefined) document.getElementById(activeId)?.scrollIntoView({ block: "nearest" });
  }, [activeId]);

  const pressed = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    const last = flat.length - 1;
    const to = {
      ArrowDown: at === last ? 0 : at + 1,
      ArrowUp: at === 0 ? last : at - 1,
      PageDown: Math.min(last, at + 8),
      PageUp: Math.max(0, at - 8),
    }[event.key];
    if (to !== undefined) setChosen(flat[to]?.id);
    else if (event.key === "Enter" && active) choose(active);
    else return;
    event.preventDefault();
  };
  const choose = (entry: Entry): void => {
    if (entry.not === undefined) onChoose(entry);
  };
  return (
    <>
      <input
        className="palette-field"
        role="combobox"
        aria-label="A place, target, task, pattern or command"
        aria-expanded="true"
        aria-autocomplete="list"
        aria-controls={`${id}-list`}
        {...(activeId === undefined ? {} : { "aria-activedescendant": activeId })}
        placeholder="A place, target, task, pattern or command"
        autoComplete="off"
        spellCheck={false}
        data-autofocus
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          setChosen(undefined);
        }}
        onKeyDown={pressed}
      />
      <div className="palette-list" role="listbox" id={`${id}-list`} aria-label="What fits">
        {groups.map(({ group, entries: those }) => (
          <div key={group} role="group" aria-label={group}>
            <div className="palette-group small" aria-hidden="true">
              {group}
            </div>
            {those.map((entry) => (
              <div
                key={entry.id}
                id={optionId(entry)}
                role="option"
                className="palette-entry"
                aria-selected={entry === active}
                aria-disabled={entry.not !== undefined}
                onClick={() => choose(entry)}
                onPointerMove={() => setChosen(entry.id)}
              >
                <span className="palette-word">{entry.word}</span>
                <span className="small palette-hint">{entry.not ?? entry.hint}</span>
                {entry.keys === undefined ? null : <Keys of={entry.keys} />}
              </div>
            ))}
          </div>
        ))}
      </div>
      <p className="soft small palette-foot" role="status">
        {flat.length === 0 ? (
          "Nothing is called like that."
        ) : (
          <>
            <kbd>↑</kbd> <kbd>↓</kbd> to choose, <kbd>Enter</kbd> to go or do, <kbd>Esc</kbd> to leave
          </>
        )}
      </p>
    </>
  );
};
