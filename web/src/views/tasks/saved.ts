import { useState } from "react";
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

export function useViews(): [readonly View[], (next: readonly View[]) => void] {
  const [views, setViews] = useState(() => parseViews(localStorage.getItem(KEY)));
  return [
    views,
    (next) => {
      localStorage.setItem(KEY, JSON.stringify(next));
      setViews([...next]);
    },
  ];
}
