/**
 * The object that remembers ended sessions for as long as access tokens made from them may live: one for everybody, since every
 * isolate of croft asks for the whole list. An object and no KV: what it acknowledged, the next question sees.
 */
import { DurableObject } from "cloudflare:workers";
import * as z from "zod";
import type { EndedSince } from "../accounts.ts";
import { rememberUntil } from "./token-claims.ts";

const positionSchema = z.object({ position: z.number().int().nullable() });
const rowsSchema = z.array(z.object({ id: z.string(), until: z.number().int() }));

export class EndedSessions extends DurableObject {
  readonly #sql: SqlStorage;

  constructor(state: DurableObjectState, env: Cloudflare.Env) {
    super(state, env);
    this.#sql = state.storage.sql;
    this.#sql.exec(
      'CREATE TABLE IF NOT EXISTS ended (position INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL, "until" INTEGER NOT NULL) STRICT',
    );
    this.#sql.exec('CREATE INDEX IF NOT EXISTS ended_until ON ended ("until")');
  }

  /** Resolves when the sessions are durably on the list. */
  async add(ids: readonly string[]): Promise<void> {
    const now = Date.now();
    this.#sql.exec('DELETE FROM ended WHERE "until" <= ?', now);
    for (const id of ids) this.#sql.exec('INSERT INTO ended (id, "until") VALUES (?, ?)', id, rememberUntil(now));
    await this.ctx.storage.sync();
  }

  /** See `Accounts.endedSince`. */
  since(after: number): EndedSince {
    const rows = this.#sql.exec(
      'SELECT id, "until" FROM ended WHERE position > ? AND "until" > ? ORDER BY position',
      after,
      Date.now(),
    );
    const sessions = rowsSchema.parse(rows.toArray());
    // Numbers are never used again (AUTOINCREMENT), so the last one holds even when its row is gone.
    const last = this.#sql.exec("SELECT max(seq) AS position FROM sqlite_sequence WHERE name = 'ended'").one();
    return { position: positionSchema.parse(last).position ?? 0, sessions };
  }
}
