/** Repositories in the dashboard: followed by an address, watched while they are fetched, and their people made leads. */
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openBrowser } from "../support/browser.ts";
import { openDashboard, type Visited } from "../support/dashboard.ts";
import { recordedRepositories } from "../support/github/recorded-repositories.ts";
import { RepositoryWorld } from "../support/repository-world.ts";

const NAME = "hub4j/github-api";
const PATIENCE = { timeout: 30_000 };

let world: RepositoryWorld;
let browser: Browser;
let visited: Visited;
let page: Page;
beforeAll(async () => {
  world = await RepositoryWorld.open({ repositories: recordedRepositories() });
  world.github.switches.latency(100);
  browser = await openBrowser();
  const { key } = await world.tenant("acme");
  visited = await openDashboard(browser, `${world.server.url}/t/acme/repositories`, { key });
  page = visited.page;
  page.setDefaultTimeout(PATIENCE.timeout);
});
afterAll(async () => {
  await browser?.close();
  await world?.close();
});

/** Types into the form, as people do. */
async function follow(text: string): Promise<void> {
  await page.getByLabel("Follow a repository").fill(text);
  await page.keyboard.press("Enter");
}

const issues = () => page.getByRole("list", { name: "Issues" }).getByRole("listitem");

describe("a repository", () => {
  it("is refused in words where there is none", async () => {
    await page.getByText("No repository yet").waitFor();
    await follow("no name");
    await page.getByRole("alert").filter({ hasText: "Write owner/name" }).waitFor();
    await follow("nobody/nothing");
    await page.getByRole("alert").filter({ hasText: "GitHub shows no nobody/nothing" }).waitFor();
  });

  it("is followed by an address, and grows while one looks on", async () => {
    await follow(`https://github.com/${NAME}/issues?q=is%3Aopen`);
    const followed = page.getByRole("listitem").filter({ hasText: NAME });
    await followed
      .getByText(/Being fetched for the first time|Not fetched to its end yet|As GitHub had it/)
      .first()
      .waitFor();
    await page.getByRole("link", { name: NAME }).first().click();
    await page.getByRole("heading", { level: 1, name: NAME }).waitFor();
    await page.locator('[data-repository-connection="live"]').waitFor();
    await page.locator('[data-stream="issues"]').first().waitFor({ state: "attached" });
    await page.getByText(/^(Checked|Not checked yet)/).waitFor();
    await page.getByRole("tab", { name: "Issues" }).click();
    await expect.poll(() => issues().count(), PATIENCE).toBe(50);
    await page.getByRole("button", { name: "Older" }).click();
    await expect.poll(() => issues().count(), PATIENCE).toBe(100);
    expect(visited.problems).toEqual([]);
  });

  it("shows what happens there without reload, as the text that it is", async () => {
    const title = "<img src=x onerror=alert(1)> was here";
    world.github.repository(NAME).addIssue({ title });
    await world.refresh(NAME);
    await expect.poll(() => issues().first().textContent(), PATIENCE).toContain(title);
    await page.getByLabel("State").selectOption("open");
    await expect.poll(() => issues().count(), PATIENCE).toBe(1);
    const link = issues().first().getByRole("link");
    expect(await link.getAttribute("rel")).toContain("noopener");
  });

  it("gives its people as leads, each once", async () => {
    await page.getByRole("button", { name: "Make leads of its people" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("At least so many contributions").fill("20");
    await dialog.getByRole("button", { name: "Make leads" }).click();
    await dialog.getByText("4 new leads.").waitFor();
    await dialog.getByRole("button", { name: "Once more" }).click();
    await dialog.getByLabel("At least so many contributions").fill("20");
    await dialog.getByRole("button", { name: "Make leads" }).click();
    await dialog.getByText("4 people were known already.").waitFor();
    await dialog.getByRole("link", { name: "See the leads" }).click();
    await page.waitForURL(/\/t\/acme\/r\/leads/);
  });

  it("is found under its old name, and is followed no more when one says so twice", async () => {
    world.github.repository(NAME).rename("hub4j", "renamed");
    await world.refresh(NAME);
    await page.goto(`${world.server.url}/t/acme/repositories/${NAME}`);
    await page.waitForURL(/\/repositories\/hub4j\/renamed/, PATIENCE);
    await page.getByText("Formerly").waitFor();
    await page.getByRole("button", { name: "Unfollow" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Unfollow" }).click();
    await page.getByRole("button", { name: "Follow", exact: true }).waitFor();
    await page.getByRole("navigation").getByRole("link", { name: "Repositories" }).click();
    await page.getByText("No repository yet").waitFor();
    expect(visited.problems).toEqual([]);
  });
});
