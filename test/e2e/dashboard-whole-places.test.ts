/** The pages of the dashboard that are not about records, full of hostile texts: repositories, settings, operators, tenants. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { openBrowser } from "../support/browser.ts";
import { openDashboard, type Visited } from "../support/dashboard.ts";
import { hostileRepository } from "../support/github/hostile-repository.ts";
import { createHostileTenant, HOSTILE, type HostileTenant } from "../support/hostile-tenant.ts";
import { joinTenant, signInBrowser } from "../support/member.ts";
import { RepositoryWorld, SERVICE } from "../support/repository-world.ts";
import { review } from "./page-review.ts";

const REPOSITORY = "generated/hostile";
const TABS = ["?tab=issues", "?tab=commits", "?tab=releases", "?tab=comments", "?tab=contributors"];

const streamsSchema = z.array(z.object({ completedAt: z.string().nullable() }));

let world: RepositoryWorld;
let browser: Browser;
let hostile: HostileTenant;
let owner: Visited;
let operator: Visited;
beforeAll(async () => {
  browser = await openBrowser();
  const repositories = [hostileRepository(REPOSITORY, Object.values(HOSTILE))];
  world = await RepositoryWorld.open({ repositories, tokens: { [SERVICE]: { limit: 100_000 } } });
  const { server } = world;
  hostile = await createHostileTenant(server);
  await followRepository();
  await fillSettings();
  owner = await openDashboard(browser, `${server.url}/sign-in`, { key: hostile.key });
  operator = await openDashboard(browser, `${server.url}/sign-in`, { key: server.operatorToken });
});
afterAll(async () => {
  await browser?.close();
  await world?.close();
});

/** Follows, and waits until everything was fetched. */
async function followRepository(): Promise<void> {
  const path = `/v1/tenants/${hostile.tenant}/follows/${REPOSITORY}`;
  await hostile.api.call("PUT", path, z.unknown(), { body: {} });
  const isOpen = async () => {
    const answer = await world.read(REPOSITORY, "/streams", hostile.key);
    return answer.status !== 200 || streamsSchema.parse(answer.data).some(({ completedAt }) => completedAt === null);
  };
  while (await isOpen()) await sleep(50);
}

/** Something for each section of the settings to show. */
async function fillSettings(): Promise<void> {
  const { api, tenant } = hostile;
  const at = `/v1/tenants/${tenant}`;
  const name = HOSTILE.markup.slice(0, 200);
  await api.call("POST", `${at}/api-keys`, z.unknown(), { body: { name, role: "viewer" } });
  await api.call("POST", `${at}/invitations`, z.unknown(), { body: { email: "invited@example.com", role: "member" } });
  await joinTenant(world.server, { tenant, owner: api, email: "grace@example.com", role: "member" });
  const settings = await api.call("GET", `${at}/account-config`, z.array(z.object({ id: z.string() })));
  const customFields = { leads: { remark: { type: "text" }, tier: { type: "select", options: [name.slice(0, 60)] } } };
  await api.call("PATCH", `${at}/account-config/${settings.data[0]?.id}`, z.unknown(), { body: { customFields } });
}

const reviewed = (path: string, visited = owner) => review(visited, path, world.server.url);

describe("what is not about records", () => {
  it.each(["", ...["", ...TABS].map((tab) => `/${REPOSITORY}${tab}`)])(
    "can be read by everybody: repositories%s",
    async (path) => {
      expect(await reviewed(`/t/${hostile.tenant}/repositories${path}`)).toEqual([]);
    },
  );

  it.each([
    "general",
    "members",
    "invitations",
    "api-keys",
    "custom-fields",
    "github",
    "usage",
    "audit-log",
    "error-log",
    "danger",
    "nowhere",
  ])("can be read by everybody: the settings' %s", async (section) => {
    expect(await reviewed(`/t/${hostile.tenant}/settings/${section}`)).toEqual([]);
  });

  it.each(["tenants", "search", "repositories", "budgets", "people"])(
    "can be read by everybody: the operators' %s",
    async (section) => {
      expect(await reviewed(`/operators/${section}`, operator)).toEqual([]);
    },
  );

  it("can be read by everybody: one's tenants, and a page that does not exist", async () => {
    const person = await openDashboard(browser, `${world.server.url}/sign-in`);
    await signInBrowser(person.page.context(), world.server, "grace@example.com");
    expect(await reviewed("/tenants", person)).toEqual([]);
    expect(await reviewed(`/t/${hostile.tenant}/nowhere`, person)).toEqual([]);
  });
});
