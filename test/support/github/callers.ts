/** Who asks the GitHub of the tests, by the Authorization header. */
import type { FakeRepository } from "./fake-repository.ts";
import { type GithubApp, type Installation, includes } from "./github-app.ts";

const ANONYMOUS_LIMIT = 60;
const TOKEN_LIMIT = 5_000;

/** Tokens that are accepted, each with its requests an hour (5,000 if left out). */
export type Tokens = Readonly<Record<string, { readonly limit?: number }>>;

export interface Caller {
  /** Whose requests are counted together: a token, an installation, or everybody without one. */
  readonly who: string;
  /** Requests an hour. */
  readonly limit: number;
  readonly token: string | null;
  readonly installation: Installation | null;
}

export class Callers {
  readonly #tokens: Map<string, { readonly limit?: number }> | null;
  readonly #revoked = new Set<string>();
  readonly #app: GithubApp | null;
  readonly #anonymousLimit: number;

  /** @param tokens null accepts every token. */
  constructor(tokens: Tokens | null, app: GithubApp | null, anonymousLimit = ANONYMOUS_LIMIT) {
    this.#tokens = tokens && new Map(Object.entries(tokens));
    this.#app = app;
    this.#anonymousLimit = anonymousLimit;
  }

  /** Null for a credential that is not accepted: 401. */
  identify(authorization: string | undefined): Caller | null {
    if (authorization === undefined) {
      return { who: "anonymous", limit: this.#anonymousLimit, token: null, installation: null };
    }
    const token = /^(?:bearer|token) (\S+)$/i.exec(authorization)?.[1];
    if (token === undefined || this.#revoked.has(token)) return null;
    const installation = this.#app?.installationOf(token) ?? null;
    if (installation) {
      const { id, limit = TOKEN_LIMIT } = installation;
      return { who: `installation:${id}`, limit, token, installation };
    }
    const known = this.#tokens ? this.#tokens.get(token) : {};
    return known ? { who: token, limit: known.limit ?? TOKEN_LIMIT, token, installation } : null;
  }

  /** 401 for it from now on. */
  revoke(token: string): void {
    this.#revoked.add(token);
  }
}

/** Whether the repository is there for the caller at all. */
export function sees({ token, installation }: Caller, repository: FakeRepository): boolean {
  if (repository.seenBy === null) return true;
  if (token === null) return false;
  return repository.seenBy.has(token) || includes(installation?.repositories ?? [], repository.fullName);
}
