import { type RefObject, useLayoutEffect, useState, useSyncExternalStore } from "react";

const wide = matchMedia("(min-width: 1160px)");
const subscribe = (listener: () => void): (() => void) => {
  wide.addEventListener("change", listener);
  return () => wide.removeEventListener("change", listener);
};

/** Whether a task is a card of two lines. */
export const useNarrow = (): boolean => useSyncExternalStore(subscribe, () => !wide.matches);

/** Rows are as high as their text wants, and all the same: in pixels, by the reader's own text size. */
export const rowHeight = (narrow: boolean): number =>
  Math.round((narrow ? 4.25 : 2.5) * Number.parseFloat(getComputedStyle(document.documentElement).fontSize));

/** Where a list begins on the page, and how high what sticks to the top of it is. Heard anew when anything above grows. */
export function usePlace(list: RefObject<HTMLElement | null>): { start: number; stuck: number } {
  const [place, setPlace] = useState({ start: 0, stuck: 0 });
  const measure = (): void => {
    const start = Math.round((list.current?.getBoundingClientRect().top ?? 0) + scrollY);
    const stuck = document.querySelector("header.top")?.getBoundingClientRect().height ?? 0;
    setPlace((now) => (now.start === start && now.stuck === stuck ? now : { start, stuck }));
  };
  useLayoutEffect(() => {
    measure();
    const heard = new ResizeObserver(measure);
    for (const one of document.querySelectorAll("header.top, .banners, .tasks")) heard.observe(one);
    return () => heard.disconnect();
  }, []);
  return place;
}
