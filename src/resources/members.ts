/** The people of a tenant: who they are, and what each may do. Written by objects/tenant/members-routes.ts and acceptance.ts alone. */
import { sqliteTable, text } from "drizzle-orm/sqlite-core";
import * as z from "zod";
import { systemColumns } from "./columns.ts";
import { defineResource } from "./define.ts";
import { livingIndex, livingUnique } from "./indexes.ts";
import { emailAddress, name, reference } from "./values.ts";

export const membersTable = sqliteTable(
  "members",
  {
    ...systemColumns(),
    userId: text("user_id").notNull(),
    email: text("email").notNull(),
    name: text("name").notNull(),
    role: text("role").notNull(),
  },
  (table) => [livingUnique(table.userId, "members_user"), livingIndex(table.email, "members_email")],
);

export const members = defineResource({
  name: "members",
  idPrefix: "mem",
  description:
    "The people of the tenant, each with a role. Address and name are those under which somebody became a member.",
  table: membersTable,
  fields: z.strictObject({ userId: reference, email: emailAddress, name: name(), role: name(40) }),
  title: ["{name} {email}"],
  search: [],
  unique: [{ field: "userId" }],
  // Nobody makes somebody a member but by an invitation that this person accepts; roles are not changed by a batch either.
  access: { read: "viewer", create: null, update: null, delete: null, purge: null },
});
