/**
 * The object that counts attempts to get in: one for each account that is named, and one for each address that names them.
 * An object because it takes one call after another: of attempts in parallel exactly as many pass as are allowed, in every
 * isolate together, which neither KV nor the memory of an isolate can promise.
 *
 * `attempts`: what is being tried → when all attempts at it will have come back (attempts.ts). An object whose attempts have
 * all come back keeps nothing; losing the table would give every attempt back at once.
 */
import { DurableObject } from "cloudflare:workers";
import * as z from "zod";
import { type Allowance, decideAttempt, giveBackAttempt } from "./attempts.ts";

const rowSchema = z.object({ restored_at: z.number() });

export class SignInLimits extends DurableObject {
  readonly #sql: SqlStorage;

  constructor(state: DurableObjectState, env: Cloudflare.Env) {
    super(state, env);
    this.#sql = state.storage.sql;
    this.#createTable();
  }

  /** Spends an attempt. Returns milliseconds to wait until one would be allowed; 0: this one is. */
  async attempt(kind: string, allowance: Allowance): Promise<number> {
    const decision = decideAttempt(this.#restoredAt(kind), allowance, Date.now());
    if (!decision.allowed) return decision.waitMs;
    this.#keep(kind, decision.restoredAt);
    if ((await this.ctx.storage.getAlarm()) === null) await this.ctx.storage.setAlarm(decision.restoredAt);
    return 0;
  }

  /** Takes back an attempt that was no guess: it succeeded. */
  async giveBack(kind: string, allowance: Allowance): Promise<void> {
    this.#keep(kind, giveBackAttempt(this.#restoredAt(kind), allowance));
  }

  /** Leaves nothing behind once every attempt has come back. */
  override async alarm(): Promise<void> {
    const last = this.#sql.exec("SELECT coalesce(max(restored_at), 0) AS restored_at FROM attempts").one();
    const { restored_at: restoredAt } = rowSchema.parse(last);
    if (restoredAt > Date.now()) return this.ctx.storage.setAlarm(restoredAt);
    await this.ctx.storage.deleteAll();
    // The instance may outlive what it kept.
    this.#createTable();
  }

  #createTable(): void {
    this.#sql.exec("CREATE TABLE IF NOT EXISTS attempts (kind TEXT PRIMARY KEY, restored_at INTEGER NOT NULL) STRICT");
  }

  #restoredAt(kind: string): number {
    const row = this.#sql.exec("SELECT restored_at FROM attempts WHERE kind = ?", kind).toArray()[0];
    return row === undefined ? 0 : rowSchema.parse(row).restored_at;
  }

  #keep(kind: string, restoredAt: number): void {
    this.#sql.exec(
      "INSERT INTO attempts (kind, restored_at) VALUES (?, ?) ON CONFLICT (kind) DO UPDATE SET restored_at = excluded.restored_at",
      kind,
      restoredAt,
    );
  }
}
