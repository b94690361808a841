import type { Templates } from "../templates/template.ts";

/** One T item of the checklist. What `check` returns names stack, logical id and what is wrong; nothing: it holds. */
export interface Rule {
  /** Number of the item in the checklist, or a word for what the checklist does not ask for. */
  id: string;
  title: string;
  check(templates: Templates): string[];
}
