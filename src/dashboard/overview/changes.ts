/** Changes of a tenant as a feed tells them: who did what to which record. */
import * as z from "zod/mini";
import { actionSchema, type ChangeAction } from "../../protocol/change.ts";
import type { ResourceDescription } from "../../protocol/description.ts";
import { type AnyRecord, integerSchema, recordSchema } from "../../protocol/values.ts";
import { type Actor, actorOf } from "../fields/actors.ts";
import { formatValue } from "../fields/format.ts";
import { recordTitle } from "../fields/record-title.ts";
import { type ShownField, shownFields, valueAt } from "../fields/shown-field.ts";

/** One line of the feed; of changes that were made together, all of them. */
export interface Entry {
  readonly key: string;
  /** Position in the log. */
  readonly seq: number;
  readonly at: string;
  readonly actor: Actor;
  readonly action: ChangeAction;
  readonly resource: string;
  /** The record as it is behind the change, or was before it ended. */
  readonly record: AnyRecord;
  readonly id: string;
  /** What the record is called. */
  readonly title: string;
  /** Fields with what they were and are now: "Stage: New → Won". Of updates alone. */
  readonly fields: readonly string[];
  /** How many records: more than one where they were changed together. */
  readonly count: number;
}

/** A row of the audit log. */
const rowSchema = z.object({
  seq: integerSchema,
  at: z.string(),
  actorKind: z.string(),
  actorId: z.string(),
  requestId: z.string(),
  resource: z.string(),
  recordId: z.string(),
  action: actionSchema,
  before: z.nullable(recordSchema),
  after: z.nullable(recordSchema),
});
type Row = z.infer<typeof rowSchema>;

type Named = (resource: string) => ResourceDescription | undefined;

/**
 * Rows of the audit log as lines, the newest first; what one request did to several records of a resource is one line.
 * Rows that are none are left out.
 */
export function entriesOf(rows: readonly object[], named: Named): Entry[] {
  const known = rows.map((row) => rowSchema.safeParse(row)).flatMap(({ data }) => (data ? [data] : []));
  const lines: { entry: Entry; row: Row }[] = [];
  for (const row of known) {
    const last = lines.at(-1);
    if (last && areTogether(last.row, row)) last.entry = { ...last.entry, count: last.entry.count + 1 };
    else lines.push({ row, entry: entryOf(row, named(row.resource)) });
  }
  return lines.map(({ entry }) => entry);
}

function areTogether(a: Row, b: Row): boolean {
  return a.requestId === b.requestId && a.resource === b.resource && a.action === b.action && a.recordId !== b.recordId;
}

function entryOf(row: Row, resource: ResourceDescription | undefined): Entry {
  const { seq, at, action, before, after, recordId: id } = row;
  const record = after ?? before ?? {};
  return {
    key: `change-${seq}`,
    seq,
    at,
    actor: { kind: row.actorKind, id: row.actorId },
    action,
    resource: row.resource,
    record,
    id,
    title: resource ? recordTitle(resource, record) : id,
    fields: action === "update" && resource && before && after ? changedFields(resource, before, after) : [],
    count: 1,
  };
}

/** A record that is new, as whoever may not read the log sees it. */
export function entryOfNew(resource: ResourceDescription, record: AnyRecord): Entry {
  const text = (name: string) => (typeof record[name] === "string" ? record[name] : "");
  return {
    key: text("id"),
    seq: 0,
    at: text("createdAt"),
    actor: actorOf(text("createdBy")),
    action: "create",
    resource: resource.name,
    record,
    id: text("id"),
    title: recordTitle(resource, record),
    fields: [],
    count: 1,
  };
}

/** What an update did, field by field. Ids of other records would tell nobody anything: of these the name alone is said. */
export function changedFields(resource: ResourceDescription, before: AnyRecord, after: AnyRecord): string[] {
  const own = Object.keys(isObject(after.custom) ? after.custom : {});
  const fields = shownFields(resource, settingsFor(resource, own)).filter(({ system }) => !system);
  return fields
    .filter(({ name }) => JSON.stringify(valueAt(before, name)) !== JSON.stringify(valueAt(after, name)))
    .map((field) => changedField(field, before, after));
}

/** The longest value that is told whole. */
const MOST = 40;

function changedField(field: ShownField, before: AnyRecord, after: AnyRecord): string {
  const isSaid = field.reference === null && !/Id$/.test(field.name) && !field.multiline;
  if (!isSaid) return field.label;
  const said = (record: AnyRecord) => shortened(formatValue(field, valueAt(record, field.name), record));
  const [was, is] = [said(before), said(after)];
  if (was === "") return `${field.label}: ${is}`;
  return `${field.label}: ${was} → ${is === "" ? "–" : is}`;
}

function shortened(text: string): string {
  const letters = [...text.replace(/\s+/g, " ")];
  return letters.length <= MOST ? letters.join("") : `${letters.slice(0, MOST - 1).join("")}…`;
}

/** Fields of the tenant's own as text, since the feed knows no more of them than their names. */
function settingsFor({ name, view }: ResourceDescription, own: readonly string[]): AnyRecord {
  return { customFields: { [view ?? name]: Object.fromEntries(own.map((each) => [each, { type: "text" }])) } };
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
