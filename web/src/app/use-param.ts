import { useSearchParams } from "wouter";

/** One word of the address's query: shared by who shares the address, kept by a reload. What is empty is left out. */
export function useParam(name: string): [string, (value: string) => void] {
  const [params, set] = useSearchParams();
  const become = (value: string): void =>
    set(
      () => {
        // As it is now, not as it was drawn: two words may change at once.
        const next = new URLSearchParams(location.search);
        if (value === "") next.delete(name);
        else next.set(name, value);
        return next;
      },
      { replace: true },
    );
  return [params.get(name) ?? "", become];
}
