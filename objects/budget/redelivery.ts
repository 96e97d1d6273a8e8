/**
 * Finds deliveries of the App's webhook that never arrived, and has GitHub send them again: GitHub itself sends nothing twice, and forgets
 * what it sent after three days. Times are milliseconds since 1970.
 */
import * as z from "zod";
import { type HookDelivery, readDeliveries } from "../github/app.ts";
import { readLinks } from "../github/link.ts";
import { outcomeOf } from "../github/outcome.ts";
import type { AskedOnce } from "./look-up.ts";

const DAY_MS = 86_400_000;
const BACK_MS = 3 * DAY_MS;
const EVERY_MS = 60 * 60_000;
/** Of 100 deliveries each. */
const MOST_PAGES = 30;
const MOST_ASKED = 100;
/** What was refused so often is refused for what it is. */
const MOST_ATTEMPTS = 10;

/** How far the deliveries were looked through. */
export interface Looked {
  /** When a run last began. */
  readonly at: number;
  /** Everything before has arrived, or was given up. */
  readonly since: number;
  /** The last run left something to do. */
  readonly more: boolean;
}

const lookedSchema = z.object({ at: z.number(), since: z.number(), more: z.boolean() });
const KEPT = "deliveries";

interface Storage {
  get(key: string): unknown;
  put(key: string, value: Looked): void;
}

type Ask = (path: string, method: "GET" | "POST") => Promise<AskedOnce>;

/** A run, where it is time for one: every hour, and at once where the last one did not come to its end. Returns how many it asked for. */
export async function redeliverHourly(storage: Storage, ask: Ask, baseUrl: string, now: number): Promise<number> {
  const before = lookedSchema.safeParse(storage.get(KEPT)).data ?? null;
  if (before && !before.more && now - before.at < EVERY_MS) return 0;
  // Who comes meanwhile finds that somebody is at it.
  storage.put(KEPT, { at: now, since: before?.since ?? 0, more: false });
  const { looked, asked } = await redeliver(before, ask, baseUrl, now);
  storage.put(KEPT, looked);
  return asked;
}

/** One run. Returns how far it came, and how many deliveries it asked for. */
export async function redeliver(
  before: Looked | null,
  ask: Ask,
  baseUrl: string,
  now: number,
): Promise<{ readonly looked: Looked; readonly asked: number }> {
  const since = Math.max(before?.since ?? 0, now - BACK_MS);
  const listed = await list(since, ask, baseUrl, now);
  const missed = missedOf(listed.deliveries);
  let asked = 0;
  for (const { id } of missed.slice(0, MOST_ASKED)) {
    const answer = await ask(`/app/hook/deliveries/${id}/attempts`, "POST");
    if (!("status" in answer) || outcomeOf(answer, now).is === "limited") break;
    asked += 1;
  }
  const reached = listed.complete ? doneUpTo(listed.deliveries, missed, since) : since;
  return { looked: { at: now, since: reached, more: asked < missed.length }, asked };
}

/** A delivery that was tried, and never taken. */
export interface Missed {
  /** Of its last attempt. */
  readonly id: number;
  readonly firstAt: number;
}

/** Those without any attempt that was taken, oldest first. @param deliveries newest first, as GitHub lists them. */
export function missedOf(deliveries: readonly HookDelivery[]): Missed[] {
  const attempts = Map.groupBy(deliveries, ({ guid }) => guid);
  return [...attempts.values()]
    .filter((each) => !each.some(({ taken }) => taken) && each.length < MOST_ATTEMPTS)
    .flatMap((each) => {
      const firstAt = Math.min(...each.map(({ deliveredAt }) => deliveredAt));
      return each.slice(0, 1).map(({ id }) => ({ id, firstAt }));
    })
    .toSorted((a, b) => a.firstAt - b.firstAt);
}

/** Whether the next attempt at those is taken, the next run sees. */
function doneUpTo(deliveries: readonly HookDelivery[], [oldest]: readonly Missed[], since: number): number {
  return oldest?.firstAt ?? Math.max(since, ...deliveries.slice(0, 1).map(({ deliveredAt }) => deliveredAt));
}

async function list(
  since: number,
  ask: Ask,
  baseUrl: string,
  now: number,
): Promise<{ readonly deliveries: HookDelivery[]; readonly complete: boolean }> {
  const deliveries: HookDelivery[] = [];
  let path: string | null = "/app/hook/deliveries?per_page=100";
  for (let page = 0; path !== null && page < MOST_PAGES; page += 1) {
    const answer: AskedOnce = await ask(path, "GET");
    if (!("status" in answer) || outcomeOf(answer, now).is !== "page") return { deliveries, complete: false };
    const read = readDeliveries(answer.body);
    if ("unreadable" in read) return { deliveries, complete: false };
    deliveries.push(...read.filter(({ deliveredAt }) => deliveredAt >= since));
    if (read.some(({ deliveredAt }) => deliveredAt < since)) return { deliveries, complete: true };
    path = readLinks(answer.headers.get("link"), baseUrl, path).next;
  }
  return { deliveries, complete: path === null };
}
