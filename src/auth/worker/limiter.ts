/** The limits of limits.ts, applied to a request: counted for the address it comes from and for the account it names. */
import { AppError } from "../../protocol/errors.ts";
import { sha256 } from "../key-format.ts";
import { network } from "../network.ts";
import type { Allowance } from "./attempts.ts";
import type { Limit } from "./limits.ts";

/** One object a name, as SignInLimits is. */
export interface Counts {
  attempt(kind: string, allowance: Allowance): Promise<number>;
  giveBack(kind: string, allowance: Allowance): Promise<void>;
}

/** An attempt that was allowed. */
export interface Spent {
  /** To be called where it succeeded. */
  succeeded(): Promise<void>;
}

/** Where no address is known: a local run, which nothing stands in front of. */
const LOCAL = "local";

/**
 * Spends an attempt.
 * @param counts the object of a name
 * @param address as Cloudflare told it, or null
 * @param account what the request names, in one spelling, or null where it names nothing
 * @throws AppError RATE_LIMITED with `Retry-After`; the same for accounts that exist and for those that do not
 */
export async function spend(
  counts: (name: string) => Counts,
  limit: Limit,
  address: string | null,
  account: string | null,
): Promise<Spent> {
  // The address first: whoever spent theirs adds nothing to anybody's account.
  const spent = [await spendOne(counts(await nameOf("address", network(address ?? LOCAL))), limit.kind, limit.address)];
  if (limit.account && account !== null) {
    const named = counts(await nameOf(limit.account.field, account));
    spent.push(await spendOne(named, limit.kind, limit.account.allowance));
  }
  return {
    async succeeded() {
      if (limit.givesBack) await Promise.all(spent.map((giveBack) => giveBack()));
    },
  };
}

async function spendOne(counts: Counts, kind: string, allowance: Allowance): Promise<() => Promise<void>> {
  const waitMs = await counts.attempt(kind, allowance);
  if (waitMs === 0) return () => counts.giveBack(kind, allowance);
  throw new AppError("RATE_LIMITED", { headers: { "Retry-After": String(Math.ceil(waitMs / 1_000)) } });
}

/** Names of objects are shown in places where addresses of people have no business. */
async function nameOf(field: string, value: string): Promise<string> {
  return `${field}:${await sha256(`${field}:${value}`)}`;
}
