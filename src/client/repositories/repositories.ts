/** Repositories of GitHub that are kept here: the directory of them, each one live, and what a tenant follows. */
import { type ListedRepository, listedRepositorySchema } from "../../protocol/repository.ts";
import type { DirectoryPage, Paged } from "../directory-page.ts";
import { readDirectory } from "../directory-page.ts";
import { type ClientParts, partsOf } from "../parts.ts";
import type { CallOptions } from "../transport.ts";
import { type FollowRecord, type Follows, followsOf, type PeopleQuery } from "./follows.ts";
import { openRepository, type Repository, type RepositoryTypes, type ShownRepository } from "./repository.ts";

export type { TakenPeople, TokenState } from "../../protocol/repository.ts";
export type {
  CommentRecord,
  CommitRecord,
  ContributorRecord,
  IssueRecord,
  ReleaseRecord,
  RepositoryRecord,
  StarsRecord,
  StreamRecord,
} from "../../protocol/repository-records.ts";
export type {
  DirectoryPage,
  FollowRecord,
  Follows,
  ListedRepository,
  PeopleQuery,
  Repository,
  RepositoryTypes,
  ShownRepository,
};
export { followsOf };

export interface RepositoriesQuery extends Paged {
  /** Part of the full name, the description or a topic. */
  readonly q?: string | undefined;
  readonly language?: string | undefined;
  readonly state?: RepositoryTypes["repository"]["record"]["state"] | undefined;
  /** A tenant of the caller: those alone that it follows. */
  readonly following?: string | undefined;
  /** `stars`, `forks`, `openIssues`, `name`, `freshAt` or `changedAt`, `-` for descending; `-stars` unless given. */
  readonly sort?: string | undefined;
}

/** Every call fails with a `CroftError`. */
export interface Repositories {
  /** Public ones, and private ones that the caller's tenants see. */
  list(query?: RepositoriesQuery, options?: CallOptions): Promise<DirectoryPage<ListedRepository>>;
  /** One of them, by any name that it has or had; the same object every time. */
  repository(owner: string, name: string): Repository;
}

const known = new WeakMap<ClientParts, Repositories>();

/** The repositories that a client reaches; the same object every time. */
export function repositoriesOf(croft: { tenant(handle: string): object }): Repositories {
  const parts = partsOf(croft);
  const repositories = known.get(parts) ?? openRepositories(parts);
  known.set(parts, repositories);
  return repositories;
}

function openRepositories(parts: ClientParts): Repositories {
  const opened = new Map<string, Repository>();
  return {
    list: (query = {}, options) =>
      readDirectory(parts.transport, "/v1/repositories", query, listedRepositorySchema, options),
    repository(owner, name) {
      const key = `${owner}/${name}`.toLowerCase();
      const repository = opened.get(key) ?? openRepository(parts, owner, name);
      opened.set(key, repository);
      return repository;
    },
  };
}
