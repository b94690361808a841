import { useSyncExternalStore } from "react";

export const themes = [
  ["system", "As the system"],
  ["light", "Light"],
  ["dark", "Dark"],
] as const;
export type Theme = (typeof themes)[number][0];

const KEY = "gradus.theme";
const listeners = new Set<() => void>();

const stored = (): Theme => {
  const found = localStorage.getItem(KEY);
  return found === "light" || found === "dark" ? found : "system";
};

/** Puts the reader's choice on the document; without one the system's counts. */
export function applyTheme(theme: Theme = stored()): void {
  if (theme === "system") document.documentElement.removeAttribute("data-theme");
  else document.documentElement.setAttribute("data-theme", theme);
}

export function useTheme(): [Theme, (theme: string) => void] {
  const theme = useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  }, stored);
  return [
    theme,
    (next) => {
      if (next === "system") localStorage.removeItem(KEY);
      else localStorage.setItem(KEY, next);
      applyTheme();
      for (const listener of listeners) listener();
    },
  ];
}
