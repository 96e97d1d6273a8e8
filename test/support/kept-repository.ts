/** A repository as it is kept here: in its object and in the directory, without waiting for either to tell the other. */
import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import type { RepositoryName, RepositoryTenant } from "../../src/directory/repositories.ts";
import { repositoryStub } from "../../src/stubs.ts";
import { describedRepository } from "./described-repository.ts";
import { addRepository, freshNumber } from "./directory-repositories.ts";

/** What a test says of one. */
export interface Kept {
  readonly owner: string;
  readonly name: string;
  readonly visibility?: "public" | "private";
  readonly tenants?: readonly Omit<RepositoryTenant, "since">[];
  readonly former?: readonly Pick<RepositoryName, "owner" | "name">[];
}

const kept = new Set<number>();

/** Makes it, followed by these tenants. @returns GitHub's number of it */
export async function keepRepository(wanted: Kept): Promise<number> {
  const { owner, name, visibility = "public", tenants = [{ tenant: "nobody", visible: false }], former } = wanted;
  const githubId = freshNumber();
  kept.add(githubId);
  const found = describedRepository({
    id: githubId,
    full_name: `${owner}/${name}`,
    private: visibility === "private",
    visibility,
  });
  for (const { tenant, visible } of tenants) {
    const following = { tenant, credential: visible ? `tenant:${tenant}` : null, visible, activity: false, found };
    // GitHub knows none of them: asked, it would say so, and nobody would see a private one any more.
    await runInDurableObject(repositoryStub(env, githubId), async (object, { storage }) => {
      await object.follow(following);
      await storage.deleteAlarm();
    });
  }
  await addRepository({ githubId, owner, name, visibility, seq: 0 }, tenants, former);
  return githubId;
}

/** Lets none of them ask GitHub any more: what wakes up while a file of tests ends fails there. */
export async function restRepositories(): Promise<void> {
  for (const githubId of kept)
    await runInDurableObject(repositoryStub(env, githubId), (_, { storage }) => storage.deleteAlarm());
}
