/** A tenant's log and the directory, without the tenant's class: both are real, inside an object of the given name. */
import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { migrate } from "../../objects/records/migrate.ts";
import { databaseOf } from "../../objects/records/object-database.ts";
import { Store } from "../../objects/records/store.ts";
import type { Writer } from "../../objects/records/writer.ts";
import { tenantMigrations } from "../../objects/tenant/migrations.ts";
import { type DirectorySource, directoryKind } from "../../objects/tenant/projection.ts";
import { config } from "../../src/croft.config.ts";
import { SYSTEM } from "../../src/resources/authorize.ts";
import type { Resource } from "../../src/resources/define.ts";

const PRINCIPAL = { ...SYSTEM, kind: "user", id: "usr_1", role: "owner" } as const;

export interface ProjectionBench {
  readonly source: DirectorySource;
  readonly store: Store;
  /** One write, in a transaction of its own. */
  write<T>(resource: string, work: (writer: Writer, resource: Resource) => T): T;
  /** Runs the job until it has nothing more to do; returns how many runs it took. */
  project(change?: Partial<DirectorySource>, payload?: unknown): Promise<number>;
}

/** Opens a bench inside the object `handle`, which no route ever provisions. */
export function inTenant<T>(handle: string, work: (bench: ProjectionBench) => Promise<T>): Promise<T> {
  return runInDurableObject(env.TENANT.getByName(handle), (_, state) => {
    const database = databaseOf(state.storage);
    migrate(database, tenantMigrations, Date.now());
    const store = new Store({
      database,
      resources: config.resourceByName,
      rank: config.roleRank,
      beforeWrite: () => {},
      afterCommit: () => {},
    });
    const source: DirectorySource = {
      view: { tenant: handle, name: handle, plan: "free", status: "active", createdAt: "2026-11-21T03:00:00.000Z" },
      directory: env.DIRECTORY,
      database,
      store,
      size: () => state.storage.sql.databaseSize,
      restUntil: 0,
    };
    return work({
      source,
      store,
      write(name, change) {
        const resource = resourceOf(name);
        const context = { principal: PRINCIPAL, requestId: "req_1", now: Date.now(), settings: {} };
        return store.commit(context, [name], (writer) => change(writer, resource)).value;
      },
      project: (change = {}, payload = null) => runJob({ ...source, ...change }, payload),
    });
  });
}

function resourceOf(name: string): Resource {
  const resource = config.resourceByName.get(name);
  if (!resource) throw new Error(`There is no resource "${name}".`);
  return resource;
}

/** What Jobs does with the kind, without waiting. */
async function runJob(source: DirectorySource, payload: unknown): Promise<number> {
  const kind = directoryKind(() => source);
  let next = payload;
  for (let runs = 1; ; runs += 1) {
    const { signal } = new AbortController();
    const outcome = await kind.run({ key: "directory", payload: next, attempt: 1, now: Date.now(), signal });
    if (!outcome) return runs;
    if (outcome.payload !== undefined) next = JSON.parse(JSON.stringify(outcome.payload));
  }
}
