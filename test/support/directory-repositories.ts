/** Repositories as the directory is told of them, for tests. */
import { env } from "cloudflare:workers";
import {
  projectRepository,
  type RepositoryName,
  type RepositoryRow,
  type RepositoryTenant,
} from "../../src/directory/repositories.ts";

export const SINCE = "2026-11-01T08:00:00.000Z";

let numbers = 900_000;
/** A number of GitHub's that no other test of the file uses. */
export const freshNumber = () => {
  numbers += 1;
  return numbers;
};

/** A small public repository, with what a test says of it. */
export function repositoryRow(more: Partial<RepositoryRow> & { readonly githubId: number }): RepositoryRow {
  const figures = { stars: 0, forks: 0, openIssues: 0, issues: 0, pulls: 0, commits: 0, releases: 0, contributors: 0 };
  const times = { freshAt: SINCE, pushedAt: SINCE, changedAt: SINCE, seq: 1, projectedAt: "2026-11-21T03:00:00.000Z" };
  const texts = { owner: "octo", name: `repo-${more.githubId}`, description: null, language: null, topics: [] };
  return {
    ...texts,
    visibility: "public",
    state: "active",
    archived: false,
    followers: 0,
    ...figures,
    ...times,
    ...more,
  };
}

/** Writes it under its name, and under those that it had. */
export async function addRepository(
  more: Partial<RepositoryRow>,
  tenants: readonly Omit<RepositoryTenant, "since">[] = [],
  former: readonly Pick<RepositoryName, "owner" | "name">[] = [],
): Promise<RepositoryRow> {
  const row = repositoryRow({ githubId: freshNumber(), ...more });
  const names = [
    { owner: row.owner, name: row.name, current: true, since: SINCE },
    ...former.map((each) => ({ ...each, current: false, since: SINCE })),
  ];
  const following = tenants.map((each) => ({ ...each, since: SINCE }));
  await projectRepository(env.DIRECTORY, row, names, following);
  return row;
}
