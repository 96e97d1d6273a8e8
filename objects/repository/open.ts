/** Opens a repository over a database that has its tables, and puts its parts together. */
import { config } from "../../src/croft.config.ts";
import { parseEnv } from "../../src/env.ts";
import { log } from "../../src/log.ts";
import { repositoryResources } from "../../src/resources/github/repository-resources.ts";
import type { Change } from "../records/change-log.ts";
import type { Database } from "../records/database.ts";
import { Jobs } from "../records/jobs.ts";
import { Live, type LiveOptions } from "../records/live/live.ts";
import type { LiveSocket } from "../records/live/socket.ts";
import { Store } from "../records/store.ts";
import type { SharedAlarm } from "./alarm.ts";
import { jobKinds } from "./background.ts";
import { NO_SETTINGS, type RepositoryContext } from "./context.ts";
import { readCursors } from "./cursor.ts";
import { installationCredential } from "./installation.ts";
import { KeyHolders } from "./key-holders.ts";
import { NEWS, TOLD } from "./news.ts";
import { sightOf } from "./readers.ts";
import { renewedCredential } from "./renewal.ts";
import { repositoryRecord } from "./sync-state.ts";
import { isPrivate, VISIBILITY } from "./visibility.ts";

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
const NEWS_DELAY_MS = 200;

/** GitHub's number, which is the object's name. @throws Error for a name that is none */
export function githubIdOf(name: string | undefined): number {
  if (name === undefined || !/^[1-9]\d{0,15}$/.test(name))
    throw new Error("A repository's object is named by GitHub's number.");
  return Number(name);
}

export function openRepository(host: RepositoryHost, database: Database, githubId: number): RepositoryContext {
  const settings = parseEnv(host.env);
  const keyHolders = new KeyHolders();
  const store: Store = new Store({
    database,
    resources: RESOURCES,
    rank: config.roleRank,
    beforeWrite: (touched) => live.beforeWrite(touched),
    afterCommit: (changes) => afterCommit(context, changes),
  });
  const live = liveOf(host, store, githubId, {
    sightOf: (credential) => (keyHolders.isOver(credential) ? null : sightOf(context, credential, Date.now())),
    renew: (token) => renewedCredential(context, token),
  });
  const jobs = jobsOf(host, database, githubId, () => context);
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
    recheckKeys: () => keyHolders.recheck(context, host.sockets()),
    serviceCredentials: () => {
      const installation = settings.githubApp && installationCredential(database.sql);
      return [...(installation ? [installation] : []), settings.githubToken ? "service" : "anonymous"];
    },
    wake: () => host.alarm.wantSync(Date.now()),
    settings: () => NO_SETTINGS,
  };
  return context;
}

function afterCommit(context: RepositoryContext, changes: readonly Change[]): void {
  const { live, jobs } = context;
  if (changes.some(({ resource }) => resource === "repository")) {
    live.rightsChanged();
    if (isPrivate(context)) jobs.schedule(VISIBILITY, VISIBILITY, Date.now());
  }
  live.afterCommit(changes);
  jobs.schedule("directory", "directory", Date.now() + DIRECTORY_DELAY_MS);
  if (
    changes.some(({ resource, action }) => TOLD.has(resource) && (action === "create" || resource === "repository"))
  ) {
    jobs.schedule(NEWS, NEWS, Date.now() + NEWS_DELAY_MS);
  }
  void jobs.arm();
}

function liveOf(
  host: RepositoryHost,
  store: Store,
  githubId: number,
  rights: Pick<LiveOptions, "sightOf" | "renew">,
): Live {
  return new Live({
    store,
    // Asked for with every welcome: the repository may have another name by then.
    get of() {
      return { repository: String(repositoryRecord({ store, githubId })?.fullName ?? githubId) };
    },
    sockets: host.sockets,
    ...rights,
    maxSockets: () => MOST_SOCKETS,
    now: () => Date.now(),
    defer: (run, ms) => void setTimeout(run, ms),
    log: (event) => log("warn", { repository: githubId, ...event }),
  });
}

/** @param context is asked at run time: jobs are there before the repository is put together. */
function jobsOf(host: RepositoryHost, database: Database, githubId: number, context: () => RepositoryContext): Jobs {
  return new Jobs({
    database,
    alarm: host.alarm.jobs,
    kinds: jobKinds(context),
    now: () => Date.now(),
    onParked: (job, cause) => log("error", { event: "job parked", repository: githubId, job: job.key, cause }),
    log: (event, fields) => log("warn", { repository: githubId, event, ...fields }),
  });
}
