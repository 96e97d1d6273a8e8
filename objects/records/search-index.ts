/** Full-text search follows every write: one document a living record, in the transaction of the write. */
import type { RecordData, Resource } from "../../src/resources/define.ts";
import type { Sql } from "./database.ts";

/** Title and searchable text of a record. */
export function searchText(resource: Resource, record: RecordData): { title: string; body: string } {
  const parts: string[] = [];
  for (const name of resource.search) {
    const value = record[name];
    if (typeof value === "string") parts.push(value);
    else if (Array.isArray(value)) parts.push(value.join(" "));
  }
  return { title: resource.title(record), body: parts.join("\n") };
}

/** Brings the index from `before` to `after`; null stands for a record that is not alive. */
export function indexRecord(sql: Sql, resource: Resource, before: RecordData | null, after: RecordData | null): void {
  if (resource.search.length === 0) return;
  if (!after) {
    if (before) sql.exec("DELETE FROM search_docs WHERE record_id = ?", before.id);
    return;
  }
  const text = searchText(resource, after);
  if (!before) {
    sql.exec(
      "INSERT INTO search_docs (record_id, resource, title, body) VALUES (?, ?, ?, ?)",
      after.id,
      resource.name,
      text.title,
      text.body,
    );
    return;
  }
  const old = searchText(resource, before);
  if (old.title === text.title && old.body === text.body) return;
  sql.exec("UPDATE search_docs SET title = ?, body = ? WHERE record_id = ?", text.title, text.body, after.id);
}
