import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterAll, expect, it } from "vitest";
import { sweepRepositories } from "../../src/routes/sweep.ts";
import { repositoryStub } from "../../src/stubs.ts";
import { keepRepository, restRepositories } from "../support/kept-repository.ts";

afterAll(restRepositories);

it("begins the rounds of a repository again whose alarm was lost", async () => {
  const githubId = await keepRepository({ owner: "lost", name: "alarm" });
  const stub = repositoryStub(env, githubId);
  await runInDurableObject(stub, (_, { storage }) => storage.deleteAlarm());
  await evictDurableObject(stub);
  await sweepRepositories(env, 0);
  // Set, or ringing already.
  const rang = async () => {
    const alarm = await runInDurableObject(stub, (_, { storage }) => storage.getAlarm());
    return alarm !== null;
  };
  await expect.poll(rang).toBe(true);
});
