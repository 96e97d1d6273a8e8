/**
 * What an answer of GitHub means. Every status of its REST API that asks for a reaction of its own is told apart here, once;
 * plain data in, plain data out. Source: GitHub's "Best practices" and "Rate limits for the REST API", and recorded answers.
 */
import { type Answer, messageOf } from "./answer.ts";
import { type Limit, limitOf } from "./limit.ts";

/** Why one repository, or a part of it, has nothing to give. */
export type Absence =
  /** Deleted, or private to whoever asks: GitHub does not say which. */
  | "missing"
  /** Blocked by law (451). */
  | "blocked"
  /** Issues are switched off (410). */
  | "disabled"
  /** A repository without commits (204, 409). */
  | "empty"
  /** Contributors of a huge repository, which GitHub does not list. */
  | "too-large";

/** Why a credential may not read something that is there. */
export type Refusal = "saml" | "suspended" | "forbidden";

export type Outcome =
  | { readonly is: "page" }
  /** 304: nothing changed since the ETag or the date that was sent. */
  | { readonly is: "unchanged" }
  /** Renamed or transferred. `id` is GitHub's number of the repository, null where the address does not say it. */
  | { readonly is: "moved"; readonly location: string; readonly id: number | null }
  | { readonly is: "absent"; readonly why: Absence }
  /** Being computed (202): to be asked for again. */
  | { readonly is: "computing" }
  /** Everybody with this credential has to wait. */
  | { readonly is: "limited"; readonly limit: Limit }
  /** The credential is dead (401). */
  | { readonly is: "unauthenticated" }
  | { readonly is: "refused"; readonly why: Refusal }
  /** The page cannot be had by its number (422). */
  | { readonly is: "page-refused" }
  /** GitHub gave up on this page (502, 504): to be asked for with fewer items. */
  | { readonly is: "too-slow" }
  /** A failure of GitHub, or an answer that it should not give. */
  | { readonly is: "failed"; readonly status: number };

const SUCCESS = new Map<number, Outcome>([
  [200, { is: "page" }],
  [202, { is: "computing" }],
  [204, { is: "absent", why: "empty" }],
  [304, { is: "unchanged" }],
]);

const FAILURE = new Map<number, Outcome>([
  [401, { is: "unauthenticated" }],
  [404, { is: "absent", why: "missing" }],
  [409, { is: "absent", why: "empty" }],
  [410, { is: "absent", why: "disabled" }],
  [422, { is: "page-refused" }],
  [451, { is: "absent", why: "blocked" }],
  [502, { is: "too-slow" }],
  [504, { is: "too-slow" }],
]);

const MOVED: ReadonlySet<number> = new Set([301, 302, 307, 308]);
const REPOSITORY = /\/repositories\/([1-9]\d{0,15})(?:[/?]|$)/;

/**
 * @param now milliseconds since 1970.
 * @param limitedBefore how often this credential was limited in a row without being told until when.
 */
export function outcomeOf(answer: Answer, now: number, limitedBefore = 0): Outcome {
  const { status } = answer;
  const success = SUCCESS.get(status);
  if (success) return success;
  if (MOVED.has(status)) return movedBy(answer);
  const limit = limitOf(answer, now, limitedBefore);
  if (limit) return { is: "limited", limit };
  if (status === 403) return forbiddenBy(messageOf(answer.body));
  return FAILURE.get(status) ?? { is: "failed", status };
}

function movedBy({ status, headers }: Answer): Outcome {
  const location = headers.get("location");
  if (!location) return { is: "failed", status };
  const id = REPOSITORY.exec(location)?.[1];
  return { is: "moved", location, id: id === undefined ? null : Number(id) };
}

/** 403 is told apart by its text alone. */
function forbiddenBy(message: string): Outcome {
  if (/list is too large|too large to list/i.test(message)) return { is: "absent", why: "too-large" };
  if (/saml/i.test(message)) return { is: "refused", why: "saml" };
  if (/suspended|blocked/i.test(message)) return { is: "refused", why: "suspended" };
  return { is: "refused", why: "forbidden" };
}
