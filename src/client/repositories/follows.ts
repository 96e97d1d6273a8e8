/** The repositories that a tenant follows, their people, and the token with which GitHub is asked for them. */

import * as z from "zod/mini";
import { deletedSchema, writeMetaSchema } from "../../protocol/envelope.ts";
import { type TakenPeople, type TokenState, takenPeopleSchema, tokenStateSchema } from "../../protocol/repository.ts";
import type { StoredRecord } from "../../protocol/stored-record.ts";
import { isRecord } from "../../protocol/values.ts";
import { callOne } from "../call-one.ts";
import { partsOf } from "../parts.ts";
import type { Written } from "../resource.ts";
import type { CallOptions, WriteOptions } from "../transport.ts";

/** A follow; `tenant.resource("follows")` lists them. */
export interface FollowRecord extends StoredRecord {
  /** GitHub's number, which outlives renames. */
  readonly repositoryId: number;
  readonly owner: string;
  readonly name: string;
  readonly fullName: string;
  readonly visibility: "public" | "private";
  /** `pending` until the repository knows. */
  readonly state: "pending" | "following";
  /** Whether people's doings there come to their timelines. */
  readonly activity: boolean;
}

/** Whose people become leads, and from how many contributions on. */
export interface PeopleQuery {
  readonly sources?: readonly ("contributors" | "authors" | "commenters")[];
  readonly minContributions?: number;
}

/** Every call fails with a `CroftError`. Repositories are named as on GitHub, by their names of today or of before. */
export interface Follows {
  /**
   * Follows a repository, or changes how it is followed.
   * @throws CroftError NOT_FOUND for one that does not exist or is out of sight, QUOTA_EXCEEDED, UNAVAILABLE while GitHub cannot be asked
   */
  follow(
    owner: string,
    name: string,
    body?: { readonly activity?: boolean },
    options?: WriteOptions,
  ): Promise<Written<FollowRecord>>;
  /** @throws CroftError NOT_FOUND for one that is not followed */
  find(owner: string, name: string, options?: CallOptions): Promise<FollowRecord>;
  /** What was taken from the repository stays. */
  unfollow(
    owner: string,
    name: string,
    options?: WriteOptions,
  ): Promise<{ readonly id: string; readonly deletedAt: string; readonly seq: number }>;
  /** Makes leads of a repository's people, each once. */
  people(owner: string, name: string, query?: PeopleQuery, options?: WriteOptions): Promise<TakenPeople>;
  /** The tenant's own token, which makes its private repositories visible to it. It is never shown. */
  readonly githubToken: {
    get(options?: CallOptions): Promise<TokenState>;
    /** @throws CroftError VALIDATION_ERROR for one that GitHub refuses */
    set(token: string, options?: WriteOptions): Promise<TokenState>;
    forget(options?: WriteOptions): Promise<TokenState>;
  };
}

/** What the fields hold is the server's word, as with every record. */
const followSchema = z.custom<FollowRecord>(isRecord);

/** What a tenant (`croft.tenant("acme")`) follows. */
export function followsOf(tenant: { readonly tenant: string }): Follows {
  const { transport } = partsOf(tenant);
  const base = `/v1/tenants/${encodeURIComponent(tenant.tenant)}`;
  const tokenPath = `${base}/github-token`;
  const pathOf = (owner: string, name: string) =>
    `${base}/follows/${encodeURIComponent(owner)}/${encodeURIComponent(name)}`;
  return {
    async follow(owner, name, body = {}, options = {}) {
      const request = { method: "PUT", path: pathOf(owner, name), body, options } as const;
      const { data, meta } = await transport.call({ ...request, data: followSchema, meta: writeMetaSchema });
      return { record: data, seq: meta.seq };
    },
    find: (owner, name, options) =>
      callOne(transport, followSchema, { method: "GET", path: pathOf(owner, name), options }),
    async unfollow(owner, name, options = {}) {
      const request = { method: "DELETE", path: pathOf(owner, name), options } as const;
      const { data, meta } = await transport.call({ ...request, data: deletedSchema, meta: writeMetaSchema });
      return { ...data, seq: meta.seq };
    },
    people: (owner, name, body = {}, options = {}) =>
      callOne(transport, takenPeopleSchema, { method: "POST", path: `${pathOf(owner, name)}/people`, body, options }),
    githubToken: {
      get: (options) => callOne(transport, tokenStateSchema, { method: "GET", path: tokenPath, options }),
      set: (token, options) =>
        callOne(transport, tokenStateSchema, { method: "PUT", path: tokenPath, body: { token }, options }),
      forget: (options) => callOne(transport, tokenStateSchema, { method: "DELETE", path: tokenPath, options }),
    },
  };
}
