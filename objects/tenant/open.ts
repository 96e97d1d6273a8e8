/** Opens a provisioned tenant: migrates its database and puts the parts together. */
import { accessTokensOf } from "../../src/auth/access-tokens.ts";
import type { UserActor } from "../../src/auth/actor.ts";
import { config } from "../../src/croft.config.ts";
import { parseEnv } from "../../src/env.ts";
import { log } from "../../src/log.ts";
import type { TenantView } from "../../src/protocol/tenant.ts";
import type { TenantSettings } from "../../src/resources/define.ts";
import type { Change } from "../records/change-log.ts";
import { columnList, recordOf } from "../records/codec.ts";
import type { Database } from "../records/database.ts";
import { Jobs } from "../records/jobs.ts";
import { Live } from "../records/live/live.ts";
import type { LiveSocket } from "../records/live/socket.ts";
import { asAppError } from "../records/reply.ts";
import { Store } from "../records/store.ts";
import { jobKinds } from "./background.ts";
import { planOf, type TenantContext } from "./call.ts";
import { renewedCredential, sightOf } from "./credentials.ts";
import { EndedSessions } from "./ended-sessions.ts";
import { reportError } from "./error-log.ts";
import { Telling } from "./follows.ts";
import { TenantGithub } from "./github.ts";
import { Keys } from "./keys.ts";
import { Limits } from "./limits.ts";
import { Members } from "./members.ts";
import { readTenant } from "./meta.ts";
import { projectAt } from "./projection-rest.ts";
import { Room } from "./room.ts";

/** What the object's class lends to its tenant. */
export interface TenantHost {
  readonly env: Cloudflare.Env;
  readonly storage: DurableObjectStorage;
  sockets(): Iterable<LiveSocket>;
  erase(): Promise<void>;
}

/** Changes of these may change what an open socket, a key or a query may do. */
const RIGHTS = new Set(["api-keys", "members", "account-config", "tenants"]);

/** Puts a tenant together over a database that has its tables. */
export function openTenant(host: TenantHost, database: Database, view: TenantView): TenantContext {
  const env = parseEnv(host.env);
  const keys = new Keys(database);
  const members = new Members(database);
  const remembered: { settings: TenantSettings | null } = { settings: null };
  const store = new Store({
    database,
    resources: config.resourceByName,
    rank: config.roleRank,
    beforeWrite: (touched) => live.beforeWrite(touched),
    afterCommit: (changes) => afterCommit(changes),
  });
  const live = new Live({
    store,
    of: { tenant: view.tenant },
    sockets: host.sockets,
    sightOf: (credential) => sightOf(tenant, credential, Date.now()),
    renew: (token) => renewedCredential(tenant, token, env.keyMacSecrets, personOf),
    maxSockets: () => planOf(tenant).maxSockets,
    now: () => Date.now(),
    defer: (run, ms) => void setTimeout(run, ms),
    log: (event) => log("warn", { tenant: view.tenant, ...event }),
  });
  const personOf = async (token: string): Promise<UserActor | null> => {
    const report = (event: string, cause: unknown) => log("warn", { tenant: view.tenant, event, cause });
    const actor = await accessTokensOf(host.env.AUTH, env, report).actorOf(token, Date.now());
    return actor?.kind === "user" ? actor : null;
  };
  const jobs = jobsOf(host.storage, database, () => tenant);
  const tenant: TenantContext = {
    view,
    config,
    macSecrets: env.keyMacSecrets,
    directory: host.env.DIRECTORY,
    publicUrl: env.publicUrl,
    sendMail: (mail) => host.env.AUTH.sendMail(mail),
    github: new TenantGithub(host.env),
    telling: new Telling(),
    database,
    store,
    jobs,
    live,
    keys,
    members,
    endedSessions: new EndedSessions(database),
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
      members.forget();
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

/** The one record of account-config; empty while the tenant is being made. */
function readSettings(database: Database): TenantSettings {
  const resource = config.resourceByName.get("account-config");
  if (!resource) return {};
  const [row] = database.sql.exec(`SELECT ${columnList(resource)} FROM "${resource.table}" LIMIT 1`).toArray();
  return row ? recordOf(resource, row) : {};
}
