/** Which tasks are selected: some by id, or all that match but some. */
export interface Selection {
  all: boolean;
  /** With `all` the exceptions. */
  ids: readonly string[];
}
export const NONE: Selection = { all: false, ids: [] };

const ID = /^[\w-]{1,300}$/;

/**
 * A selection in the fragment of the address: a fragment is not sent, so that it may be long. Undefined for a fragment that says
 * something else.
 */
export function parseSelection(hash: string): Selection | undefined {
  if (hash === "" || hash === "#") return NONE;
  const [, all, list = ""] = /^#(selected|all)(?:=(.*))?$/.exec(hash) ?? [];
  if (all === undefined) return undefined;
  const ids = [...new Set(list.split(","))].filter((id) => ID.test(id));
  return { all: all === "all", ids };
}

export function formatSelection({ all, ids }: Selection): string {
  if (!all && ids.length === 0) return "";
  return `#${all ? "all" : "selected"}${ids.length === 0 ? "" : `=${ids.join(",")}`}`;
}

/** Whether a task is selected, as a function that is quick for many. */
export function selects({ all, ids }: Selection): (id: string) => boolean {
  const named = new Set(ids);
  return (id) => named.has(id) !== all;
}

/** The same with these selected, or not. */
export function selecting(selection: Selection, ids: readonly string[], on: boolean): Selection {
  const named = new Set(selection.ids);
  for (const id of ids)
    if (on === selection.all) named.delete(id);
    else named.add(id);
  return { all: selection.all, ids: [...named] };
}

/** All from one to another, both included, in the order shown; only the second where the first is not shown. */
export function between(shown: readonly string[], from: string | undefined, to: string): readonly string[] {
  const [a, b] = [from === undefined ? -1 : shown.indexOf(from), shown.indexOf(to)];
  return a === -1 || b === -1 ? [to] : shown.slice(Math.min(a, b), Math.max(a, b) + 1);
}
