import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from "react";

/** What a menu holds, from top to bottom. */
export type Item =
  | { kind: "do"; word: string; do: () => void; danger?: boolean }
  /** One of several, of which one holds. */
  | {
      kind: "choose";
      of: ReadonlyArray<readonly [value: string, word: string]>;
      value: string;
      choose: (value: string) => void;
    }
  | { kind: "note"; text: string }
  | { kind: "rule" };

export interface MenuProps {
  label: string;
  /** In the place of the label, which is then only said. */
  face?: ReactNode;
  slim?: boolean;
  disabled?: boolean;
  items: readonly Item[];
}

/** A button with a menu, by the keys of the ARIA practices: arrows, Home, End, the first letter, Esc. */
export const Menu = ({ label, face, slim, disabled, items }: MenuProps) => {
  const [open, setOpen] = useState(false);
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const close = (): void => {
    setOpen(false);
    button.current?.focus();
  };
  return (
    <span className="menu-place">
      <button
        ref={button}
        type="button"
        className={slim ? "slim" : ""}
        aria-haspopup="menu"
        aria-expanded={open}
        disabled={disabled}
        onClick={() => setOpen(!open)}
        onKeyDown={(event) => {
          if (event.key !== "ArrowDown") return;
          event.preventDefault();
          setOpen(true);
        }}
        {...(open ? { "aria-controls": id } : {})}
        {...(face === undefined ? {} : { "aria-label": label, title: label })}
      >
        {face ?? label} <span aria-hidden="true">▾</span>
      </button>
      {open ? (
        <Opened id={id} label={label} items={items} onClose={close} onLeave={() => setOpen(false)} />
      ) : null}
    </span>
  );
};

const Opened = ({
  id,
  label,
  items,
  onClose,
  onLeave,
}: {
  id: string;
  label: string;
  items: readonly Item[];
  onClose: () => void;
  onLeave: () => void;
}) => {
  const menu = useRef<HTMLDivElement>(null);
  const leave = useRef(onLeave);
  leave.current = onLeave;
  const all = (): HTMLElement[] => [
    ...(menu.current?.querySelectorAll<HTMLElement>("[role^=menuitem]") ?? []),
  ];
  useEffect(() => {
    // It opens to the left; where there is no room, to the right.
    const place = menu.current;
    place?.classList.toggle("to-right", place.getBoundingClientRect().left < 8);
    all()[0]?.focus();
    const elsewhere = ({ target }: Event): void => {
      if (target instanceof Node && !menu.current?.parentElement?.contains(target)) leave.current();
    };
    addEventListener("pointerdown", elsewhere);
    return () => removeEventListener("pointerdown", elsewhere);
  }, []);

  function pressed(event: KeyboardEvent): void {
    // The page's own keys are not for who chooses here.
    if (!event.ctrlKey && !event.metaKey) event.stopPropagation();
    const found = all();
    const at = found.findIndex((one) => one === document.activeElement);
    const to = next(event.key, at, found);
    if (event.key === "Escape") onClose();
    else if (event.key === "Tab") return onLeave();
    else if (to === undefined) return;
    else found[to]?.focus();
    event.preventDefault();
  }

  const item = (role: string, word: string, act: () => void, more: object = {}): ReactNode => (
    <button
      key={word}
      type="button"
      role={role}
      tabIndex={-1}
      className="menu-item"
      onClick={() => {
        onClose();
        act();
      }}
      {...more}
    >
      {role === "menuitemradio" ? <span className="menu-check" aria-hidden="true" /> : null}
      {word}
    </button>
  );

  return (
    <div ref={menu} id={id} className="menu" role="menu" aria-label={label} tabIndex={-1} onKeyDown={pressed}>
      {items.map((one, at) => {
        switch (one.kind) {
          case "do":
            return item("menuitem", one.word, one.do, one.danger ? { className: "menu-item tone-bad" } : {});
          case "choose":
            return one.of.map(([value, word]) =>
              item("menuitemradio", word, () => one.choose(value), { "aria-checked": value === one.value }),
            );
          case "note":
            return (
              <p key={at} className="menu-note" role="presentation">
                {one.text}
              </p>
            );
          case "rule":
            return <div key={at} className="menu-rule" role="separator" />;
          default:
            return one satisfies never;
        }
      })}
    </div>
  );
};

/** Where a key leads from item `at`; undefined if nowhere. */
function next(key: string, at: number, all: readonly HTMLElement[]): number | undefined {
  switch (key) {
    case "ArrowDown":
      return (at + 1) % all.length;
    case "ArrowUp":
      return (at - 1 + all.length) % all.length;
    case "Home":
      return 0;
    case "End":
      return all.length - 1;
    default: {
      if (key.length !== 1 || key === " ") return undefined;
      const letter = key.toLowerCase();
      const order = [...all.keys()].map((i) => (at + 1 + i) % all.length);
      return order.find((i) => all[i]?.textContent?.trim().toLowerCase().startsWith(letter));
    }
  }
}
