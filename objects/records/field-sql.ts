/** A field's value in SQL, as filters, sorts, cursors and groups see it. Its twin in memory is field-value.ts. */
import { readableSql } from "./exact-number.ts";
import type { FieldRef } from "./scope.ts";

/** The expression of a field of the row that `alias` stands for. */
export function fieldSql(field: FieldRef, alias: string): string {
  const column = `${alias}."${field.column}"`;
  return field.custom === null ? column : customSql(field, column, field.custom);
}

/**
 * A tenant's own field lives in a JSON column, and its values may be older than its definition:
 * those of another kind read as null, in memory too. `scope.ts` admits only names that are harmless in a path.
 */
function customSql(field: FieldRef, column: string, name: string): string {
  const path = `'$."${name}"'`;
  const type = `json_type(${column}, ${path})`;
  const value = `json_extract(${column}, ${path})`;
  switch (field.kind) {
    case "text":
      return `CASE ${type} WHEN 'text' THEN ${value} END`;
    case "integer":
      return `CASE WHEN ${type} = 'integer' AND ${value} BETWEEN -9007199254740991 AND 9007199254740991 THEN ${value} END`;
    case "number":
      // JSON has no exponent for 2^53 to 10^21: SQLite reads those digits as an integer that is not the double they stand for.
      return `CASE WHEN ${type} IN ('integer', 'real') AND ${readableSql(value)} THEN CAST(${value} AS REAL) END`;
    case "boolean":
      return `CASE ${type} WHEN 'true' THEN 1 WHEN 'false' THEN 0 END`;
    case "date":
      return `CASE WHEN ${type} = 'text' AND ${value} >= '0001' AND strftime('%Y-%m-%dT%H:%M:%fZ', ${value}) = ${value} THEN ${value} END`;
    case "list":
      return `CASE ${type} WHEN 'array' THEN ${value} END`;
    case "json":
      return value;
  }
}
