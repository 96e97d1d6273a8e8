/** What Croft knows of a resource's fields: read once from its Drizzle table. */
import { getTableColumns } from "drizzle-orm";
import type { SQLiteColumn, SQLiteTable } from "drizzle-orm/sqlite-core";

/**
 * How a field's values compare, in SQL and in memory alike:
 * `text` by code point, `integer` and `number` by value, `boolean` as 0 and 1, `date` as fixed-shape text,
 * `list` is an array of texts (membership only), `json` is opaque.
 */
export type FieldKind = "text" | "integer" | "number" | "boolean" | "date" | "list" | "json";

/** One field of a record. */
export interface Field {
  /** Name in the API, camelCase. */
  readonly name: string;
  /** Name in SQLite, snake_case. */
  readonly column: string;
  readonly kind: FieldKind;
  readonly nullable: boolean;
  /** Whether filters, sorts and groups may name it. */
  readonly filterable: boolean;
}

/** Fields that the server alone writes; a body that names one is refused. */
export const SYSTEM_FIELDS = ["id", "createdAt", "updatedAt", "createdBy", "version", "deletedAt"] as const;

/**
 * Reads the fields of a table in column order.
 * @param unfilterable names that filters, sorts and groups may not use.
 */
export function fieldsOf(table: SQLiteTable, unfilterable: readonly string[] = []): ReadonlyMap<string, Field> {
  const fields = new Map<string, Field>();
  for (const [name, column] of Object.entries(getTableColumns(table))) {
    const kind = kindOf(name, column);
    fields.set(name, {
      name,
      column: column.name,
      kind,
      nullable: !column.notNull && !column.primary,
      filterable: kind !== "json" && !unfilterable.includes(name),
    });
  }
  return fields;
}

function kindOf(name: string, column: SQLiteColumn): FieldKind {
  switch (column.columnType) {
    case "SQLiteText":
      return "text";
    case "SQLiteTextJson":
      return column.getSQLType() === "text" && name !== "custom" && isListColumn(column) ? "list" : "json";
    case "SQLiteInteger":
      return "integer";
    case "SQLiteReal":
      return "number";
    case "SQLiteBoolean":
      return "boolean";
    case "SQLiteCustomColumn":
      return "date";
    default:
      throw new Error(
        `Field "${name}": column type ${column.columnType} is not supported; use text, integer, real, instant, textList or jsonObject.`,
      );
  }
}

/** A list column carries the default `[]`; a JSON object column does not. */
function isListColumn(column: SQLiteColumn): boolean {
  return Array.isArray(column.default);
}
