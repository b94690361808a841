import { type RefObject, useEffect, useLayoutEffect, useRef } from "react";
import { isTyping } from "../../app/keys.tsx";
import { linkOf } from "./row.tsx";
import type { Place } from "./use-place-kept.ts";

/**
 * Brings who came back to where they were, and keeps where they are. Gives what moves the focus to a task: at once, or when its row
 * is drawn. `isThere`: whether the current task is among the rows. To be called after what else scrolls the list.
 */
export function useFocus(
  place: RefObject<Place>,
  current: string | undefined,
  isThere: boolean,
): (id: string) => void {
  const to = useRef(place.current.y === undefined ? undefined : current);
  place.current.id = current;
  useLayoutEffect(() => {
    const { y } = place.current;
    if (y === undefined) return;
    scrollTo(0, y);
    place.current.y = undefined;
  }, [place]);
  const look = (): void => {
    const link = to.current === undefined ? null : document.getElementById(linkOf(to.current));
    if (!link) return;
    if (!isTyping(document.activeElement)) link.focus({ preventScroll: true });
    to.current = undefined;
  };
  useEffect(() => {
    look();
    if (!isThere) to.current = undefined;
  });
  return (id) => {
    to.current = id;
    look();
  };
}
