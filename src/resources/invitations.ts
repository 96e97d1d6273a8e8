/** Invitations to become a member. The hashes of their tokens are kept apart (objects/tenant/tables.ts) and are in no log. */
import { index, sqliteTable, text } from "drizzle-orm/sqlite-core";
import * as z from "zod";
import { instant, systemColumns } from "./columns.ts";
import { defineResource } from "./define.ts";
import { livingIndex } from "./indexes.ts";
import { emailAddress, name } from "./values.ts";

export const invitationsTable = sqliteTable(
  "invitations",
  {
    ...systemColumns(),
    email: text("email").notNull(),
    role: text("role").notNull(),
    // Croft's own: no client sets these.
    expiresAt: instant("expires_at").notNull(),
    acceptedAt: instant("accepted_at"),
    /** Id of the user. */
    acceptedBy: text("accepted_by"),
    revokedAt: instant("revoked_at"),
  },
  // How many were made lately counts those that were revoked, too.
  (table) => [livingIndex(table.email, "invitations_email"), index("invitations_made").on(table.createdAt)],
);

export const invitations = defineResource({
  name: "invitations",
  idPrefix: "inv",
  description: "Invitations of people by e-mail, each to one address, for seven days and for one acceptance.",
  table: invitationsTable,
  fields: z.strictObject({ email: emailAddress, role: name(40) }),
  title: ["{email}"],
  search: [],
  // Written by objects/tenant/invitation-routes.ts and acceptance.ts alone: nobody may invite somebody to more than they have.
  access: { read: "admin", create: null, update: null, delete: null, purge: null },
});

/** Body of `POST /v1/tenants/{tenant}/invitations`. */
export const createInvitationSchema = z.strictObject({ email: emailAddress, role: z.string() });
