/**
 * A small GitHub in memory and an object that follows it by the decisions of objects/repository alone: what they decide can be held
 * against everything that is there, through thousands of requests, in milliseconds.
 */
import { afterListing, afterRefresh, type Page } from "../../objects/repository/apply-page.ts";
import { type Cursors, NEW_CURSOR } from "../../objects/repository/cursor.ts";
import { type PlannedRequest, planSync, type SyncState } from "../../objects/repository/plan-sync.ts";
import type { ListedStream } from "../../objects/repository/stream-paths.ts";
import type { StreamName } from "../../src/resources/github/streams.ts";

export interface ModelItem {
  readonly id: string;
  readonly number: number;
  readonly createdAt: number;
  changedAt: number;
}

export type ModelLists = Record<ListedStream, ModelItem[]>;

const NAMED = { id: 1, owner: "octo", name: "thing" };
const ROUND_MS = 600_000;

/** GitHub: lists of items, paged as it pages them. */
export class ModelGithub {
  readonly lists: ModelLists = { issues: [], comments: [], commits: [], releases: [], contributors: [], stars: [] };

  /** The page at a path, newest first or by `since` from the oldest change on. */
  page(stream: ListedStream, path: string): { items: ModelItem[]; next: string | null } {
    const url = new URL(path, "https://github.invalid");
    const params = url.searchParams;
    const size = Number(params.get("per_page") ?? "30");
    const number = Number(params.get("page") ?? "1");
    const since = params.get("since");
    const all = this.lists[stream].filter((item) => since === null || item.changedAt >= Date.parse(since));
    const ascending = params.get("direction") === "asc";
    const order = (item: ModelItem) => item.changedAt;
    // Made in the order of their numbers, so that the newest first are the last ones backwards.
    const sorted =
      params.get("sort") === "updated"
        ? all.toSorted((a, b) => (ascending ? order(a) - order(b) : order(b) - order(a)) || b.number - a.number)
        : all.toReversed();
    const items = sorted.slice((number - 1) * size, number * size);
    params.set("page", String(number + 1));
    return { items, next: sorted.length > number * size ? url.pathname + url.search : null };
  }
}

/** The object: rows and cursors, changed together, or not at all where the process dies before the commit. */
export class ModelObject {
  readonly rows = new Map<ListedStream, Map<string, ModelItem>>();
  readonly requests: PlannedRequest[] = [];
  cursors: Record<StreamName, typeof NEW_CURSOR>;
  #checkedAt: Partial<Record<StreamName, number>> = {};
  readonly #github: ModelGithub;

  constructor(github: ModelGithub) {
    this.#github = github;
    const of = { repository: NEW_CURSOR, issues: NEW_CURSOR, comments: NEW_CURSOR, commits: NEW_CURSOR };
    this.cursors = { ...of, releases: NEW_CURSOR, contributors: NEW_CURSOR, stars: NEW_CURSOR };
  }

  /** Sends the next request, if there is one at `now`. `dies`: the answer never reaches the disk. Returns whether there was one. */
  step(now: number, dies = false): boolean {
    const plan = planSync(this.#state(), now);
    if (plan.do === "sleep") return false;
    this.requests.push(plan.request);
    if (dies) this.#forget();
    else if (plan.request.why === "check") this.#checkedAt.repository = now;
    else this.#land(plan.request, now);
    return true;
  }

  /** All requests that are due at `now`. */
  round(now: number, most = 100_000): void {
    for (let sent = 0; this.step(now); sent += 1) if (sent > most) throw new Error("It asks for ever.");
  }

  /** What was in memory alone is gone with the process. */
  #forget(): void {
    this.#checkedAt = {};
  }

  #state(): SyncState {
    const cursors: Cursors = this.cursors;
    const settings = { intervalMs: ROUND_MS, wanted: new Set<StreamName>(), gone: false, byId: false };
    return { named: NAMED, cursors, checkedAt: this.#checkedAt, differs: false, pushed: true, ...settings };
  }

  #land(request: PlannedRequest, now: number): void {
    const { stream, why, path } = request;
    if (stream === "repository") return;
    const { items, next } = this.#github.page(stream, path);
    const rows = this.rows.get(stream) ?? new Map<string, ModelItem>();
    const fresh = items.filter((item) => rows.get(item.id)?.changedAt !== item.changedAt);
    for (const item of fresh) rows.set(item.id, { ...item });
    this.rows.set(stream, rows);
    const shown = items.map(({ id, number, changedAt }) => ({
      id,
      number,
      changedAt: new Date(changedAt).toISOString(),
    }));
    const page: Page = { items: shown, next, fresh: fresh.length };
    const before = this.cursors[stream];
    const after =
      why === "listing"
        ? afterListing(stream, before, page, () => [], now)
        : afterRefresh(NAMED, stream, before, path, page);
    this.cursors[stream] = after;
    const complete =
      why === "refresh" ? after.refreshNext === null : before.phase === "waiting" || after.listing === null;
    if (complete) this.#checkedAt[stream] = now;
  }
}
