import { lazy, type ReactNode, Suspense, useState } from "react";

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

const Opened = lazy(() => import("./menu-opened.tsx"));

/** A button with a menu. What makes menus good comes when the first one is opened. */
export const Menu = (props: MenuProps) => {
  const [asked, setAsked] = useState(false);
  if (!asked) return <MenuButton {...props} onPress={() => setAsked(true)} />;
  return (
    <Suspense fallback={<MenuButton {...props} onPress={() => undefined} />}>
      <Opened {...props} />
    </Suspense>
  );
};

const MenuButton = ({ label, face, slim, disabled, onPress }: MenuProps & { onPress: () => void }) => (
  <button
    type="button"
    className={slim ? "slim" : ""}
    aria-haspopup="menu"
    aria-expanded={false}
    disabled={disabled}
    onClick={onPress}
    {...(face === undefined ? {} : { "aria-label": label, title: label })}
  >
    {face ?? label} <span aria-hidden="true">▾</span>
  </button>
);
