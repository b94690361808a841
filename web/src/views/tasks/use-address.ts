import { useCallback, useMemo } from "react";
import { navigate, useLocationProperty, useSearch } from "wouter/use-browser-location";
import { type Asked, formatAsked, parseAsked } from "./address.ts";
import { formatSelection, isSelection, parseSelection, type Selection } from "./select.ts";

/** What the address asks for, and how to ask for something else. Each tab is a step back; refining one is not. */
export function useAsked(): [Asked, (next: Asked) => void] {
  const search = useSearch();
  const asked = useMemo(() => parseAsked(search), [search]);
  const ask = useCallback((next: Asked) => {
    const before = parseAsked(location.search);
    const kept = isSelection(location.hash) ? location.hash : "";
    navigate(`${location.pathname}${formatAsked(next)}${kept}`, { replace: next.state === before.state });
  }, []);
  return [asked, ask];
}

let last = "";

/** The fragment, but for one that only says where to jump to (#main). */
function fragment(): string {
  if (isSelection(location.hash)) last = location.hash;
  return last;
}

const KEPT = "gradus.selected";

export function useSelection(): [Selection, (next: Selection) => void] {
  const hash = useLocationProperty(fragment);
  const selection = useMemo(() => parseSelection(hash, sessionStorage.getItem(KEPT)), [hash]);
  const select = useCallback((next: Selection) => {
    const { hash, kept } = formatSelection(next, Math.random().toString(36).slice(2));
    if (kept !== undefined) sessionStorage.setItem(KEPT, kept);
    navigate(`${location.pathname}${location.search}${hash}`, { replace: true });
  }, []);
  return [selection, select];
}
