/**
 * In how many ways the repository is asked for until it counts as gone: by its name; then by its number, since the name may be another's
 * today; then by its number with each other credential there is, since it may have become private.
 */
import type { Sql } from "../records/database.ts";
import { readMeta, writeMeta } from "../records/meta.ts";

export interface Attempt {
  /** Id of the credential to ask with. */
  readonly credential: string;
  readonly byId: boolean;
}

const CREDENTIAL_KEY = "repository.credential";

/** The attempts in their order. `usual` is the credential that last saw the repository. */
export function attemptsWith(credentials: readonly string[], usual: string | null): readonly Attempt[] {
  const others = credentials.filter((credential) => credential !== usual);
  const [first, ...rest] = usual !== null && credentials.includes(usual) ? [usual, ...others] : others;
  if (first === undefined) return [];
  return [
    { credential: first, byId: false },
    { credential: first, byId: true },
    ...rest.map((credential) => ({ credential, byId: true })),
  ];
}

/** The credential that last saw the repository; null before the first answer. */
export function usualCredential(sql: Sql): string | null {
  return readMeta(sql, CREDENTIAL_KEY);
}

export function keepUsualCredential(sql: Sql, credential: string): void {
  if (usualCredential(sql) !== credential) writeMeta(sql, CREDENTIAL_KEY, credential);
}
