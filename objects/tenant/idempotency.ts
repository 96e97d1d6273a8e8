/** Writes that are safe to repeat: the answer is stored in the transaction of the write, so effect and answer are one. */
import { AppError, invalidField } from "../../src/protocol/errors.ts";
import { LIMITS } from "../../src/protocol/limits.ts";
import type { Sql } from "../records/database.ts";
import type { Reply } from "../records/reply.ts";

/** Stands on an answer that was given before. */
export const REPLAYED_HEADER = "Idempotent-Replayed";

/** A repeatable request: its key, and what the request was. */
export interface Repeatable {
  readonly actorId: string;
  readonly key: string;
  readonly fingerprint: string;
}

interface StoredRow {
  [column: string]: string | number;
  fingerprint: string;
  status: number;
  headers: string;
  body: string;
}

/** The Idempotency-Key of a request, or null. @throws AppError BAD_REQUEST */
export function idempotencyKey(headers: Headers): string | null {
  const key = headers.get("idempotency-key");
  if (key === null) return null;
  if (key.length > LIMITS.idempotencyKeyLength || !/^[\x21-\x7e]+$/.test(key)) {
    throw invalidField(
      "BAD_REQUEST",
      "Idempotency-Key",
      `Use 1 to ${LIMITS.idempotencyKeyLength} visible ASCII characters.`,
    );
  }
  return key;
}

/** The answer of the same request stored at `oldest` (milliseconds) or later, or null when it is new. @throws AppError IDEMPOTENCY_KEY_REUSED */
export function recall(sql: Sql, repeatable: Repeatable, oldest: number): Reply | null {
  const [row] = sql
    .exec<StoredRow>(
      "SELECT fingerprint, status, headers, body FROM idempotency WHERE actor_id = ? AND key = ? AND at >= ?",
      repeatable.actorId,
      repeatable.key,
      oldest,
    )
    .toArray();
  if (!row) return null;
  if (row.fingerprint !== repeatable.fingerprint) throw new AppError("IDEMPOTENCY_KEY_REUSED");
  return { status: row.status, body: row.body, headers: { ...JSON.parse(row.headers), [REPLAYED_HEADER]: "true" } };
}

/** Stores the answer, inside the caller's transaction. */
export function remember(sql: Sql, repeatable: Repeatable, reply: Reply, now: number): void {
  sql.exec(
    "INSERT OR REPLACE INTO idempotency (actor_id, key, fingerprint, status, headers, body, at) VALUES (?, ?, ?, ?, ?, ?, ?)",
    repeatable.actorId,
    repeatable.key,
    repeatable.fingerprint,
    reply.status,
    JSON.stringify(reply.headers),
    reply.body,
    now,
  );
}

/** Forgets answers older than `before` (milliseconds). */
export function forgetAnswers(sql: Sql, before: number): void {
  sql.exec("DELETE FROM idempotency WHERE at < ?", before);
}
