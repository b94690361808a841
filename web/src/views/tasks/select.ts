/** Which tasks are selected, by id: what comes to match afterwards is not among them. */
export type Selection = readonly string[];
export const NONE: Selection = [];

/** More than these are kept by the tab, and the address only says which selection it is. */
const MOST_IN_ADDRESS = 100;
const ID = /^[\w-]{1,300}$/;
const FRAGMENT = /^#selected(?:=(.*)|@(\w+))$/;

/** Whether a fragment says what is selected, and not where to jump to (#main). */
export const isSelection = (hash: string): boolean => hash === "" || FRAGMENT.test(hash);

/**
 * A selection in the fragment of the address: a fragment is not sent, so that it may be long. `kept` is what the tab keeps of a very
 * long one: an address that names another (of before, of another tab) selects nothing.
 */
export function parseSelection(hash: string, kept: string | null = null): Selection {
  const [, list, name] = FRAGMENT.exec(hash) ?? [];
  const [is, its = ""] = kept?.split(" ") ?? [];
  const ids = name === undefined ? (list ?? "") : name === is ? its : "";
  return [...new Set(ids.split(","))].filter((id) => ID.test(id));
}

/** The fragment that parses to it; and, under the given name, what the tab is to keep. */
export function formatSelection(ids: Selection, name: string): { hash: string; kept?: string } {
  if (ids.length > MOST_IN_ADDRESS) return { hash: `#selected@${name}`, kept: `${name} ${ids.join(",")}` };
  return { hash: ids.length === 0 ? "" : `#selected=${ids.join(",")}` };
}

/** The same with these selected, or not. */
export function selecting(selection: Selection, ids: readonly string[], on: boolean): Selection {
  const named = new Set(selection);
  for (const id of ids)
    if (on) named.add(id);
    else named.delete(id);
  return [...named];
}

/** All from one to another, both included, in the order shown; only the second where the first is not shown. */
export function between(shown: readonly string[], from: string | undefined, to: string): readonly string[] {
  const [a, b] = [from === undefined ? -1 : shown.indexOf(from), shown.indexOf(to)];
  return a === -1 || b === -1 ? [to] : shown.slice(Math.min(a, b), Math.max(a, b) + 1);
}
