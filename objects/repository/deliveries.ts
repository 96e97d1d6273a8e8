/**
 * GitHub's deliveries. Each is taken once: it is noted and applied in one transaction, so that whoever repeats it finds it done. They come in
 * any order, and end in the same records in every one: newer.ts puts states in order, tombstones.ts keeps what was deleted.
 */
import { log } from "../../src/log.ts";
import { type GithubEvent, readEvent } from "../github/events.ts";
import type { Sql } from "../records/database.ts";
import type { JobKind } from "../records/jobs.ts";
import { applyEvent } from "./apply-event.ts";
import type { RepositoryContext } from "./context.ts";
import { wantInstallation } from "./installation.ts";
import { commitOwn, keepStream, noteBadItems } from "./landing.ts";
import type { ListedStream } from "./stream-paths.ts";

export interface Delivery {
  /** `X-GitHub-Delivery`, which a repetition keeps. */
  readonly id: string;
  /** `X-GitHub-Event`. */
  readonly event: string;
  /** As it came; its signature is good. */
  readonly body: string;
}

/** `known`: it was taken before. `unknown`: there is no such repository. */
export type Received = "taken" | "known" | "unknown";

/** GitHub repeats a delivery for three days at most. */
const KEPT_MS = 7 * 86_400_000;
/** What could not be applied is tried again after so long. */
const AGAIN_MS = 5_000;
export const DELIVERY = "delivery";
export const FORGET = "forget-deliveries";

/** Takes a delivery. What it leaves open is asked for at once. */
export function receive(context: RepositoryContext, delivery: Delivery, now: number): Received {
  const { sql } = context.database;
  if (isKnown(sql, delivery.id)) return "known";
  const event = readEvent(delivery.event, delivery.body);
  if (!concerns(context, event)) return "taken";
  try {
    land(context, delivery, event, now, () => note(sql, delivery, null, now));
  } catch (cause) {
    log("error", { event: "delivery not applied", repository: context.githubId, delivery: delivery.id, cause });
    note(sql, delivery, delivery.body, now);
    context.jobs.schedule(`${DELIVERY}:${delivery.id}`, DELIVERY, now + AGAIN_MS, delivery.id);
  }
  context.jobs.schedule(FORGET, FORGET, now + KEPT_MS);
  void context.jobs.arm();
  return "taken";
}

/** The job that applies what could not be applied when it came. */
export function deliveryKind(context: () => RepositoryContext): JobKind {
  return {
    run: async ({ payload, now }) => {
      const { sql } = context().database;
      const id = String(payload);
      const [kept] = sql
        .exec<{ event: string; body: string }>(
          "SELECT event, body FROM deliveries WHERE id = ? AND body IS NOT NULL",
          id,
        )
        .toArray();
      if (!kept) return;
      const applied = () => void sql.exec("UPDATE deliveries SET body = NULL WHERE id = ?", id);
      land(context(), { id, ...kept }, readEvent(kept.event, kept.body), now, applied);
    },
  };
}

/** The job that forgets deliveries after a week; there is none while there are none. */
export function forgetKind(context: () => RepositoryContext): JobKind {
  return {
    run: async ({ now }) => {
      const { sql } = context().database;
      sql.exec("DELETE FROM deliveries WHERE received_at <= ?", now - KEPT_MS);
      const [oldest] = sql.exec<{ at: number | null }>("SELECT min(received_at) AS at FROM deliveries").toArray();
      return typeof oldest?.at === "number" ? { again: oldest.at + KEPT_MS } : undefined;
    },
  };
}

/** Whether there is anything to note: of everything else nothing is kept. */
function concerns({ githubId }: RepositoryContext, event: GithubEvent): boolean {
  if (event.is === "installation") return [...event.added, ...event.removed].some(({ id }) => id === githubId);
  return event.is === "unreadable" || (event.is === "repository" && event.repositoryId === githubId);
}

/** @param noted marks the delivery as applied, in the same transaction. */
function land(
  context: RepositoryContext,
  delivery: Delivery,
  event: GithubEvent,
  now: number,
  noted: () => void,
): void {
  const touched = ["repository", "stars", "issues", "comments", "releases"];
  const { cursor, wanted } = commitOwn(context, touched, now, (writer) => {
    noted();
    if (event.is === "repository") return applyEvent(context, writer, delivery.event, event, now);
    if (event.is === "installation") {
      wantInstallation(context, now, event.access === "unchanged" ? null : event.installationId);
    }
    if (event.is === "unreadable") {
      const { field, message } = event;
      noteBadItems(context, writer, "repository", [{ id: `delivery ${delivery.id}`, field, message }]);
    }
    return { cursor: null, wanted: STREAMS_OF[delivery.event] ?? [] };
  });
  if (cursor) keepStream(context, "repository", cursor);
  for (const stream of wanted) context.wanted.add(stream);
  if (wanted.length > 0) void context.wake();
}

/** Where to look for what a delivery would have told. */
const STREAMS_OF: Readonly<Record<string, readonly ListedStream[]>> = {
  issues: ["issues"],
  pull_request: ["issues"],
  issue_comment: ["issues", "comments"],
  release: ["releases"],
  push: ["commits"],
};

function isKnown(sql: Sql, id: string): boolean {
  return sql.exec("SELECT 1 FROM deliveries WHERE id = ?", id).toArray().length > 0;
}

function note(sql: Sql, { id, event }: Delivery, body: string | null, now: number): void {
  sql.exec("INSERT INTO deliveries (id, event, body, received_at) VALUES (?, ?, ?, ?)", id, event, body, now);
}
