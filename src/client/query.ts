/** Queries of the client: their types, and how they stand in a path. */
import type { FilterInput } from "../protocol/filter.ts";

type Present<Value> = Exclude<Value, null | undefined>;

interface Equality<Value> {
  readonly eq?: Value;
  readonly ne?: Value;
  readonly in?: readonly Value[];
  readonly nin?: readonly Value[];
  readonly isNull?: boolean;
}
interface Ordering<Value> extends Equality<Value> {
  readonly gt?: Value;
  readonly gte?: Value;
  readonly lt?: Value;
  readonly lte?: Value;
}
interface Matching extends Ordering<string> {
  readonly contains?: string;
  readonly startsWith?: string;
}
interface Containing {
  readonly contains?: string;
  readonly isNull?: boolean;
}

/** What may be asked of a field that holds such values: the value itself, or operators. Objects cannot be asked for. */
type ConditionOn<Value> = [Value] extends [string]
  ? string | Matching
  : [Value] extends [number]
    ? number | Ordering<number>
    : [Value] extends [boolean]
      ? boolean | Equality<boolean>
      : [Value] extends [readonly unknown[]]
        ? Containing
        : never;

/** A tenant's own field, or one of a related record: only the server knows its kind. */
type AnyCondition = string | number | boolean | { readonly [operator: string]: unknown };

/** The filter tree over the fields of a record, with `custom.…` and fields of related records (`account.size`) beside them. */
export type FilterOf<Item> = string extends keyof Item
  ? FilterInput
  : { readonly [Field in keyof Item]?: ConditionOn<Present<Item[Field]>> } & {
      readonly [path: `${string}.${string}`]: AnyCondition;
    } & {
      readonly and?: readonly FilterOf<Item>[];
      readonly or?: readonly FilterOf<Item>[];
      readonly not?: FilterOf<Item>;
    };

/** Names of the fields that hold such values, `custom.…` included. */
type FieldOf<Item, Value> = string extends keyof Item
  ? string
  :
      | { [Field in keyof Item & string]: [Present<Item[Field]>] extends [Value] ? Field : never }[keyof Item & string]
      | `custom.${string}`;

/** A field to sort by; `-` for descending. */
export type SortOf<Item> = FieldOf<Item, string | number | boolean> | `-${FieldOf<Item, string | number | boolean>}`;

type GroupOf<Item> =
  | FieldOf<Item, string | number | boolean>
  | `${FieldOf<Item, string>}:${"hour" | "day" | "week" | "month"}`;

/** Which records: the filter tree of the contract, full text. */
export interface Selection<Item = Readonly<Record<string, unknown>>> {
  readonly filter?: FilterOf<Item> | undefined;
  readonly q?: string | undefined;
}

interface StoredSelection<Item> extends Selection<Item> {
  /** Whether deleted records count. */
  readonly deleted?: "include" | "only" | undefined;
}

export interface ListQuery<Item = Readonly<Record<string, unknown>>> extends StoredSelection<Item> {
  /** The most important first; newest first unless given. */
  readonly sort?: readonly SortOf<Item>[] | undefined;
  /** Records of one page, 1 to 200. */
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
  /** Adds `total` to the page. */
  readonly count?: boolean | undefined;
  readonly fields?: readonly FieldOf<Item, unknown>[] | undefined;
  /** Names of relations whose records are shown with each record. */
  readonly expand?: readonly string[] | undefined;
}

interface Figures<Item> {
  /** Fields, and dates by unit: `createdAt:day`. */
  readonly groupBy?: readonly GroupOf<Item>[] | undefined;
  readonly count?: boolean | undefined;
  readonly sum?: readonly FieldOf<Item, number>[] | undefined;
  readonly avg?: readonly FieldOf<Item, number>[] | undefined;
  readonly min?: readonly FieldOf<Item, string | number>[] | undefined;
  readonly max?: readonly FieldOf<Item, string | number>[] | undefined;
}

export interface AggregateQuery<Item = Readonly<Record<string, unknown>>>
  extends StoredSelection<Item>,
    Figures<Item> {}

/** What a live query follows: at most `limit` (100 unless given, up to 1,000) records in the order of `sort`. */
export interface LiveListQuery<Item = Readonly<Record<string, unknown>>> extends Selection<Item> {
  readonly sort?: readonly SortOf<Item>[] | undefined;
  readonly limit?: number | undefined;
}

export interface LiveAggregateQuery<Item = Readonly<Record<string, unknown>>> extends Selection<Item>, Figures<Item> {}

/** `?a=1&b=2`, lists with commas, trees as JSON; nothing for what is left out or an empty list. */
export function queryString(parameters: { readonly [name: string]: unknown }): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value === undefined || (Array.isArray(value) && value.length === 0)) continue;
    if (Array.isArray(value)) search.set(name, value.join(","));
    else search.set(name, typeof value === "object" ? JSON.stringify(value) : String(value));
  }
  return search.size === 0 ? "" : `?${search}`;
}
