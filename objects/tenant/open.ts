/** Opens a provisioned tenant: migrates its database and puts the parts together. */
import { verifyKey } from "../../src/auth/key-format.ts";
import { config } from "../../src/croft.config.ts";
import { parseEnv } from "../../src/env.ts";
import { log } from "../../src/log.ts";
import type { TenantView } from "../../src/protocol/tenant.ts";
import type { TenantSettings } from "../../src/resources/define.ts";
import type { Sight } from "../records/access.ts";
import type { Change } from "../records/change-log.ts";
import { columnList, recordOf } from "../records/codec.ts";
import type { Database } from "../records/database.ts";
import { Jobs } from "../records/jobs.ts";
import { Live } from "../records/live/live.ts";
import type { Credential, LiveSocket } from "../records/live/socket.ts";
import { Store } from "../records/store.ts";
import { jobKinds } from "./background.ts";
import { planOf, type TenantContext } from "./call.ts";
import { reportError } from "./error-log.ts";
import { Keys } from "./keys.ts";
import { Limits } from "./limits.ts";
import { readTenant } from "./meta.ts";
import { projectAt } from "./projection-rest.ts";
import { asAppError } from "./reply.ts";
import { Room } from "./room.ts";

/** What the object's class lends to its tenant. */
export interface TenantHost {
  readonly env: Cloudflare.Env;
  readonly storage: DurableObjectStorage;
  sockets(): Iterable<LiveSocket>;
  erase(): Promise<void>;
}

/** Changes of these may change what an open socket, a key or a query may do. */
const RIGHTS = new Set(["api-keys", "account-config", "tenants"]);

/** Storage of an object as records use it. */
export function databaseOf(storage: DurableObjectStorage): Database {
  return { sql: storage.sql, transaction: (write) => storage.transactionSync(write) };
}

/** Puts a tenant together over a database that has its tables. */
export function openTenant(host: TenantHost, database: Database, view: TenantView): TenantContext {
  const env = parseEnv(host.env);
  const keys = new Keys(database);
  const remembered: { settings: TenantSettings | null } = { settings: null };
  const store = new Store({
    database,
    resources: config.resourceByName,
    rank: config.roleRank,
    beforeWrite: (touched) => live.beforeWrite(touched),
    afterCommit: (changes) => afterCommit(changes),
  });
  const sightOf = (credential: Credential): Sight | null => {
    const grant =
      credential.hash === undefined || tenant.view.status === "suspended"
        ? null
        : keys.grant({ id: credential.id, hash: credential.hash }, Date.now());
    return (
      grant && {
        principal: grant.principal,
        rank: config.roleRank,
        resources: store.resources,
        settings: tenant.settings(),
      }
    );
  };
  const live = new Live({
    store,
    tenant: view.tenant,
    sockets: host.sockets,
    sightOf,
    renew: async (token) => {
      const key = await verifyKey(token, env.keyMacSecrets);
      return key && key.tenant === view.tenant ? credentialOf(tenant, key.keyId, key.hash) : null;
    },
    maxSockets: () => planOf(tenant).maxSockets,
    now: () => Date.now(),
    defer: (run, ms) => void setTimeout(run, ms),
    log: (event) => log("warn", { tenant: view.tenant, ...event }),
  });
  const jobs = jobsOf(host.storage, database, () => tenant);
  const tenant: TenantContext = {
    view,
    config,
    macSecrets: env.keyMacSecrets,
    directory: host.env.DIRECTORY,
    database,
    store,
    jobs,
    live,
    keys,
    limits: new Limits(database.sql),
    settings: () => (remembered.settings ??= readSettings(database)),
    size: () => host.storage.sql.databaseSize,
    restUntil: 0,
    room: new Room(() => host.storage.sql.databaseSize),
    erase: host.erase,
  };
  const afterCommit = (changes: readonly Change[]): void => {
    if (changes.some((change) => RIGHTS.has(change.resource))) {
      keys.forget();
      remembered.settings = null;
      tenant.view = readTenant(database.sql) ?? tenant.view;
      live.rightsChanged();
    }
    live.afterCommit(changes);
    jobs.schedule("directory", "directory", projectAt(tenant.restUntil, Date.now()));
    void jobs.arm();
  };
  return tenant;
}

/** @param tenant is asked at run time: jobs are there before the tenant is put together. */
function jobsOf(storage: DurableObjectStorage, database: Database, tenant: () => TenantContext): Jobs {
  return new Jobs({
    database,
    alarm: {
      get: () => storage.getAlarm(),
      set: (at) => storage.setAlarm(at),
      clear: () => storage.deleteAlarm(),
    },
    kinds: jobKinds(tenant),
    now: () => Date.now(),
    onParked: (job, error) => reportError(tenant(), "job", asAppError(error), job.key, Date.now()),
    log: (event, fields) => log("warn", { tenant: tenant().view.tenant, event, ...fields }),
  });
}

/** What a socket carries for a valid key; null when the key is over. */
export function credentialOf(tenant: TenantContext, id: string, hash: string): Credential | null {
  const grant = tenant.keys.grant({ id, hash }, Date.now());
  return grant && { kind: "key", id, hash, expiresAt: grant.expiresAt };
}

/** The one record of account-config; empty while the tenant is being made. */
function readSettings(database: Database): TenantSettings {
  const resource = config.resourceByName.get("account-config");
  if (!resource) return {};
  const [row] = database.sql.exec(`SELECT ${columnList(resource)} FROM "${resource.table}" LIMIT 1`).toArray();
  return row ? recordOf(resource, row) : {};
}
