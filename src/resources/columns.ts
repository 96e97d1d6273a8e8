/**
 * Column builders and the system columns that every record carries.
 * A resource's table is written with these and with drizzle's own `text`, `integer` and `real`.
 */
import { customType, integer, text } from "drizzle-orm/sqlite-core";

/**
 * A point in time as ISO 8601 UTC text with milliseconds (`2026-11-21T02:52:58.123Z`).
 * Text of this fixed shape orders by time, so SQL, memory and the API use one representation.
 */
export const instant = customType<{ data: string; driverData: string }>({ dataType: () => "text" });

/** A list of short texts, stored as JSON. */
export const textList = (name: string) => text(name, { mode: "json" }).$type<string[]>().notNull().default([]);

/** A JSON object that is stored and returned as it is; not filterable. */
export const jsonObject = (name: string) => text(name, { mode: "json" }).$type<Record<string, unknown>>();

/** The columns of every record, in the order in which a record shows them. */
export const systemColumns = () => ({
  id: text("id").primaryKey(),
  createdAt: instant("created_at").notNull(),
  updatedAt: instant("updated_at").notNull(),
  createdBy: text("created_by").notNull(),
  version: integer("version").notNull(),
  deletedAt: instant("deleted_at"),
  custom: jsonObject("custom").notNull(),
});
