import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, it, vi } from "vitest";
import { repositoryStub } from "../../src/stubs.ts";
import { makeTenant } from "../support/api.ts";
import { askedOfGithub } from "../support/told-github.ts";

it("a repository that nobody knew begins with GitHub's answer to the follow, which is asked for once", async () => {
  const tenant = await makeTenant();
  const answer = await tenant.owner.put("/follows/Stapler/stapler", {});
  expect(answer.verdict).toBe("201");
  await vi.waitFor(
    async () => {
      await runDurableObjectAlarm(tenant.stub);
      expect((await tenant.owner.get("/follows/stapler/stapler")).record.state).toBe("following");
    },
    { timeout: 10_000, interval: 50 },
  );
  const looked = (await askedOfGithub("/repos/")).filter(({ path }) => /^\/repos\/stapler\/stapler$/i.test(path));
  expect(looked).toHaveLength(1);
  const shown = await runInDurableObject(repositoryStub(env, Number(answer.record.repositoryId)), (_, { storage }) =>
    storage.sql.exec("SELECT full_name AS name FROM repository").toArray(),
  );
  expect(shown).toEqual([{ name: answer.record.fullName }]);
  expect((await tenant.owner.get("/follows/octocat/nothing-there")).verdict).toBe("404 NOT_FOUND");
  expect((await tenant.owner.put("/follows/octocat/nothing-there", {})).verdict).toBe("404 NOT_FOUND");
});
