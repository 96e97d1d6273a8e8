/** What the command palette finds: whatever there is, by typing, and reached by Enter. */
import { Autocomplete } from "@base-ui/react/autocomplete";
import { useEffect, useEffectEvent, useId } from "react";
import { TEXTS } from "../texts/palette.ts";
import type { Item } from "./items.ts";
import { closePalette } from "./opened.ts";
import { focusAtEnd, INPUT, PaletteField, STATUS, type Typed } from "./palette-field.tsx";
import { PaletteItem } from "./palette-item.tsx";
import { useGo } from "./use-go.ts";
import { type Group, useGroups } from "./use-items.ts";
import { type Searched, useSearch } from "./use-search.ts";

/** @param onType told the text at every key */
export function Palette({
  typed: { text: typed, isEntered },
  onType,
}: {
  readonly typed: Typed;
  readonly onType: (text: string) => void;
}) {
  const searched = useSearch(typed);
  const groups = useGroups(typed, searched);
  const go = useGo();
  const hintId = useId();
  const take = (item: Item) => {
    closePalette();
    go(item.target);
  };
  useEntered(isEntered && !searched.isSearching ? groups[0]?.items[0] : undefined, take);
  return (
    <Autocomplete.Root
      open
      inline
      items={groups}
      value={typed}
      onValueChange={onType}
      itemToStringValue={(item: Item) => item.label}
      filter={null}
      autoHighlight="always"
      keepHighlight
    >
      <PaletteField>
        <Autocomplete.Input
          ref={focusAtEnd}
          aria-label={TEXTS.title}
          aria-describedby={hintId}
          placeholder={TEXTS.placeholder}
          className={INPUT}
        />
      </PaletteField>
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
      <Autocomplete.Status className={STATUS}>{statusOf(typed, searched, groups)}</Autocomplete.Status>
      <span id={hintId} className="sr-only">
        {TEXTS.keys}
      </span>
    </Autocomplete.Root>
  );
}

/** Takes an item for whoever pressed Enter before it was there. */
function useEntered(item: Item | undefined, take: (item: Item) => void): void {
  const takeNow = useEffectEvent(take);
  useEffect(() => {
    if (item) takeNow(item);
  }, [item]);
}

function statusOf(typed: string, { isSearching, error }: Searched, groups: readonly Group[]): string {
  if (error) return TEXTS.failed(error.message);
  if (isSearching) return TEXTS.searching;
  if (typed.trim() === "") return TEXTS.keys;
  const count = groups.reduce((sum, { items }) => sum + items.length, 0);
  return count === 0 ? TEXTS.nothing(typed.trim().slice(0, 100)) : TEXTS.found(count);
}
