/** The records that may be chosen, below the control that searches them. */
import { Combobox } from "@base-ui/react/combobox";
import { Check } from "lucide-react";
import { TEXTS } from "../texts/fields.ts";
import type { Choice, Found } from "./use-found.ts";

export function ChoiceList({ found, q }: { readonly found: Found; readonly q: string }) {
  return (
    <Combobox.Portal>
      <Combobox.Positioner className="z-50 outline-hidden" sideOffset={4}>
        <Combobox.Popup className="max-h-[min(20rem,var(--available-height))] w-(--anchor-width) min-w-56 max-w-(--available-width) overflow-y-auto rounded-md bg-panel p-1 text-ink shadow-lg ring-1 ring-line">
          <Combobox.Status className="px-2 text-quiet empty:hidden">{statusOf(found, q)}</Combobox.Status>
          <Combobox.List>
            {(choice: Choice) => (
              <Combobox.Item
                key={choice.id}
                value={choice}
                className="flex cursor-pointer items-center gap-2 rounded px-2 py-1.5 outline-hidden data-highlighted:bg-mark"
              >
                <span className="min-w-0 flex-1 truncate" dir="auto">
                  {choice.title}
                </span>
                <Combobox.ItemIndicator>
                  <Check size={14} aria-hidden />
                </Combobox.ItemIndicator>
              </Combobox.Item>
            )}
          </Combobox.List>
        </Combobox.Popup>
      </Combobox.Positioner>
    </Combobox.Portal>
  );
}

function statusOf({ choices, isLoading, error }: Found, q: string): string | null {
  if (error) return error.message;
  if (choices.length > 0) return null;
  if (isLoading) return TEXTS.searching;
  return q.trim() === "" ? TEXTS.nothingYet : TEXTS.nothingFound(q.trim());
}
