/** What a budget shows of itself. */
import type { Hour } from "../github/lease.ts";

/** For operators. Times are milliseconds since 1970. */
export interface BudgetView {
  /** Whether there is such a credential. */
  readonly present: boolean;
  readonly hour: Hour | null;
  readonly blockedUntil: number;
  readonly openUntil: number;
  readonly failures: number;
  /** Leases, so at most so many requests are on their way. */
  readonly leases: number;
  readonly waiting: number;
  readonly dead: boolean;
}
