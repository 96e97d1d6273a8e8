/** What stands over a table: search, filter, columns, views, layouts, and the way to a new record. */
import { CalendarDays, Columns3, ListFilter, Map as MapIcon, Plus, Search, SquareKanban, Table } from "lucide-react";
import { useEffect, useState } from "react";
import type { ResourceDescription } from "../../protocol/description.ts";
import type { ShownField } from "../fields/shown-field.ts";
import { layoutsOf } from "../layouts/layouts.ts";
import { labelOf, singularOf } from "../texts/names.ts";
import { TEXTS } from "../texts/records.ts";
import { Button } from "../ui/button.tsx";
import { CONTROL } from "../ui/field.tsx";
import { ColumnsDialog } from "./columns-dialog.tsx";
import { FilterChips } from "./filter-chips.tsx";
import { FilterDialog } from "./filter-dialog.tsx";
import { conditionsIn, NO_FILTER, readFilter } from "./filter-tree.ts";
import { useAskable } from "./use-askable.ts";
import type { TablePlace } from "./use-table-state.ts";
import { ViewMenu } from "./view-menu.tsx";
import { NO_WIDTHS } from "./widths.ts";

export interface ToolbarProps {
  readonly resource: ResourceDescription;
  readonly fields: readonly ShownField[];
  readonly place: TablePlace;
  /** Null where the caller may not create. */
  readonly onCreate: (() => void) | null;
  readonly isFiltering: boolean;
  readonly setFiltering: (isOpen: boolean) => void;
}

export function Toolbar(props: ToolbarProps) {
  const { resource, fields, place, onCreate, setFiltering } = props;
  const { state, change } = place;
  const conditions = conditionsIn(readFilter(state.filter ?? {}) ?? NO_FILTER);
  const [isChoosing, setChoosing] = useState(false);
  return (
    <div className="flex flex-wrap items-center gap-2">
      <ViewMenu resource={resource.name} place={place} />
      {resource.searchable && (
        <SearchBox label={TEXTS.search(labelOf(resource.name))} value={state.q} onChange={(q) => change({ q })} />
      )}
      <Button onClick={() => setFiltering(true)}>
        <ListFilter size={16} aria-hidden /> {conditions === 0 ? TEXTS.filter.button : TEXTS.filter.count(conditions)}
      </Button>
      {state.layout === "table" && (
        <Button onClick={() => setChoosing(true)}>
          <Columns3 size={16} aria-hidden /> {TEXTS.columns.button}
        </Button>
      )}
      <LayoutChoice resource={resource} place={place} />
      {onCreate && (
        <Button look="main" onClick={onCreate} className="ml-auto">
          <Plus size={16} aria-hidden /> {TEXTS.create(singularOf(resource.name))}
        </Button>
      )}
      {isChoosing && (
        <ColumnsDialog
          resource={resource}
          fields={fields}
          chosen={state.columns}
          onChange={(columns) => change(columns === null ? { columns, widths: NO_WIDTHS } : { columns })}
          onClose={() => setChoosing(false)}
        />
      )}
      <Filter {...props} />
    </div>
  );
}

const ICONS = { table: Table, board: SquareKanban, calendar: CalendarDays, map: MapIcon } as const;

function LayoutChoice({ resource, place: { state, change } }: Pick<ToolbarProps, "resource" | "place">) {
  const layouts = layoutsOf(resource);
  if (layouts.length < 2) return null;
  return (
    <fieldset aria-label={TEXTS.layout} className="flex rounded-md border border-edge bg-panel">
      {layouts.map((layout) => {
        const Icon = ICONS[layout];
        return (
          <label
            key={layout}
            title={TEXTS.layouts[layout]}
            className="flex h-9 cursor-pointer items-center gap-1.5 rounded-md px-2.5 text-quiet has-checked:bg-mark has-checked:text-ink has-focus-visible:outline-2 has-focus-visible:outline-accent"
          >
            <input
              type="radio"
              name="layout"
              checked={state.layout === layout}
              onChange={() => change({ layout })}
              className="sr-only"
            />
            <Icon size={16} aria-hidden />
            <span className="max-xl:sr-only">{TEXTS.layouts[layout]}</span>
          </label>
        );
      })}
    </fieldset>
  );
}

/** What it is filtered by, and where that is built. */
function Filter({ resource, fields, place: { state, change }, isFiltering, setFiltering }: ToolbarProps) {
  const askable = useAskable(resource, fields);
  return (
    <>
      {state.filter && (
        <div className="w-full">
          <FilterChips
            filter={state.filter}
            askable={askable}
            onChange={(filter) => change({ filter })}
            onEdit={() => setFiltering(true)}
          />
        </div>
      )}
      {isFiltering && (
        <FilterDialog
          resource={resource}
          askable={askable}
          filter={state.filter}
          onApply={(filter) => change({ filter })}
          onClose={() => setFiltering(false)}
        />
      )}
    </>
  );
}

/** Milliseconds after the last letter at which the search begins. */
const PAUSE = 250;

function SearchBox({
  label,
  value,
  onChange,
}: {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}) {
  const [typed, type] = useState(value);
  const [told, tell] = useState(value);
  // The address was changed elsewhere: a view was chosen, the filter was cleared.
  if (told !== value) {
    tell(value);
    type(value);
  }
  useEffect(() => {
    if (typed === told) return;
    const timer = setTimeout(() => {
      tell(typed);
      onChange(typed);
    }, PAUSE);
    return () => clearTimeout(timer);
  }, [typed, told, onChange]);
  return (
    <div className="relative w-full sm:w-64">
      <Search size={16} aria-hidden className="pointer-events-none absolute top-2.5 left-2.5 text-quiet" />
      <input
        type="search"
        aria-label={label}
        placeholder={label}
        value={typed}
        maxLength={200}
        onChange={(event) => type(event.target.value)}
        className={`${CONTROL} pl-8`}
      />
    </div>
  );
}
