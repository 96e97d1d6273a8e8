/** API keys inside the tenant's object: the authority on whether a genuine key is still valid, and what it may do. */
import type { KeyActor } from "../../src/auth/actor.ts";
import { equalText } from "../../src/auth/key-format.ts";
import type { Principal } from "../../src/resources/authorize.ts";
import type { Database } from "../records/database.ts";

/** A valid key's principal and when it ends (milliseconds, or null). */
export interface KeyGrant {
  readonly principal: Principal;
  readonly expiresAt: number | null;
}

interface KeyRow {
  [column: string]: string | number | null;
  role: string;
  resources: string | null;
  read_only: number;
  expires_at: string | null;
  revoked_at: string | null;
  deleted_at: string | null;
  last_used_at: string | null;
}

interface KnownKey {
  readonly grant: KeyGrant;
  /** Hash of each secret that still counts, with its end: two while a rotation overlaps. */
  readonly secrets: readonly { hash: string; expiresAt: number | null }[];
  usedAt: number;
}

/** `last_used_at` is written at most this often, so that using a key costs no write a request. */
const USED_EVERY_MS = 600_000;

export class Keys {
  readonly #database: Database;
  readonly #known = new Map<string, KnownKey | null>();

  constructor(database: Database) {
    this.#database = database;
  }

  /** What this key may do now; null when it is unknown, revoked or over. */
  grant(actor: Pick<KeyActor, "id" | "hash">, now: number): KeyGrant | null {
    const known = this.#known.get(actor.id) ?? this.#load(actor.id);
    if (!known) return null;
    const secret = known.secrets.find((candidate) => equalText(candidate.hash, actor.hash));
    if (!secret || (secret.expiresAt !== null && secret.expiresAt <= now)) return null;
    const { expiresAt } = known.grant;
    if (expiresAt !== null && expiresAt <= now) return null;
    this.#use(actor.id, known, now);
    const end = [expiresAt, secret.expiresAt].filter((time) => time !== null);
    return { principal: known.grant.principal, expiresAt: end.length > 0 ? Math.min(...end) : null };
  }

  /** Forgets what is remembered, after any change of a key. */
  forget(): void {
    this.#known.clear();
  }

  /** Adds a secret of a key, inside the caller's transaction; `endOthers` is when the key's other secrets stop counting. */
  addSecret(keyId: string, hash: string, endOthers: number | null): void {
    const { sql } = this.#database;
    if (endOthers !== null)
      sql.exec(
        "UPDATE api_key_secrets SET expires_at = ? WHERE key_id = ? AND (expires_at IS NULL OR expires_at > ?)",
        endOthers,
        keyId,
        endOthers,
      );
    sql.exec("INSERT INTO api_key_secrets (key_id, hash, expires_at) VALUES (?, ?, NULL)", keyId, hash);
  }

  /** Whether this was ever a secret of the key. */
  hasSecret(keyId: string, hash: string): boolean {
    const query = "SELECT hash FROM api_key_secrets WHERE key_id = ? AND hash = ?";
    return this.#database.sql.exec(query, keyId, hash).toArray().length > 0;
  }

  #load(id: string): KnownKey | null {
    const { sql } = this.#database;
    const [row] = sql
      .exec<KeyRow>(
        "SELECT role, resources, read_only, expires_at, revoked_at, deleted_at, last_used_at FROM api_keys WHERE id = ?",
        `key_${id}`,
      )
      .toArray();
    // Unknown ids are not remembered: their number is not bounded by anything.
    if (!row || row.revoked_at !== null || row.deleted_at !== null) return null;
    const secrets = sql
      .exec<{ hash: string; expires_at: number | null }>(
        "SELECT hash, expires_at FROM api_key_secrets WHERE key_id = ?",
        `key_${id}`,
      )
      .toArray()
      .map((secret) => ({ hash: secret.hash, expiresAt: secret.expires_at }));
    const resources: string[] | null = row.resources === null ? null : JSON.parse(row.resources);
    const principal: Principal = {
      kind: "key",
      id: `key_${id}`,
      role: row.role,
      resources,
      readOnly: row.read_only === 1,
    };
    const known = {
      grant: { principal, expiresAt: row.expires_at === null ? null : Date.parse(row.expires_at) },
      secrets,
      usedAt: row.last_used_at === null ? 0 : Date.parse(row.last_used_at),
    };
    this.#known.set(id, known);
    return known;
  }

  #use(id: string, known: KnownKey, now: number): void {
    if (now - known.usedAt < USED_EVERY_MS) return;
    known.usedAt = now;
    this.#database.sql.exec(
      "UPDATE api_keys SET last_used_at = ? WHERE id = ?",
      new Date(now).toISOString(),
      `key_${id}`,
    );
  }
}
