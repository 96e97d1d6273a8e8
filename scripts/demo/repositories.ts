/** Fifth act: a repository of GitHub that a tenant follows. It is indexed while one watches, grows, and its people become leads. */
import { setTimeout as sleep } from "node:timers/promises";
import * as z from "zod";
import { Refused } from "./api.ts";
import { Halt } from "./halt.ts";
import { play } from "./player.ts";
import { count, duration, faint, good, line, several, strong } from "./print.ts";
import { FOLLOWED, type RecordedCroft, startRecordedCroft } from "./recorded-croft.ts";
import { RepositoryFollower, type Stream } from "./repository-follower.ts";
import type { DemoTenant } from "./tenants.ts";

/** A first sync of recorded data takes seconds; GitHub's own may wait for the next hour, and goes on without the demo. */
const PATIENCE_MS = { recorded: 60_000, github: 30_000 } as const;
const FIRST_DATA_MS = 10_000;

const followSchema = z.object({ fullName: z.string(), visibility: z.string() });
const peopleSchema = z.object({
  created: z.int(),
  updated: z.int(),
  unchanged: z.int(),
  skipped: z.object({ bots: z.int(), ghosts: z.int(), doNotContact: z.int(), deleted: z.int() }),
});

/** On the server itself where it reaches GitHub; else on one of its own, with recorded data. */
export async function showRepository(tenant: DemoTenant, folder: string): Promise<void> {
  if (!(await reachesGithub(tenant))) {
    line(
      faint("GitHub does not answer this server. A Croft beside it plays recorded data, and is gone with the demo:"),
    );
    return showRecordedRepository(folder);
  }
  const follower = await watch(tenant, PATIENCE_MS.github);
  follower.close();
  await takePeople(tenant);
  line(faint("npm run demo -- --recorded   plays seven years of it in a minute, with webhooks"));
}

/** The same with recorded data, and what came afterwards; needs no running server. */
export async function showRecordedRepository(folder: string): Promise<void> {
  line(faint("starting a Croft of its own, and a GitHub that plays recorded data …"));
  const croft = await startRecordedCroft(folder);
  const stop = (): void => void croft.end().finally(() => process.exit(130));
  process.once("SIGINT", stop);
  try {
    await showGrowth(croft);
  } finally {
    process.removeListener("SIGINT", stop);
    await croft.end();
  }
}

async function showGrowth(croft: RecordedCroft): Promise<void> {
  const { tenant, github } = croft;
  line(`${strong(FOLLOWED)} as it was in September 2019 ${faint(`on ${tenant.api.url}, GitHub on ${github.url}`)}`);
  await follow(tenant);
  const follower = await watch(tenant, PATIENCE_MS.recorded);
  const asked = github.requests.filter(({ path }) => path.endsWith("/issues"));
  line(faint(`${several(github.requests.length, "request")} to GitHub, ${asked.length} of them for issues`));
  line();
  await play(croft, follower);
  follower.close();
  line();
  await takePeople(tenant);
}

async function reachesGithub(tenant: DemoTenant): Promise<boolean> {
  try {
    await follow(tenant);
    return true;
  } catch (error) {
    // The server cannot ask, may not ask any more in this hour, or was pointed at a GitHub without this repository.
    if (error instanceof Refused && (error.status === 503 || error.status === 404)) return false;
    throw error;
  }
}

async function follow({ api, handle }: DemoTenant): Promise<void> {
  const started = performance.now();
  const path = `/v1/tenants/${handle}/follows/${FOLLOWED}`;
  const { data } = await api.call("PUT", path, followSchema, { body: {}, impatient: true });
  line(`${handle} follows ${strong(data.fullName)}   ${faint(duration(performance.now() - started))}`);
}

/** Shows how far each part is while the repository is indexed. The follower stays open. */
async function watch(tenant: DemoTenant, longestMs: number): Promise<RepositoryFollower> {
  const started = performance.now();
  await firstData(tenant);
  line(
    faint(`its first data is here after ${duration(performance.now() - started)}; what the socket says of its parts:`),
  );
  const shown = new Map<string, Stream>();
  const follower = new RepositoryFollower((stream) => {
    const text = progressOf(stream, shown.get(stream.name));
    if (text === null) return;
    shown.set(stream.name, stream);
    line(`  ${stream.name.padEnd(14)}${text.padEnd(28)}${faint(duration(performance.now() - started).padStart(8))}`);
  });
  follower.follow(tenant, FOLLOWED);
  const isWhole = (): boolean => follower.streams.size > 0 && [...follower.streams.values()].every(isComplete);
  if (await follower.until(isWhole, longestMs)) line(good("Everything is here, and stays fresh."));
  else line(strong("It goes on by itself; this much is there already."));
  return follower;
}

/** A name leads to a repository when the directory knows it. */
async function firstData({ api }: DemoTenant): Promise<void> {
  for (const until = performance.now() + FIRST_DATA_MS; ; await sleep(20)) {
    try {
      await api.call("GET", `/v1/repositories/${FOLLOWED}`, z.json());
      return;
    } catch (error) {
      if (!(error instanceof Refused) || error.status !== 404) throw error;
      if (performance.now() > until) throw new Halt(`${FOLLOWED} is followed, and not there after ten seconds.`);
    }
  }
}

function isComplete({ phase, expected, done }: Stream): boolean {
  return phase === "disabled" || (phase === "live" && done >= (expected ?? 0));
}

/** Null where nothing is worth a line: steps of less than a sixth are left out. */
function progressOf(stream: Stream, before: Stream | undefined): string | null {
  const { phase, expected, done, error } = stream;
  if (error !== null) return error === before?.error ? null : error;
  if (phase === "waiting") return null;
  if (isComplete(stream)) return before && isComplete(before) ? null : `${count(done)}, all`;
  const of = expected ?? done;
  return before && done - before.done < of / 6 ? null : `${count(done)} of ${count(of)}`;
}

async function takePeople({ api, handle }: DemoTenant): Promise<void> {
  const started = performance.now();
  const { data } = await api.call("POST", `/v1/tenants/${handle}/follows/${FOLLOWED}/people`, peopleSchema, {
    body: {},
  });
  const { created, updated, unchanged, skipped } = data;
  const known = `${several(updated + unchanged, "person")} known before`.replace("persons", "people");
  const took = faint(duration(performance.now() - started));
  line(
    `${strong(`${count(created)} people became leads`)}, ${known}; left out: ${several(skipped.bots, "bot")}, ${several(skipped.ghosts, "ghost")}   ${took}`,
  );
}
