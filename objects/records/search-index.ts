/** Full-text search follows every write: one document a living record, in the transaction of the write. */
import { titleOf } from "../../src/protocol/title.ts";
import type { RecordData, Resource } from "../../src/resources/define.ts";
import type { Sql, SqlRow } from "./database.ts";

interface SearchText {
  readonly title: string;
  readonly body: string;
}

/** Title and searchable text of a record. */
export function searchText(resource: Resource, record: RecordData): SearchText {
  const parts: string[] = [];
  for (const name of resource.search) {
    const value = record[name];
    if (typeof value === "string") parts.push(value);
    else if (Array.isArray(value)) parts.push(value.join(" "));
  }
  return { title: titleOf(resource.title, record), body: parts.join("\n") };
}

/**
 * Brings the index from `before` to `after`; null stands for a record that is not alive. One row a statement, because FTS5
 * writes what it has gathered whenever SQLite opens a savepoint, as it does for a statement that touches several.
 */
export function indexRecord(sql: Sql, resource: Resource, before: RecordData | null, after: RecordData | null): void {
  if (resource.search.length === 0) return;
  const text = after && searchText(resource, after);
  if (before && text && sameText(searchText(resource, before), text)) return;
  const known = before && docOf(sql, before.id);
  if (known) sql.exec(FORGET, known.doc, known.title, known.body);
  if (!after || !text) {
    if (known) sql.exec("DELETE FROM search_docs WHERE doc = ?", known.doc);
  } else if (known) {
    sql.exec("UPDATE search_docs SET title = ?, body = ? WHERE doc = ?", text.title, text.body, known.doc);
    sql.exec("INSERT INTO search_fts (rowid, title, body) VALUES (?, ?, ?)", known.doc, text.title, text.body);
  } else {
    sql.exec(ADD, after.id, resource.name, text.title, text.body);
    sql.exec("INSERT INTO search_fts (rowid, title, body) VALUES (last_insert_rowid(), ?, ?)", text.title, text.body);
  }
}

const ADD = "INSERT INTO search_docs (record_id, resource, title, body) VALUES (?, ?, ?, ?)";
/** The index keeps no text of its own ("external content"): it has to be told what it once read. */
const FORGET = "INSERT INTO search_fts (search_fts, rowid, title, body) VALUES ('delete', ?, ?, ?)";

interface DocRow extends SqlRow {
  doc: number;
  title: string;
  body: string;
}

/** The document as it was indexed, which an older version of the resource's title may have written. */
function docOf(sql: Sql, recordId: string): DocRow | null {
  return (
    sql.exec<DocRow>("SELECT doc, title, body FROM search_docs WHERE record_id = ?", recordId).toArray()[0] ?? null
  );
}

function sameText(a: SearchText, b: SearchText): boolean {
  return a.title === b.title && a.body === b.body;
}
