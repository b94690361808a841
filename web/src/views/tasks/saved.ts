import { useMemo, useSyncExternalStore } from "react";
import { canonical } from "./address.ts";

export interface View {
  name: string;
  /** With its "?", or empty. */
  query: string;
}

export const builtIn: readonly View[] = [
  { name: "Open by severity", query: "" },
  { name: "Needs me", query: "?state=waiting&assignee=me,nobody" },
  { name: "Came back", query: "?state=all&before=again" },
  { name: "Fixed today", query: "?state=closed&status=fixed&ended=24h" },
  { name: "Did not hold", query: "?state=all&result=not_held,worse" },
];

const KEY = "gradus.tasks.views";

/** The reader's own views, as kept by the browser: what is not as it should be is left out. */
export function parseViews(kept: string | null): View[] {
  try {
    const found: unknown = JSON.parse(kept ?? "[]");
    return Array.isArray(found) ? found.filter(isView) : [];
  } catch {
    return [];
  }
}

const isView = (one: unknown): one is View => {
  const { name, query } = (one ?? {}) as Partial<Record<keyof View, unknown>>;
  return typeof name === "string" && name !== "" && typeof query === "string";
};

/** With this one; of two with one name the later counts. */
export const withView = (views: readonly View[], { name, query }: View): View[] => [
  ...views.filter((one) => one.name !== name),
  { name, query: canonical(query) },
];

function subscribe(listener: () => void): () => void {
  addEventListener("storage", listener);
  return () => removeEventListener("storage", listener);
}

/** All tabs have the same ones: a change is made to what is kept now. */
export function useViews(): [readonly View[], (change: (views: readonly View[]) => readonly View[]) => void] {
  const read = (): string | null => localStorage.getItem(KEY);
  const kept = useSyncExternalStore(subscribe, read);
  const views = useMemo(() => parseViews(kept), [kept]);
  return [
    views,
    (change) => {
      localStorage.setItem(KEY, JSON.stringify(change(parseViews(read()))));
      // The browser tells the other tabs only.
      dispatchEvent(new Event("storage"));
    },
  ];
}
