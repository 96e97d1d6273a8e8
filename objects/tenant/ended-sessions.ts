/** Sessions of people that ended while their access tokens live on: refused here from the moment the object is told. */
import type { Database } from "../records/database.ts";

/** An access token lives for five minutes; the rest is for clocks that differ. */
const REMEMBERED_MS = 360_000;

export class EndedSessions {
  readonly #database: Database;
  /** Read when somebody first asks, so that a request costs no query. */
  #known: Set<string> | null = null;

  constructor(database: Database) {
    this.#database = database;
  }

  /** Whether this session has ended, or every one of its person. */
  has({ id, session }: { readonly id: string; readonly session: string }): boolean {
    this.#known ??= new Set(
      this.#database.sql
        .exec<{ session: string }>("SELECT session FROM ended_sessions")
        .toArray()
        .map((row) => row.session),
    );
    return this.#known.has(session) || this.#known.has(id);
  }

  /** Remembers these sessions, or people all of whose sessions have ended, for as long as a token of theirs may live. */
  add(sessions: readonly string[], now: number): void {
    this.trim(now);
    this.#database.sql.exec(
      "INSERT INTO ended_sessions (session, until) SELECT value, ? FROM json_each(?) WHERE true ON CONFLICT (session) DO UPDATE SET until = excluded.until",
      now + REMEMBERED_MS,
      JSON.stringify(sessions),
    );
    this.#known = null;
  }

  /** Forgets the sessions whose tokens are over. */
  trim(now: number): void {
    this.#database.sql.exec("DELETE FROM ended_sessions WHERE until <= ?", now);
    this.#known = null;
  }
}
