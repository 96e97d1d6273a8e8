/** Light, dark, or as the system has it. public/theme.js reads the same before the first paint. */
import { useSyncExternalStore } from "react";

export type Theme = "light" | "dark" | "system";

const PLACE = "croft.theme";
const listeners = new Set<() => void>();

function read(): Theme {
  const kept = localStorage.getItem(PLACE);
  return kept === "light" || kept === "dark" ? kept : "system";
}

export function setTheme(theme: Theme): void {
  if (theme === "system") localStorage.removeItem(PLACE);
  else localStorage.setItem(PLACE, theme);
  show();
}

/** Lets the page follow what is chosen in other tabs. */
export function followTheme(): void {
  // No key: everything that was kept was removed.
  addEventListener("storage", ({ key }) => (key === PLACE || key === null) && show());
}

function show(): void {
  const theme = read();
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  for (const tell of listeners) tell();
}

export function useTheme(): Theme {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, read);
}
