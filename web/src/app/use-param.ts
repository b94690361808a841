import { navigate, useSearch } from "wouter/use-browser-location";

/** One word of the address's query: shared by who shares the address, kept by a reload. What is empty is left out. */
export function useParam(name: string): [string, (value: string) => void] {
  // As it stands in the address: wouter's own gives it decoded, and what is decoded twice is another word.
  const search = useSearch();
  const become = (value: string): void => {
    // As it is now, not as it was drawn: two words may change at once.
    const next = new URLSearchParams(location.search);
    if (value === "") next.delete(name);
    else next.set(name, value);
    const query = String(next);
    navigate(`${location.pathname}${query && `?${query}`}${location.hash}`, { replace: true });
  };
  return [new URLSearchParams(search).get(name) ?? "", become];
}
