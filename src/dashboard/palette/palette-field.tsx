/** The field of the palette: the same before what it searches is loaded and after, so that nobody sees one take the other's place. */
import { Search } from "lucide-react";
import type { ReactNode } from "react";

export const INPUT = "h-12 w-full bg-transparent outline-hidden placeholder:text-quiet max-sm:text-base";
export const STATUS = "border-line border-t px-4 py-2 text-quiet text-xs wrap-anywhere";

/** What has been typed so far. */
export interface Typed {
  readonly text: string;
  /** Whether Enter was pressed behind it, before there was anything to choose from. */
  readonly isEntered: boolean;
}

export function PaletteField({ children }: { readonly children: ReactNode }) {
  return (
    <div className="flex items-center gap-2 border-line border-b px-3 focus-within:ring-2 focus-within:ring-accent focus-within:ring-inset">
      <Search size={18} aria-hidden className="shrink-0 text-quiet" />
      {children}
    </div>
  );
}

/** Takes the focus in the moment in which it is there, with the caret behind what was typed: no key goes elsewhere meanwhile. */
export function focusAtEnd(input: HTMLInputElement | null): void {
  input?.focus();
  input?.setSelectionRange(input.value.length, input.value.length);
}
