/** Two small resources for live queries: tasks, of which members see their own alone, and the teams they belong to. */
import { integer, real, sqliteTable, text } from "drizzle-orm/sqlite-core";
import * as z from "zod";
import { accountConfig } from "../../src/resources/account-config.ts";
import { apiKeys } from "../../src/resources/api-keys.ts";
import { auditLog } from "../../src/resources/audit-log.ts";
import { instant, systemColumns, textList } from "../../src/resources/columns.ts";
import { type Access, defineResource, type Resource, type TenantSettings } from "../../src/resources/define.ts";
import { viewOf } from "../../src/resources/view.ts";

const access: Access = { read: "viewer", create: "viewer", update: "viewer", delete: "viewer", purge: "viewer" };

const tasksTable = sqliteTable("tasks", {
  ...systemColumns(),
  title: text("title"),
  state: text("state").notNull(),
  points: integer("points"),
  ratio: real("ratio"),
  done: integer("done", { mode: "boolean" }).notNull(),
  due: instant("due"),
  tags: textList("tags"),
  teamId: text("team_id"),
});

const teamsTable = sqliteTable("teams", {
  ...systemColumns(),
  name: text("name").notNull(),
  size: integer("size").notNull(),
});

const SYSTEM_COLUMNS =
  "id TEXT PRIMARY KEY NOT NULL, created_at TEXT NOT NULL, updated_at TEXT NOT NULL, created_by TEXT NOT NULL, version INTEGER NOT NULL, deleted_at TEXT, custom TEXT NOT NULL";

/** Both tables, to be made after the tenant's migrations. */
export const LIVE_TABLES = [
  `CREATE TABLE tasks (${SYSTEM_COLUMNS}, title TEXT, state TEXT NOT NULL, points INTEGER, ratio REAL, done INTEGER NOT NULL, due TEXT, tags TEXT NOT NULL, team_id TEXT) STRICT`,
  `CREATE TABLE teams (${SYSTEM_COLUMNS}, name TEXT NOT NULL, size INTEGER NOT NULL) STRICT`,
];

export const tasks = defineResource({
  name: "tasks",
  idPrefix: "tsk",
  description: "Things to do.",
  table: tasksTable,
  fields: z.strictObject({
    title: z.string().nullable(),
    state: z.string(),
    points: z.int().nullable(),
    ratio: z.number().nullable(),
    done: z.boolean(),
    due: z.string().nullable(),
    tags: z.array(z.string()),
    teamId: z.string().nullable(),
  }),
  defaults: { state: "open", done: false, tags: [] },
  title: ["{title}"],
  search: ["title", "state"],
  relations: { team: { kind: "one", resource: "teams", field: "teamId" } },
  access,
  ownRows: { exempt: "member", actions: ["read"] },
});

export const teams = defineResource({
  name: "teams",
  idPrefix: "team",
  description: "Who does them.",
  table: teamsTable,
  fields: z.strictObject({ name: z.string(), size: z.int() }),
  title: ["{name}"],
  search: [],
  access: { ...access, read: "member" },
});

/** The open tasks, under a name of their own. */
export const openTasks = viewOf(tasks, {
  name: "open-tasks",
  description: "What is still to do.",
  rows: { op: "eq", path: "state", value: "open" },
});

export const liveResources: ReadonlyMap<string, Resource> = new Map(
  [tasks, openTasks, teams, apiKeys, auditLog, accountConfig].map((resource) => [resource.name, resource]),
);

/** Tasks have two fields of the tenant's own. */
export const liveSettings: TenantSettings = {
  customFields: { tasks: { tier: { type: "text" }, score: { type: "integer" } } },
};
