/** A store with the application's resources, on node:sqlite, for tests of rules that need other records. */
import { migrate } from "../../objects/records/migrate.ts";
import { Store } from "../../objects/records/store.ts";
import type { WriteContext, Writer } from "../../objects/records/writer.ts";
import { config } from "../../src/croft.config.ts";
import type { RecordData, Resource, TenantSettings } from "../../src/resources/define.ts";
import { openSqlite } from "./sqlite.ts";
import { readTenantMigrations } from "./tenant-migrations.ts";

const NOW = Date.UTC(2026, 10, 21, 2, 52, 58, 123);

/** The configured resource. @throws Error for a name that is not configured. */
export function resourceOf(name: string): Resource {
  const resource = config.resourceByName.get(name);
  if (!resource) throw new Error(`There is no resource "${name}".`);
  return resource;
}

/** Short ways to write as a member; each call is a transaction of its own. */
export function openNodeStore(settings: TenantSettings = {}) {
  const database = openSqlite();
  migrate(database, readTenantMigrations(), NOW);
  const store = new Store({
    database,
    resources: config.resourceByName,
    rank: config.roleRank,
    beforeWrite: () => {},
    afterCommit: () => {},
  });
  const context: WriteContext = {
    principal: { kind: "user", id: "usr_1", role: "admin", resources: null, readOnly: false },
    requestId: "req_1",
    now: NOW,
    settings,
  };
  const commit = <Value>(resource: Resource, work: (writer: Writer) => Value) =>
    store.commit(context, [resource.name], work).value;
  return {
    create: (name: string, body: unknown): RecordData =>
      commit(resourceOf(name), (writer) => writer.create(resourceOf(name), body).record),
    update: (name: string, id: string, body: unknown): RecordData =>
      commit(resourceOf(name), (writer) => writer.update(resourceOf(name), id, body, null).record),
    replace: (name: string, id: string, body: unknown): RecordData =>
      commit(resourceOf(name), (writer) => writer.replace(resourceOf(name), id, body, null).record),
    remove: (name: string, id: string): RecordData =>
      commit(resourceOf(name), (writer) => writer.remove(resourceOf(name), id, null)),
    restore: (name: string, id: string): RecordData =>
      commit(resourceOf(name), (writer) => writer.restore(resourceOf(name), id, null).record),
    updateTrusted: (name: string, before: RecordData, values: Readonly<Record<string, string>>): RecordData =>
      commit(resourceOf(name), (writer) => writer.updateTrusted(resourceOf(name), before, values).record),
  };
}
