/** What a table shows, as its address says it: the layout, which records, in which order and columns. */
import * as z from "zod/mini";
import type { AnyRecord, Fields, Json } from "../../client/croft.ts";
import type { ResourceDescription } from "../../protocol/description.ts";
import type { FilterInput } from "../../protocol/filter.ts";
import { parseJson } from "../../protocol/json.ts";
import { isRecord } from "../../protocol/values.ts";
import { TITLE } from "./columns.ts";
import { textOf, textsOf } from "./value.ts";
import { NO_WIDTHS, type Widths, widthsIn } from "./widths.ts";

export const LAYOUTS = ["table", "board", "calendar", "map"] as const;
export type Layout = (typeof LAYOUTS)[number];

/** The search parameters of the page. */
export interface TableSearch {
  /** Id of a saved view, from which what is not said otherwise is taken. */
  readonly view?: string | undefined;
  readonly layout?: Layout | undefined;
  readonly q?: string | undefined;
  readonly filter?: Json | undefined;
  readonly sort?: string[] | undefined;
  /** Null for those that are shown by themselves, where the view has chosen others. */
  readonly columns?: string[] | null | undefined;
  readonly widths?: Record<string, number> | undefined;
}

export interface TableState {
  readonly layout: Layout;
  readonly q: string;
  readonly filter: FilterInput | null;
  /** Fields, `-` for descending; empty for the resource's own order. */
  readonly sort: readonly string[];
  /** Names of fields; null for those that are shown unless chosen otherwise. */
  readonly columns: readonly string[] | null;
  readonly widths: Widths;
}

export const FIRST_STATE: TableState = {
  layout: "table",
  q: "",
  filter: null,
  sort: [],
  columns: null,
  widths: NO_WIDTHS,
};

/** The API takes up to so many. */
const MAX_SORTS = 4;

/** What an address says, over what the saved view says. */
export function stateOf(search: TableSearch, view: TableState | null): TableState {
  const base = view ?? FIRST_STATE;
  return {
    layout: search.layout ?? base.layout,
    q: search.q ?? base.q,
    filter: search.filter === undefined ? base.filter : filterIn(search.filter),
    sort: search.sort ?? base.sort,
    columns: search.columns === undefined ? base.columns : search.columns,
    widths: search.widths === undefined ? base.widths : widthsIn(search.widths),
  };
}

/** The address of a state: what the view says already, or what is so by itself, is left out. */
export function searchOf(
  state: TableState,
  view: { readonly id: string; readonly state: TableState } | null,
): TableSearch {
  const base = view?.state ?? FIRST_STATE;
  const search: { -readonly [Key in keyof TableSearch]: TableSearch[Key] } = {};
  if (view) search.view = view.id;
  if (state.layout !== base.layout) search.layout = state.layout;
  if (state.q !== base.q) search.q = state.q;
  if (!isSame(state.filter, base.filter)) search.filter = jsonOf(state.filter);
  if (!isSame(state.sort, base.sort)) search.sort = [...state.sort];
  if (!isSame(state.columns, base.columns)) search.columns = state.columns && [...state.columns];
  if (!isSame(state.widths, base.widths)) search.widths = { ...state.widths };
  return search;
}

function jsonOf(filter: FilterInput | null): Json {
  return filter === null ? {} : JSON.parse(JSON.stringify(filter));
}

function filterIn(value: unknown): FilterInput | null {
  return isRecord(value) && Object.keys(value).length > 0 ? { ...value } : null;
}

const savedSchema = z.object({
  q: z.optional(z.string()),
  filter: z.optional(z.record(z.string(), z.unknown())),
  sort: z.optional(z.array(z.string())),
  widths: z.optional(z.unknown()),
});

/** What a record of the resource `views` says; what of it cannot be read is as by itself. */
export function stateOfView(view: AnyRecord): TableState {
  const parsed = parseJson(textOf(view, "query"));
  const saved = z.safeParse(savedSchema, parsed.ok ? parsed.value : {});
  const { q = "", filter = {}, sort = [], widths } = saved.success ? saved.data : {};
  const columns = textsOf(view, "columns");
  return {
    layout: LAYOUTS.find((layout) => layout === textOf(view, "layout")) ?? "table",
    q,
    filter: filterIn(filter),
    sort,
    columns: columns.length === 0 ? null : columns.filter((name) => name !== TITLE),
    widths: widthsIn(widths),
  };
}

/** The fields of a view that shows this state. Without columns it shows those that are shown by themselves: of the title alone it names that. */
export function viewOfState({ layout, q, filter, sort, columns, widths }: TableState): Fields {
  const query = {
    ...(q === "" ? {} : { q }),
    ...(filter ? { filter } : {}),
    ...(sort.length === 0 ? {} : { sort }),
    ...(Object.keys(widths).length === 0 ? {} : { widths }),
  };
  const named = columns?.length === 0 ? [TITLE] : (columns ?? []);
  return { layout, query: JSON.stringify(query), columns: [...named] };
}

/** Whether two states show the same. */
export function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** The order that the service is asked for: named always, so that full text is not ranked and goes on page by page. */
export function sortAsked(sort: readonly string[], { sort: own, versioned }: ResourceDescription): readonly string[] {
  if (sort.length > 0) return sort.slice(0, MAX_SORTS);
  return [own ?? (versioned ? "-id" : "-seq")];
}

/** The sort after a press on a column's header: ascending, descending, not at all. @param among whether other columns go on counting */
export function toggledSort(sort: readonly string[], field: string, among: boolean): readonly string[] {
  const direction = directionOf(sort, field);
  const next = direction === null ? field : direction === "ascending" ? `-${field}` : null;
  if (!among) return next === null ? [] : [next];
  if (direction === null) return [...sort, field].slice(-MAX_SORTS);
  return sort.flatMap((term) => (term.replace(/^-/, "") !== field ? [term] : next === null ? [] : [next]));
}

export function directionOf(sort: readonly string[], field: string): "ascending" | "descending" | null {
  if (sort.includes(field)) return "ascending";
  return sort.includes(`-${field}`) ? "descending" : null;
}
