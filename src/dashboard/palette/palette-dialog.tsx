/** The command palette: whatever there is, found by typing, and reached by Enter. */
import { Autocomplete } from "@base-ui/react/autocomplete";
import { Dialog } from "@base-ui/react/dialog";
import { Search } from "lucide-react";
import { useId, useState } from "react";
import { TEXTS } from "../texts/palette.ts";
import type { Item } from "./items.ts";
import { closePalette } from "./opened.ts";
import { PaletteItem } from "./palette-item.tsx";
import { useGo } from "./use-go.ts";
import { type Group, useGroups } from "./use-items.ts";
import { type Searched, useSearch } from "./use-search.ts";

export function PaletteDialog() {
  return (
    <Dialog.Root open onOpenChange={(open) => !open && closePalette()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-shade" />
        <Dialog.Popup
          aria-label={TEXTS.title}
          className="fixed top-[max(0.5rem,10vh)] left-1/2 z-40 flex h-[min(34rem,80dvh)] w-[calc(100vw-1rem)] max-w-xl -translate-x-1/2 flex-col overflow-hidden rounded-lg bg-panel text-ink shadow-xl ring-1 ring-line"
        >
          <Palette />
          <Dialog.Close className="sr-only">{TEXTS.close}</Dialog.Close>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Palette() {
  const [typed, setTyped] = useState("");
  const searched = useSearch(typed);
  const groups = useGroups(typed, searched);
  const go = useGo();
  const hintId = useId();
  const take = (item: Item) => {
    closePalette();
    go(item.target);
  };
  return (
    <Autocomplete.Root
      open
      inline
      items={groups}
      value={typed}
      onValueChange={setTyped}
      itemToStringValue={(item: Item) => item.label}
      filter={null}
      autoHighlight="always"
      keepHighlight
    >
      <div className="flex items-center gap-2 border-line border-b px-3 focus-within:ring-2 focus-within:ring-accent focus-within:ring-inset">
        <Search size={18} aria-hidden className="shrink-0 text-quiet" />
        <Autocomplete.Input
          aria-label={TEXTS.title}
          aria-describedby={hintId}
          placeholder={TEXTS.placeholder}
          className="h-12 w-full bg-transparent outline-hidden placeholder:text-quiet max-sm:text-base"
        />
      </div>
      <Autocomplete.List className="min-h-0 flex-1 scroll-py-2 overflow-y-auto overscroll-contain p-2">
        {(group: Group) => (
          <Autocomplete.Group key={group.name} items={group.items} className="not-last:mb-2">
            <Autocomplete.GroupLabel className="px-2 py-1 text-quiet text-xs">
              {TEXTS.groups[group.name]}
            </Autocomplete.GroupLabel>
            <Autocomplete.Collection>
              {(item: Item) => (
                <Autocomplete.Item
                  key={item.key}
                  value={item}
                  onClick={() => take(item)}
                  className="flex cursor-pointer items-center gap-2.5 rounded-md px-2 py-1.5 select-none data-highlighted:bg-mark"
                >
                  <PaletteItem item={item} />
                </Autocomplete.Item>
              )}
            </Autocomplete.Collection>
          </Autocomplete.Group>
        )}
      </Autocomplete.List>
      <Autocomplete.Status className="border-line border-t px-4 py-2 text-quiet text-xs wrap-anywhere">
        {statusOf(typed, searched, groups)}
      </Autocomplete.Status>
      <span id={hintId} className="sr-only">
        {TEXTS.keys}
      </span>
    </Autocomplete.Root>
  );
}

function statusOf(typed: string, { isSearching, error }: Searched, groups: readonly Group[]): string {
  if (error) return TEXTS.failed(error.message);
  if (isSearching) return TEXTS.searching;
  if (typed.trim() === "") return TEXTS.keys;
  const count = groups.reduce((sum, { items }) => sum + items.length, 0);
  return count === 0 ? TEXTS.nothing(typed.trim().slice(0, 100)) : TEXTS.found(count);
}
