/** What is open over the page: the palette, or the form for a new record, which can be asked for from anywhere. */
import { useSyncExternalStore } from "react";

export type Opened = { readonly kind: "palette" } | { readonly kind: "create"; readonly resource: string } | null;

let opened: Opened = null;
const listeners = new Set<() => void>();

function set(next: Opened): void {
  opened = next;
  for (const tell of listeners) tell();
}

export function openPalette(): void {
  set({ kind: "palette" });
}

/** Opens the form for a new record over whatever page is shown. */
export function startCreating(resource: string): void {
  set({ kind: "create", resource });
}

export function closePalette(): void {
  set(null);
}

export function useOpened(): Opened {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => opened,
  );
}

/** How the keys are written that open it. */
export const SHORTCUT = /mac|iphone|ipad/i.test(globalThis.navigator?.userAgent ?? "") ? "⌘K" : "Ctrl K";
