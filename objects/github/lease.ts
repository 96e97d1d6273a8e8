/**
 * What repositories and the budget of a credential say to each other. Everything here survives the structured clone of a call
 * between objects. Times are milliseconds since 1970.
 */
import type { Answer, Fetched } from "./answer.ts";
import type { Limit } from "./limit.ts";
import { type Absence, outcomeOf, type Refusal } from "./outcome.ts";

/** What GitHub said about the hour. */
export interface Hour {
  readonly limit: number;
  readonly remaining: number;
  readonly resetAt: number;
}

export interface Ask {
  /** GitHub's number of the repository. */
  readonly repository: number;
  /** Somebody looks at it now. */
  readonly watched: boolean;
  /** Requests it could use. */
  readonly requests: number;
}

/** Leave to send requests, one after the other. */
export interface Granted {
  readonly lease: { readonly requests: number; readonly until: number };
  /** The header's value; null for who asks without a credential. Neither stored nor logged by whoever gets it. */
  readonly authorization: string | null;
  /** Of GitHub's REST API, without a slash at the end. */
  readonly baseUrl: string;
}

/** `dead`: GitHub refuses the credential, or there is none. */
export type Answered = Granted | { readonly askAt: number } | { readonly dead: true };

/** What one request came to, as far as it concerns the credential. */
export interface Report {
  /** Null where the answer says nothing about it. */
  readonly hour: Hour | null;
  readonly limit: Limit | null;
  /** GitHub itself failed: 5xx, no answer in time, or none that can be read. */
  readonly failed: boolean;
  /** GitHub refuses the credential (401). */
  readonly unauthenticated: boolean;
}

export interface Settlement {
  readonly repository: number;
  /** In the order in which the answers came. */
  readonly reports: readonly Report[];
  /** The lease is over: what is left of it is free again. */
  readonly done: boolean;
}

export interface Settled {
  /** What the lease still allows: none where somebody met a limit meanwhile, GitHub fails, or the credential died. */
  readonly requests: number;
}

/** Whether the App is installed for a repository. */
export type FoundInstallation =
  | { readonly is: "installed"; readonly id: number }
  /** It is not, or not any more, or is suspended; or there is no App. */
  | { readonly is: "none" }
  /** GitHub failed, or sent something else than an answer. */
  | { readonly is: "failed" }
  | { readonly askAt: number };

/** A repository by its name of today or of yesterday, or by GitHub's number. */
export type LookUp = { readonly owner: string; readonly name: string } | { readonly id: number };

/** An answer as it crosses from one object to another. */
export interface SentAnswer {
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string;
}

export type LookedUp =
  /** A page with one repository. */
  | { readonly is: "found"; readonly answer: SentAnswer }
  | { readonly is: "absent"; readonly why: Absence }
  | { readonly is: "refused"; readonly why: Refusal }
  /** The credential is dead. */
  | { readonly is: "unauthenticated" }
  /** GitHub failed, or sent something else than an answer. */
  | { readonly is: "failed" }
  | { readonly askAt: number };

export const sentAnswer = ({ status, headers, body }: Answer): SentAnswer => ({ status, headers: [...headers], body });
export const receivedAnswer = ({ status, headers, body }: SentAnswer): Answer => ({
  status,
  headers: new Map(headers),
  body,
});

/** An hour's limit that ends later than this is a mistake, which must not stop a credential. */
const LONGEST_HOUR_MS = 2 * 60 * 60_000;

/**
 * @param now milliseconds since 1970.
 * @param limitedBefore how often this credential was limited in a row without being told until when.
 */
export function reportOf(fetched: Fetched, now: number, limitedBefore = 0): Report {
  const nothing = { hour: null, limit: null, failed: false, unauthenticated: false };
  // One page that is too large, or an address that is not asked, says nothing about GitHub.
  if ("failed" in fetched) {
    return { ...nothing, failed: fetched.failed !== "too-large" && fetched.failed !== "address" };
  }
  const outcome = outcomeOf(fetched, now, limitedBefore);
  return {
    hour: hourOf(fetched, now),
    limit: outcome.is === "limited" ? outcome.limit : null,
    failed: fetched.status >= 500,
    unauthenticated: outcome.is === "unauthenticated",
  };
}

/** Null where the headers do not say it, or speak of another budget than that of the REST API (search, GraphQL). */
function hourOf({ headers }: Answer, now: number): Hour | null {
  if ((headers.get("x-ratelimit-resource") ?? "core") !== "core") return null;
  const [limit, remaining, reset] = ["limit", "remaining", "reset"].map((name) => headers.get(`x-ratelimit-${name}`));
  if (![limit, remaining, reset].every((text) => text !== undefined && /^\d{1,12}$/.test(text))) return null;
  // Not moved to our clock: all answers of one hour say the same, which is how they are known to be of one hour.
  const resetAt = Number(reset) * 1_000;
  if (resetAt > now + LONGEST_HOUR_MS) return null;
  return { limit: Number(limit), remaining: Number(remaining), resetAt };
}
