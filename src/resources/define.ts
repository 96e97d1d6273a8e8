/**
 * `defineResource`: a Drizzle table and everything else Croft must know of a resource, said once.
 * Routes, validation, live queries, access, search and the directory's projection are read from the result.
 */

import type { SQLiteTable } from "drizzle-orm/sqlite-core";
import { getTableConfig } from "drizzle-orm/sqlite-core";
import * as z from "zod";
import type { Filter, SortTerm } from "../protocol/filter.ts";
import type { StoredRecord } from "../protocol/stored-record.ts";
import { refuseContradictions } from "./contradictions.ts";
import { type Field, fieldsOf } from "./fields.ts";

/** A value as records carry it. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** A record as the API shows it: system fields and the resource's own, by camelCase name. */
export interface RecordData extends StoredRecord {
  readonly [field: string]: Json;
}

/** What may be done to a resource's records. */
export type Action = "read" | "create" | "update" | "delete" | "purge";

/**
 * The least role for each action; `null` means nobody but Croft itself.
 * Restoring takes `delete`. A role is a name of `roles` in croft.config.ts.
 */
export type Access = Readonly<Record<Action, string | null>>;

/** Rows that belong to their creator: actors below `exempt` meet only the rows they created, for these actions. */
export interface OwnRows {
  readonly exempt: string;
  readonly actions: readonly Exclude<Action, "create">[];
}

/** A link to another resource, usable in `expand` and, one hop away, in filters. */
export type Relation =
  /** This record names the other in `field`. Writes check that the other exists and is alive. */
  | { readonly kind: "one"; readonly resource: string; readonly field: string }
  /** This record names several others in the list `field`. */
  | { readonly kind: "list"; readonly resource: string; readonly field: string }
  /** Records of the other resource name this one in their `field`. */
  | { readonly kind: "many"; readonly resource: string; readonly field: string };

/** The tenant's own settings, as account-config holds them. */
export type TenantSettings = Readonly<Record<string, Json>>;

/** A field (with its value) that at most one living record may carry; nulls never conflict. */
export interface UniqueRule {
  readonly field: string;
  /** Where given, the rule holds only for tenants whose settings say so. */
  readonly when?: (settings: TenantSettings) => boolean;
}

/** A status machine: from each value of `field`, the values that may follow. A record may start in any of `start`. */
export interface Transitions {
  readonly field: string;
  readonly start: readonly string[];
  readonly next: Readonly<Record<string, readonly string[]>>;
}

/** What a resource's own rule may read, inside the transaction of the write. */
export interface RecordReader {
  /** The living record, or null. */
  get(resource: string, id: string): RecordData | null;
  /** Living records whose fields equal (or, for arrays, are one of) the given values; at most 1,000. */
  find(resource: string, where: Readonly<Record<string, Json>>): RecordData[];
}

/** A write about to happen: `before` is null on create and restore, `after` is null on delete. */
export interface PendingWrite {
  readonly before: RecordData | null;
  readonly after: RecordData | null;
  readonly now: number;
  readonly settings: TenantSettings;
}

interface ResourceInput<
  Name extends string,
  Table extends SQLiteTable,
  Fields extends z.ZodRawShape,
  Defaults extends Partial<z.output<z.ZodObject<Fields>>> = Partial<z.output<z.ZodObject<Fields>>>,
  Immutable extends keyof Fields & string = keyof Fields & string,
> {
  /** Name in paths, kebab-case plural. */
  name: Name;
  /** Prefix of ids: `hum` gives `hum_01J…`. */
  idPrefix: string;
  /** One sentence for the reference. */
  description: string;
  table: Table;
  /**
   * What a client may send. Without zod defaults (a PATCH would apply them): see `defaults`.
   * A field that may be cleared is `.nullable()`; on create and PUT every nullable field and every field with a default may be left out.
   */
  fields: z.ZodObject<Fields>;
  /** Values of fields left out on create and PUT. */
  defaults?: Defaults;
  /** Fields that only a create may set. */
  immutable?: readonly Immutable[];
  /** Rules over several fields; applied to the whole record as it would be after the write. */
  refine?: (record: RecordData) => { field: string; message: string } | null;
  /** What lists and search show for a record: templates such as `{firstName} {lastName}`, of which the first with a filled field counts. */
  title: readonly string[];
  /** Text fields that full-text search covers. */
  search: readonly string[];
  /** Fields that filters, sorts and groups may not use. */
  unfilterable?: readonly string[];
  /** The order of a list that asks for none: a field, behind `-` for descending. Newest first (`-id`) where absent. */
  sort?: string;
  relations?: Readonly<Record<string, Relation>>;
  unique?: readonly UniqueRule[];
  access: Access;
  ownRows?: OwnRows;
  transitions?: Transitions;
  /** A rule that needs other records; throws AppError to refuse the write. */
  check?: (write: PendingWrite, reader: RecordReader) => void;
  /** Exactly one record exists, made with the tenant. */
  singleton?: boolean;
  /** Whether the directory (search across tenants) shows its records. Default: whether `search` names fields. */
  directory?: boolean;
}

/** A part of another resource's records (src/resources/view.ts). */
export interface View {
  /** Name of the resource whose table it reads. */
  readonly of: string;
  readonly rows: Filter;
}

/** What the compiler knows of a resource's records and bodies, for the client. Nothing of it exists at run time. */
export interface DefinedTypes {
  readonly record: object;
  readonly create: object;
  readonly update: object;
}

type LeftOut<Shape extends z.ZodRawShape, Defaults> = {
  [Field in keyof Shape]: null extends z.input<Shape[Field]> ? Field : Field extends keyof Defaults ? Field : never;
}[keyof Shape];
type Body<Shape extends z.ZodRawShape> = z.input<z.ZodObject<Shape>> & { custom?: Readonly<Record<string, Json>> };

/** Columns as records show them; what create may leave out is what `createSchema` makes optional. */
interface TypesOfInput<
  Table extends SQLiteTable,
  Shape extends z.ZodRawShape,
  Defaults,
  Immutable extends PropertyKey,
> {
  readonly record: Readonly<Table["$inferSelect"]>;
  readonly create: Omit<Body<Shape>, LeftOut<Shape, Defaults>> & Partial<Body<Shape>>;
  readonly update: Partial<Omit<Body<Shape>, Immutable>>;
}

/** A resource as the rest of Croft uses it. */
export interface Resource<Name extends string = string, Types extends DefinedTypes = DefinedTypes> {
  /** For the compiler alone: never set. */
  readonly types?: Types;
  readonly name: Name;
  readonly idPrefix: string;
  readonly description: string;
  /** Table name in SQLite. */
  readonly table: string;
  readonly fields: ReadonlyMap<string, Field>;
  /** Strict body schemas. `create` serves PUT too; `update` is its partial without immutable fields. */
  readonly create: z.ZodType<Readonly<Record<string, Json>>>;
  readonly update: z.ZodType<Readonly<Record<string, Json>>>;
  readonly defaults: Readonly<Record<string, Json>>;
  readonly immutable: readonly string[];
  readonly refine: ((record: RecordData) => { field: string; message: string } | null) | null;
  /** Templates for `titleOf` (src/protocol/title.ts). */
  readonly title: readonly string[];
  readonly search: readonly string[];
  /** The order of a list that asks for none; null for the newest first. */
  readonly sort: SortTerm | null;
  readonly relations: Readonly<Record<string, Relation>>;
  readonly unique: readonly UniqueRule[];
  readonly access: Access;
  readonly ownRows: OwnRows | null;
  readonly transitions: Transitions | null;
  readonly check: ((write: PendingWrite, reader: RecordReader) => void) | null;
  readonly singleton: boolean;
  readonly directory: boolean;
  /** The change log's own resource reads a table without system columns. */
  readonly systemColumns: boolean;
  /** Set of a view, which shows a part of another resource's records; null for all others. */
  readonly view: View | null;
}

/** The tenant's own fields arrive beside the resource's; they are checked against account-config when written. */
const customSchema = z.record(z.string(), z.json());

/**
 * Defines a resource.
 * @throws Error with a sentence that says what to change, when the parts contradict each other.
 */
export function defineResource<
  const Name extends string,
  Table extends SQLiteTable,
  Fields extends z.ZodRawShape,
  Defaults extends Partial<z.output<z.ZodObject<Fields>>> = Record<never, never>,
  Immutable extends keyof Fields & string = never,
>(
  input: ResourceInput<Name, Table, Fields, Defaults, Immutable>,
): Resource<Name, TypesOfInput<Table, Fields, Defaults, Immutable>> {
  const fields = fieldsOf(input.table, input.unfilterable);
  const resource: Resource<Name, TypesOfInput<Table, Fields, Defaults, Immutable>> = {
    name: input.name,
    idPrefix: input.idPrefix,
    description: input.description,
    table: getTableConfig(input.table).name,
    fields,
    create: createSchema(input),
    update: updateSchema(input),
    defaults: defaultsOf(input, fields),
    immutable: input.immutable ?? [],
    refine: input.refine ?? null,
    title: input.title,
    search: input.search,
    sort: sortOf(input.sort),
    relations: input.relations ?? {},
    unique: input.unique ?? [],
    access: input.access,
    ownRows: input.ownRows ?? null,
    transitions: input.transitions ?? null,
    check: input.check ?? null,
    singleton: input.singleton ?? false,
    directory: input.directory ?? input.search.length > 0,
    systemColumns: fields.has("version"),
    view: null,
  };
  refuseContradictions(resource, Object.keys(input.fields.shape));
  return resource;
}

function sortOf(sort: string | undefined): SortTerm | null {
  if (sort === undefined) return null;
  return sort.startsWith("-") ? { path: sort.slice(1), descending: true } : { path: sort, descending: false };
}

type AnyInput = ResourceInput<string, SQLiteTable, z.ZodRawShape>;
type BodySchema = z.ZodType<Readonly<Record<string, Json>>>;

function createSchema(input: AnyInput): BodySchema {
  const optional: Record<string, true> = {};
  for (const [name, schema] of Object.entries(input.fields.shape)) {
    const mayBeLeftOut =
      schema instanceof z.ZodType && (schema.safeParse(null).success || name in (input.defaults ?? {}));
    if (mayBeLeftOut) optional[name] = true;
  }
  return input.fields.partial(optional).extend({ custom: customSchema.optional() }).strict() as BodySchema;
}

function updateSchema(input: AnyInput): BodySchema {
  const immutable = Object.fromEntries((input.immutable ?? []).map((name) => [name, true as const]));
  return input.fields.omit(immutable).partial().extend({ custom: customSchema.optional() }).strict() as BodySchema;
}

/**
 * Every field a client may send gets a value when it is left out: the declared default, an empty list, or null.
 * Croft's own columns have none, so that a PUT keeps what they hold.
 */
function defaultsOf(input: AnyInput, fields: ReadonlyMap<string, Field>): Readonly<Record<string, Json>> {
  const defaults: Record<string, Json> = { custom: {} };
  for (const name of Object.keys(input.fields.shape)) defaults[name] = fields.get(name)?.kind === "list" ? [] : null;
  return { ...defaults, ...(input.defaults as Readonly<Record<string, Json>> | undefined) };
}
