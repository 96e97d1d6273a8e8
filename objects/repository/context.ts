/** An open repository: everything that its parts work with. */
import type { Config } from "../../src/resources/config.ts";
import type { Resource, TenantSettings } from "../../src/resources/define.ts";
import type { StreamName } from "../../src/resources/github/streams.ts";
import type { Database } from "../records/database.ts";
import type { Jobs } from "../records/jobs.ts";
import type { Live } from "../records/live/live.ts";
import type { Store } from "../records/store.ts";
import type { Cursor } from "./cursor.ts";

export interface RepositoryContext {
  /** GitHub's number, by which the object is named. */
  readonly githubId: number;
  readonly env: Cloudflare.Env;
  readonly config: Pick<Config, "roleRank">;
  readonly database: Database;
  readonly store: Store;
  readonly jobs: Jobs;
  readonly live: Live;
  /** As the table `cursors` holds them. */
  readonly cursors: Record<StreamName, Cursor>;
  /** When each stream was last asked, whatever came of it (milliseconds since 1970); absent for not since the object woke. */
  readonly checkedAt: Partial<Record<StreamName, number>>;
  /** Streams to be asked at once. */
  readonly wanted: Set<StreamName>;
  /** Which way of asking for the repository comes next (attempts.ts). */
  attempt: number;
  /** From 0 to 1: spreads the rounds of many repositories. */
  jitter: number;
  /** `pushedAt` of the repository when the commits were last asked for; undefined for not since the object woke. */
  pushedAt: string | null | undefined;
  /** Sockets that are open. */
  watching(): number;
  /** Closes sockets of keys that are over. Never rejects. */
  recheckKeys(): Promise<void>;
  /** Credentials of the service itself, in the order in which they are tried. */
  serviceCredentials(): readonly string[];
  /** Has the next round begin now. */
  wake(): Promise<void>;
  settings(): TenantSettings;
}

/** A repository has no settings of its own. */
export const NO_SETTINGS: TenantSettings = {};

/** @throws Error for a name that no resource of a repository has: a fault of Croft's. */
export function resourceNamed({ store }: Pick<RepositoryContext, "store">, name: string): Resource {
  const resource = store.resources.get(name);
  if (!resource) throw new Error(`A repository holds no "${name}".`);
  return resource;
}
