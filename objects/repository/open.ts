/** Opens a repository over a database that has its tables, and puts its parts together. */
import { config } from "../../src/croft.config.ts";
import { parseEnv } from "../../src/env.ts";
import { log } from "../../src/log.ts";
import { repositoryResources } from "../../src/resources/github/repository-resources.ts";
import type { Database } from "../records/database.ts";
import { Jobs } from "../records/jobs.ts";
import { Live } from "../records/live/live.ts";
import type { LiveSocket } from "../records/live/socket.ts";
import { Store } from "../records/store.ts";
import type { SharedAlarm } from "./alarm.ts";
import { jobKinds } from "./background.ts";
import { NO_SETTINGS, type RepositoryContext } from "./context.ts";
import { readCursors } from "./cursor.ts";
import { sightOf } from "./readers.ts";
import { renewedCredential } from "./renewal.ts";
import { repositoryRecord } from "./sync-state.ts";

/** What the object's class lends to its repository. */
export interface RepositoryHost {
  readonly env: Cloudflare.Env;
  readonly alarm: SharedAlarm;
  sockets(): Iterable<LiveSocket>;
}

const RESOURCES = new Map(repositoryResources.map((resource) => [resource.name, resource]));
/** Sockets of one repository; the platform's limit is 32,768 an object. */
const MOST_SOCKETS = 32_000;
/** Pages of a first sync come one after the other: what reads the log takes several at once. */
const DIRECTORY_DELAY_MS = 500;

/** Storage of an object as records use it. */
export function databaseOf(storage: DurableObjectStorage): Database {
  return { sql: storage.sql, transaction: (write) => storage.transactionSync(write) };
}

/** GitHub's number, which is the object's name. @throws Error for a name that is none */
export function githubIdOf(name: string | undefined): number {
  if (name === undefined || !/^[1-9]\d{0,15}$/.test(name))
    throw new Error("A repository's object is named by GitHub's number.");
  return Number(name);
}

export function openRepository(host: RepositoryHost, database: Database, githubId: number): RepositoryContext {
  const settings = parseEnv(host.env);
  const store: Store = new Store({
    database,
    resources: RESOURCES,
    rank: config.roleRank,
    beforeWrite: (touched) => live.beforeWrite(touched),
    afterCommit: (changes) => {
      if (changes.some(({ resource }) => resource === "repository")) live.rightsChanged();
      live.afterCommit(changes);
      jobs.schedule("directory", "directory", Date.now() + DIRECTORY_DELAY_MS);
      void jobs.arm();
    },
  });
  const live = new Live({
    store,
    of: { repository: String(repositoryRecord({ store, githubId })?.fullName ?? githubId) },
    sockets: host.sockets,
    sightOf: (credential) => sightOf(context, credential, Date.now()),
    renew: (token) => renewedCredential(host.env, token),
    maxSockets: () => MOST_SOCKETS,
    now: () => Date.now(),
    defer: (run, ms) => void setTimeout(run, ms),
    log: (event) => log("warn", { repository: githubId, ...event }),
  });
  const jobs = new Jobs({
    database,
    alarm: host.alarm.jobs,
    kinds: jobKinds(() => context),
    now: () => Date.now(),
    onParked: (job, cause) => log("error", { event: "job parked", repository: githubId, job: job.key, cause }),
    log: (event, fields) => log("warn", { repository: githubId, event, ...fields }),
  });
  const context: RepositoryContext = {
    githubId,
    env: host.env,
    config,
    database,
    store,
    jobs,
    live,
    cursors: readCursors(database.sql),
    checkedAt: {},
    wanted: new Set(),
    attempt: 0,
    jitter: Math.random(),
    pushedAt: undefined,
    watching: () => [...host.sockets()].length,
    serviceCredentials: () => (settings.githubToken ? ["service"] : ["anonymous"]),
    wake: () => host.alarm.wantSync(Date.now()),
    settings: () => NO_SETTINGS,
  };
  return context;
}
