/** Opens the palette for those who do not use the keys, and tells them of these. */
import { Search } from "lucide-react";
import { TEXTS } from "../texts/palette.ts";
import { openPalette, SHORTCUT } from "./opened.ts";

export function PaletteButton() {
  return (
    <button
      type="button"
      aria-keyshortcuts="Control+K Meta+K"
      onClick={openPalette}
      className="mb-2 flex h-9 shrink-0 cursor-pointer items-center gap-2 rounded-md border border-edge bg-panel px-2 text-quiet hover:text-ink"
    >
      <Search size={16} aria-hidden />
      <span className="flex-1 text-left">{TEXTS.short}</span>
      <kbd className="rounded border border-line px-1 font-sans text-xs">{SHORTCUT}</kbd>
    </button>
  );
}
