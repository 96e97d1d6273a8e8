/** The timeline: what happened with a record, and when. */
import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import * as z from "zod";
import { invalidField } from "../protocol/errors.ts";
import { instant, systemColumns } from "./columns.ts";
import { defineResource, type PendingWrite, type RecordReader } from "./define.ts";
import { EVERYDAY_ACCESS } from "./everyday-access.ts";
import { livingIndex, livingUnique } from "./indexes.ts";
import { code, freeText, name, oneOf, reference, time, webAddress, wholeNumber } from "./values.ts";

export const activitiesTable = sqliteTable(
  "activities",
  {
    ...systemColumns(),
    kind: text("kind").notNull(),
    summary: text("summary").notNull(),
    body: text("body"),
    occurredAt: instant("occurred_at").notNull(),
    durationMinutes: integer("duration_minutes"),
    status: text("status"),
    subjectResource: text("subject_resource"),
    subjectId: text("subject_id"),
    humanId: text("human_id"),
    url: text("url"),
    externalId: text("external_id"),
  },
  (table) => [
    livingIndex(table.occurredAt, "activities_occurred"),
    livingIndex(table.subjectId, "activities_subject"),
    livingIndex(table.humanId, "activities_human"),
    livingUnique(table.externalId, "activities_external"),
  ],
);

/** Records that Croft keeps for itself: nothing happens with them that a timeline could tell. */
const NO_SUBJECTS: readonly string[] = ["account-config", "api-keys", "audit-log", "error-log"];

/** The subject may be a record of any resource, which no relation can say. */
function requireSubject({ before, after }: PendingWrite, reader: RecordReader): void {
  if (!after || after.subjectId === null) return;
  if (before && before.subjectId === after.subjectId && before.subjectResource === after.subjectResource) return;
  const resource = String(after.subjectResource);
  if (NO_SUBJECTS.includes(resource))
    throw invalidField("VALIDATION_ERROR", "subjectResource", `Records of ${resource} have no activities.`);
  if (!reader.get(resource, String(after.subjectId))) {
    throw invalidField("VALIDATION_ERROR", "subjectId", `There is no such record in ${resource}.`);
  }
}

export const activities = defineResource({
  name: "activities",
  idPrefix: "act",
  description: "Calls, mails, notes, meetings and repository events, on any record, with their time.",
  table: activitiesTable,
  fields: z.strictObject({
    kind: oneOf(["call", "mail", "note", "meeting", "issue", "pull", "commit", "release", "star", "other"]),
    summary: name(500),
    body: freeText(50_000).nullable(),
    occurredAt: time,
    durationMinutes: wholeNumber(0, 525_600).nullable(),
    status: name(40).nullable(),
    subjectResource: code(/^[a-z][a-z0-9-]{1,39}$/, "the name of a resource", "accounts").nullable(),
    subjectId: reference.nullable(),
    humanId: reference.nullable(),
    url: webAddress.nullable(),
    externalId: name().nullable(),
  }),
  refine: (record) =>
    (record.subjectResource === null) === (record.subjectId === null)
      ? null
      : {
          field: record.subjectId === null ? "subjectId" : "subjectResource",
          message: "Give both subjectResource and subjectId, or neither.",
        },
  title: ["{summary}"],
  search: ["summary", "body"],
  relations: { human: { kind: "one", resource: "humans", field: "humanId" } },
  unique: [{ field: "externalId" }],
  access: EVERYDAY_ACCESS,
  check: requireSubject,
});
