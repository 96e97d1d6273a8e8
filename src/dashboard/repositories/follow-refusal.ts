/** Why a repository could not be followed, in words that say what to do. */
import { CroftError } from "../../client/croft.ts";
import { TEXTS } from "../texts/repositories.ts";

const { refusal } = TEXTS;

/** @param name as it was asked for @param isAdmin whether the reader may set the tenant's GitHub token */
export function followRefusal(error: unknown, name: string, isAdmin: boolean): string {
  if (!(error instanceof CroftError)) return error instanceof Error ? error.message : String(error);
  switch (error.code) {
    case "NOT_FOUND":
      return `${refusal.missing(name)} ${isAdmin ? refusal.adminSetsToken : refusal.askAdmin}`;
    case "QUOTA_EXCEEDED":
      return [error.message, ...error.details.map(({ message }) => message)].join(" ");
    case "UNAVAILABLE":
    case "UPSTREAM_ERROR":
      return `${error.message} ${waitOf(error.retryAfter)}`;
    case "FORBIDDEN":
      return refusal.forbidden;
    case "NETWORK":
    case "TIMEOUT":
      return refusal.network;
    default:
      return error.message;
  }
}

function waitOf(ms: number | null): string {
  if (ms === null) return refusal.again;
  const seconds = Math.ceil(ms / 1_000);
  return seconds < 120 ? refusal.inSeconds(seconds) : refusal.inMinutes(Math.ceil(seconds / 60));
}
