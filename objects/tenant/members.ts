/** People inside the tenant's object: the authority on who is a member, and as what. */
import type { Principal } from "../../src/resources/authorize.ts";
import type { Database } from "../records/database.ts";

export class Members {
  readonly #database: Database;
  readonly #known = new Map<string, Principal>();

  constructor(database: Database) {
    this.#database = database;
  }

  /** What this user may do here now; null for somebody who is no member. */
  grant(userId: string): Principal | null {
    return this.#known.get(userId) ?? this.#load(userId);
  }

  /** Forgets what is remembered, after any change of a member. */
  forget(): void {
    this.#known.clear();
  }

  #load(userId: string): Principal | null {
    const [row] = this.#database.sql
      .exec<{ role: string }>("SELECT role FROM members WHERE user_id = ? AND deleted_at IS NULL", userId)
      .toArray();
    // Strangers are not remembered: their number is not bounded by anything.
    if (!row) return null;
    const principal: Principal = { kind: "user", id: userId, role: row.role, resources: null, readOnly: false };
    this.#known.set(userId, principal);
    return principal;
  }
}
