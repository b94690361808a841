import { useCallback, useMemo, useRef } from "react";
import type { Row } from "./facets.ts";
import { between, selecting } from "./select.ts";
import { useSelection } from "./use-address.ts";

/** What is selected of the rows, and what selects one, or all from the one that was selected last. */
export function useSelecting(rows: readonly Row[], ids: readonly string[]) {
  const [selection, select] = useSelection();
  const anchor = useRef<string>(undefined);
  const named = useMemo(() => new Set(selection), [selection]);
  const selected = useMemo(
    () => rows.flatMap(({ task }) => (named.has(task.id) ? [task] : [])),
    [rows, named],
  );
  const onSelect = useCallback(
    (id: string, on: boolean, range: boolean) => {
      select(selecting(selection, range ? between(ids, anchor.current, id) : [id], on));
      anchor.current = id;
    },
    [select, selection, ids],
  );
  const held = useRef(onSelect);
  held.current = onSelect;
  // Rows are drawn anew only for what is their own.
  const onRow = useCallback<typeof onSelect>((...of) => held.current(...of), []);
  return { named, selected, select, onSelect, onRow };
}
