import { type RefObject, useLayoutEffect, useRef, useState } from "react";
import { useSearch } from "wouter";
import { howArrived } from "../../app/arrival.ts";

/** Where a reader is in the list. */
export interface Place {
  /** The task that has the focus, or had it last. */
  id?: string | undefined;
  /** Where to scroll to: only until that is done. */
  y?: number | undefined;
}

/** Keeps where the reader was when they left a list, by its address; who comes back to it gets that. */
export function usePlaceKept(): RefObject<Place> {
  const key = `gradus.place ${useSearch()}`;
  const [kept] = useState(() => (howArrived() === "return" ? sessionStorage.getItem(key) : null));
  const place = useRef<Place>(undefined);
  place.current ??= JSON.parse(kept ?? "{}") as Place;
  const last = useRef(key);
  last.current = key;
  useLayoutEffect(
    () => () => {
      // The list is still on the page, as high as it was.
      const { id, y = scrollY } = place.current ?? {};
      sessionStorage.setItem(last.current, JSON.stringify({ id, y }));
    },
    [],
  );
  return place as RefObject<Place>;
}
