/** An application's own resources, as a team would add them: tickets, which belong to who made them, and remarks on them. */
import { runInDurableObject } from "cloudflare:test";
import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import * as z from "zod";
import type { Tenant } from "../../objects/tenant/tenant.ts";
import { config } from "../../src/croft.config.ts";
import { systemColumns } from "../../src/resources/columns.ts";
import { defineResource } from "../../src/resources/define.ts";
import { EVERYDAY_ACCESS } from "../../src/resources/everyday-access.ts";
import { code, name, reference, wholeNumber } from "../../src/resources/values.ts";
import { createTable } from "./table-text.ts";

const ticketsTable = sqliteTable("tickets", {
  ...systemColumns(),
  subject: text("subject").notNull(),
  reference: text("reference"),
  points: integer("points").notNull(),
});

const remarksTable = sqliteTable("remarks", {
  ...systemColumns(),
  text: text("text").notNull(),
  ticketId: text("ticket_id"),
});

/** Those below admin meet the tickets that they made themselves, whatever they do. */
export const tickets = defineResource({
  name: "tickets",
  idPrefix: "tck",
  description: "Questions, each of whoever asked it.",
  table: ticketsTable,
  fields: z.strictObject({
    subject: name(),
    reference: code(/^[A-Z]{1,8}$/, "up to eight capital letters", "TEA").nullable(),
    points: wholeNumber(0),
  }),
  defaults: { points: 0 },
  title: ["{subject}"],
  search: ["subject"],
  relations: { remarks: { kind: "many", resource: "remarks", field: "ticketId" } },
  unique: [{ field: "reference" }],
  access: { ...EVERYDAY_ACCESS, purge: "member" },
  ownRows: { exempt: "admin", actions: ["read", "update", "delete", "purge"] },
});

export const remarks = defineResource({
  name: "remarks",
  idPrefix: "rem",
  description: "What is said of tickets.",
  table: remarksTable,
  fields: z.strictObject({ text: name(), ticketId: reference.nullable() }),
  title: ["{text}"],
  search: [],
  relations: { ticket: { kind: "one", resource: "tickets", field: "ticketId" } },
  access: EVERYDAY_ACCESS,
});

/** Adds them to the application that is served; a module mock would not reach the Worker, which is loaded by itself. */
export function configureTickets(): void {
  const { resourceByName } = config;
  if (!(resourceByName instanceof Map)) throw new Error("The resources are no map that could take more of them.");
  for (const resource of [tickets, remarks]) resourceByName.set(resource.name, resource);
}

/** Makes their tables in a tenant, as a migration would. */
export async function createTicketTables(stub: DurableObjectStub<Tenant>): Promise<void> {
  await runInDurableObject(stub, (_, { storage }) => {
    for (const table of [ticketsTable, remarksTable]) storage.sql.exec(createTable(table));
  });
}
