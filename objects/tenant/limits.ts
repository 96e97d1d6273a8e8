/**
 * Rate limits of a tenant and of each of its credentials. Buckets live in memory and are stored *ahead*: the row holds the
 * tokens less a lease of a second's worth, so that one write serves many requests. An eviction loses what is left of the lease;
 * it wins at most a second's worth, where the row was full again, and an object idle long enough to be evicted has refilled more.
 */
import { AppError } from "../../src/protocol/errors.ts";
import type { Sql } from "../records/database.ts";
import { type Bucket, fullBucket, type Quota, refill, secondsUntilToken } from "./rate-limit.ts";

export type LimitKind = "reads" | "writes";
type Quotas = Readonly<Record<LimitKind, Quota>>;

/** What a plan allows the tenant as a whole, and each credential. */
export interface PlanLimits extends Quotas {
  readonly perCredential: Quotas;
}

const policies = new WeakMap<Quotas, string>();

/** The `RateLimit-Policy` header, written once a plan. */
function policyOf(quotas: Quotas): string {
  const known = policies.get(quotas);
  if (known !== undefined) return known;
  const policy = Object.entries({ reads: quotas.reads, writes: quotas.writes })
    .map(([kind, { quota, window }]) => `"${kind}";q=${quota};w=${window}`)
    .join(", ");
  policies.set(quotas, policy);
  return policy;
}

interface Held {
  bucket: Bucket;
  /** Tokens that may still go before the row must be written again. */
  lease: number;
}

export class Limits {
  readonly #sql: Sql;
  readonly #held = new Map<string, Held>();

  constructor(sql: Sql) {
    this.#sql = sql;
  }

  /**
   * Takes one token of the tenant and one of the credential, or none.
   * @param shared whether it counts as the tenant's own: whoever must stop a tenant that is too busy cannot wait for it to pause.
   * @returns the rate limit headers of the answer.
   * @throws AppError RATE_LIMITED with `Retry-After`.
   */
  take(kind: LimitKind, credential: string, plan: PlanLimits, now: number, shared = true): Record<string, string> {
    const own = this.#refilled(`${credential}:${kind}`, plan.perCredential[kind], now);
    const whole = shared ? this.#refilled(`tenant:${kind}`, plan[kind], now) : own;
    const headers = (remaining: number) => ({
      "RateLimit-Policy": policyOf(plan.perCredential),
      RateLimit: `"${kind}";r=${Math.max(0, Math.floor(remaining))};t=${plan.perCredential[kind].window}`,
    });
    if (whole.bucket.tokens < 1 || own.bucket.tokens < 1) {
      const wait = Math.max(
        whole.bucket.tokens < 1 ? secondsUntilToken(whole.bucket, plan[kind]) : 0,
        own.bucket.tokens < 1 ? secondsUntilToken(own.bucket, plan.perCredential[kind]) : 0,
      );
      throw new AppError("RATE_LIMITED", { headers: { ...headers(0), "Retry-After": String(wait) } });
    }
    if (shared) this.#draw(`tenant:${kind}`, whole, plan[kind]);
    this.#draw(`${credential}:${kind}`, own, plan.perCredential[kind]);
    return headers(Math.min(whole.bucket.tokens, own.bucket.tokens));
  }

  #refilled(key: string, quota: Quota, now: number): Held {
    const held = this.#held.get(key) ?? this.#load(key, quota, now);
    held.bucket = refill(held.bucket, quota, now);
    return held;
  }

  #load(key: string, quota: Quota, now: number): Held {
    const [row] = this.#sql
      .exec<{ tokens: number; at: number }>("SELECT tokens, at FROM buckets WHERE key = ?", key)
      .toArray();
    const held = { bucket: row ?? fullBucket(quota, now), lease: 0 };
    this.#held.set(key, held);
    return held;
  }

  #draw(key: string, held: Held, quota: Quota): void {
    if (held.lease < 1) {
      held.lease = Math.max(1, Math.floor(quota.quota / 60));
      const ahead = Math.max(0, held.bucket.tokens - held.lease);
      this.#sql.exec(
        "INSERT INTO buckets (key, tokens, at) VALUES (?, ?, ?) ON CONFLICT (key) DO UPDATE SET tokens = excluded.tokens, at = excluded.at",
        key,
        ahead,
        held.bucket.at,
      );
    }
    held.bucket = { ...held.bucket, tokens: held.bucket.tokens - 1 };
    held.lease -= 1;
  }
}
