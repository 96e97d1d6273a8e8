/** How far each part of the repository has come: what a dashboard shows of a first sync, and of trouble. */
import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import * as z from "zod";
import { instant, systemColumns } from "../columns.ts";
import { defineResource } from "../define.ts";
import { flag, name, oneOf, time, wholeNumber } from "../values.ts";
import { TAKEN_FROM_GITHUB } from "./access.ts";

/** In the order in which a first sync asks for them. */
export const STREAMS = ["repository", "issues", "releases", "contributors", "commits", "comments", "stars"] as const;
export type StreamName = (typeof STREAMS)[number];

/**
 * `waiting`: nothing fetched yet. `backfill`: older pages are being fetched, newest first. `live`: everything was fetched, and
 * changes are. `paused`: nobody follows, or the repository cannot be read. `disabled`: there is nothing to fetch (`reason`).
 */
export const STREAM_PHASES = ["waiting", "backfill", "live", "paused", "disabled"] as const;

export const streamsTable = sqliteTable("streams", {
  ...systemColumns(),
  name: text("name").notNull(),
  phase: text("phase").notNull(),
  expected: integer("expected"),
  done: integer("done").notNull(),
  freshAt: instant("fresh_at"),
  truncated: integer("truncated", { mode: "boolean" }).notNull(),
  reason: text("reason"),
  error: text("error"),
  errorAt: instant("error_at"),
  completedAt: instant("completed_at"),
});

export const streams = defineResource({
  name: "streams",
  idPrefix: "str",
  description:
    "What Croft has of each part of the repository: `expected` items as far as GitHub tells, `done` of them stored, `freshAt` as of when.",
  table: streamsTable,
  fields: z.strictObject({
    name: oneOf(STREAMS),
    phase: oneOf(STREAM_PHASES),
    expected: wholeNumber(0).nullable(),
    done: wholeNumber(0),
    freshAt: time.nullable(),
    truncated: flag,
    reason: name().nullable(),
    error: name(1_000).nullable(),
    errorAt: time.nullable(),
    completedAt: time.nullable(),
  }),
  title: ["{name}"],
  search: [],
  sort: "name",
  access: TAKEN_FROM_GITHUB,
});
