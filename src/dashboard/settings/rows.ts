/** What settings read of records: the fields that they show, checked, since records are JSON of any kind. */
import * as z from "zod/mini";

const text = z.string();
const time = z.nullable(z.string());

export const memberSchema = z.object({ id: text, userId: text, email: text, name: text, role: text });
export type Member = z.infer<typeof memberSchema>;

export const invitationSchema = z.object({ id: text, email: text, role: text, createdAt: text, expiresAt: text });
export type Invitation = z.infer<typeof invitationSchema>;

export const keySchema = z.object({
  id: text,
  name: text,
  role: text,
  createdAt: text,
  resources: z.nullable(z.array(text)),
  readOnly: z.boolean(),
  expiresAt: time,
  lastUsedAt: time,
  rotatedAt: time,
});
export type ApiKey = z.infer<typeof keySchema>;

const customFieldSchema = z.object({
  type: z.enum(["text", "integer", "number", "boolean", "date", "select"]),
  label: z.optional(text),
  options: z.optional(z.array(text)),
  required: z.optional(z.boolean()),
});
/** A field that the tenant defines itself. */
export type CustomField = z.infer<typeof customFieldSchema>;

const customFieldsSchema = z.record(text, z.record(text, customFieldSchema));
/** All of them: by resource, by name. */
export type CustomFields = z.infer<typeof customFieldsSchema>;

export const configSchema = z.object({
  id: text,
  version: z.number(),
  timezone: text,
  locale: text,
  currency: text,
  uniqueEmails: z.boolean(),
  uniquePhoneNumbers: z.boolean(),
  customFields: customFieldsSchema,
});
export type AccountConfig = z.infer<typeof configSchema>;

const snapshot = z.nullable(z.record(text, z.json()));

export const auditEntrySchema = z.object({
  id: text,
  seq: z.number(),
  at: text,
  actorKind: text,
  actorId: text,
  requestId: text,
  resource: text,
  recordId: text,
  action: text,
  before: snapshot,
  after: snapshot,
});
export type AuditEntry = z.infer<typeof auditEntrySchema>;

export const errorEntrySchema = z.object({
  id: text,
  createdAt: text,
  kind: text,
  code: text,
  message: text,
  requestId: text,
  route: time,
});
export type ErrorEntry = z.infer<typeof errorEntrySchema>;

/** The records that have the shape; others are left out, since a page with a row less beats none. */
export function rowsOf<Row>(schema: z.core.$ZodType<Row>, records: readonly unknown[]): readonly Row[] {
  return records.flatMap((record) => {
    const row = z.safeParse(schema, record);
    return row.success ? [row.data] : [];
  });
}
