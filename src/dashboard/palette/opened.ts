/** Whether the palette is open. */
import { useSyncExternalStore } from "react";

let opened = false;
const listeners = new Set<() => void>();

function set(next: boolean): void {
  opened = next;
  for (const tell of listeners) tell();
}

export function openPalette(): void {
  set(true);
}

export function closePalette(): void {
  set(false);
}

export function useOpened(): boolean {
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
