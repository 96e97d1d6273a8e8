import { runDurableObjectAlarm } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { READER_HEADER } from "../../src/auth/reader.ts";
import { budgetStub, repositoryStub } from "../../src/stubs.ts";
import { describedRepository } from "../support/described-repository.ts";
import { TENANT_TOKENS } from "../support/github-credentials.ts";
import { tellGithub } from "../support/told-github.ts";

const [SEES = "", ALSO_SEES = ""] = TENANT_TOKENS.toReversed();
/** The recorded repository of this file alone. */
const HUB = "github/hub";
const HUB_ID = 401_025;

function statusFor(tenant: string): Promise<number> {
  const reader = { kind: "user", id: "usr_1", tenants: [tenant], resources: null };
  const headers = { [READER_HEADER]: JSON.stringify(reader), "x-request-id": "test" };
  return repositoryStub(env, HUB_ID)
    .fetch(`https://croft.test/v1/repositories/${HUB}`, { headers })
    .then(({ status }) => status);
}

async function follow(tenant: string, token: string): Promise<void> {
  await budgetStub(env, `tenant:${tenant}`).setToken(token);
  const found = describedRepository({ id: HUB_ID, full_name: HUB, private: true, visibility: "private" });
  const following = { tenant, credential: `tenant:${tenant}`, visible: true, activity: false, found };
  await repositoryStub(env, HUB_ID).follow(following);
}

describe("a private repository", () => {
  it("is shown to those whose credential GitHub shows it to, for as long as it does", async () => {
    await tellGithub(HUB, "makePrivate", [SEES, ALSO_SEES]);
    await follow("sees", SEES);
    await follow("leaves", ALSO_SEES);
    await follow("never", TENANT_TOKENS[0] ?? "");
    await expect
      .poll(async () => {
        await runDurableObjectAlarm(repositoryStub(env, HUB_ID));
        return [await statusFor("sees"), await statusFor("leaves"), await statusFor("never")];
      })
      .toEqual([200, 200, 404]);
    await tellGithub(HUB, "makePrivate", [SEES]);
    // Whoever follows, or follows again, has all of them asked anew.
    await follow("sees", SEES);
    await expect
      .poll(async () => {
        await runDurableObjectAlarm(repositoryStub(env, HUB_ID));
        return [await statusFor("sees"), await statusFor("leaves")];
      })
      .toEqual([200, 404]);
  });
});
