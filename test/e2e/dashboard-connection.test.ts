/** The dashboard over a network and a server that come and go, and between people who work at the same time. */
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { Api } from "../../scripts/demo/api.ts";
import { openDashboard, untilLive, type Visited } from "../support/dashboard.ts";
import { openMember } from "../support/member.ts";
import { createTenant } from "../support/operator.ts";
import { closePages, failingNetwork, serve } from "../support/served.ts";
import { cellOf, columnOf, editCell } from "./records-table.ts";

const leadSchema = z.object({ id: z.string(), company: z.string().nullable(), version: z.int() });
const TABLE = `/r/leads?columns=${encodeURIComponent('["company"]')}`;

const croft = serve();
closePages(croft);
const network = failingNetwork(croft);

/** A tenant of its own with some leads, and pages of it. */
async function withLeads(count = 3) {
  const { tenant, key } = await createTenant(croft.server);
  const api = new Api(croft.server.url, key);
  const at = `/v1/tenants/${tenant}/leads`;
  const create = async (title: string) => (await api.call("POST", at, leadSchema, { body: { title } })).data.id;
  const ids: string[] = [];
  for (let n = 1; n <= count; n += 1) ids.push(await create(`Lead ${n}`));
  const open = async (url = croft.server.url, path = TABLE): Promise<Visited> => {
    const visited = await openDashboard(croft.browser, `${url}/t/${tenant}${path}`, { key });
    await untilLive(visited.page);
    return visited;
  };
  const read = async (id: string) => (await api.call("GET", `${at}/${id}`, leadSchema)).data;
  return { tenant, api, ids, open, create, read, first: ids[0] ?? "" };
}

const isOffline = ({ page }: Visited) =>
  page.locator('[data-connection="offline"]').first().waitFor({ state: "attached" });

describe("two browsers", () => {
  it("see each other's edits", async () => {
    const { open, first } = await withLeads();
    const [ada, grace] = [await open(), await open()];
    await editCell(ada.page, first, "Company", "Analytical Engines");
    await expect
      .poll(async () => (await cellOf(grace.page, first, "Company")).textContent())
      .toBe("Analytical Engines");
    await editCell(grace.page, first, "Company", "Compilers");
    await expect.poll(async () => (await cellOf(ada.page, first, "Company")).textContent()).toBe("Compilers");
    expect([...ada.problems, ...grace.problems]).toEqual([]);
  });
});

describe("without a network", () => {
  it("an edit waits, says so, and goes out once when the network is back", async () => {
    const { open, first, read } = await withLeads();
    const ada = await open(network.proxy.url);
    const { version } = await read(first);
    network.proxy.refuse();
    network.proxy.cut();
    await isOffline(ada);
    await ada.page.getByText("No connection; what you see is as it was").waitFor();
    await editCell(ada.page, first, "Company", "Analytical Engines");
    const cell = await cellOf(ada.page, first, "Company");
    await cell.getByLabel("Waiting for the connection").waitFor();
    expect(await cell.textContent()).toBe("Analytical Engines");
    expect(await read(first)).toMatchObject({ company: null, version });
    network.proxy.heal();
    await untilLive(ada.page);
    await cell.getByLabel("Waiting for the connection").waitFor({ state: "detached" });
    await expect.poll(() => read(first)).toMatchObject({ company: "Analytical Engines", version: version + 1 });
    expect(await cell.textContent()).toBe("Analytical Engines");
    expect(ada.problems).toEqual([]);
  });

  it("an edit whose answer is lost is sent again, and made once", async () => {
    const { open, first, read } = await withLeads();
    const ada = await open(network.proxy.url);
    const { version } = await read(first);
    let lost = false;
    await ada.page.route("**/leads/*", async (route) => {
      if (lost || route.request().method() !== "PATCH") return route.continue();
      lost = true;
      // The server has done it; nobody heard.
      await route.fetch();
      await route.abort("connectionreset");
    });
    await editCell(ada.page, first, "Company", "Compilers");
    await expect.poll(() => read(first)).toMatchObject({ company: "Compilers" });
    const cell = await cellOf(ada.page, first, "Company");
    await expect.poll(() => cell.getByRole("img").count()).toBe(0);
    expect(await cell.textContent()).toBe("Compilers");
    expect(lost).toBe(true);
    expect(await read(first)).toMatchObject({ version: version + 1 });
  });
});

describe("a restart of the server", () => {
  it("is survived without a reload, and without a row that is lost or doubled", async () => {
    const { open, create } = await withLeads();
    const ada = await open();
    await ada.page.evaluate("globalThis.sameAsBefore = true");
    await create("Lead 4");
    await croft.server.kill9();
    await isOffline(ada);
    expect(await columnOf(ada.page, "Title")).toContain("Lead 3");
    await croft.server.restart();
    await create("Lead 5");
    await untilLive(ada.page);
    const expected = [5, 4, 3, 2, 1].map((n) => `Lead ${n}`);
    await expect.poll(() => columnOf(ada.page, "Title")).toEqual(expected);
    expect(await ada.page.evaluate("globalThis.sameAsBefore")).toBe(true);
    expect(ada.problems).toEqual([]);
  });
});

describe("a change of role", () => {
  it("hides at once what it must in the other's browser", async () => {
    const { tenant, api } = await withLeads();
    const joining = { tenant, owner: api, email: "grace@example.com", role: "admin" };
    const { memberId, ...grace } = await openMember(croft, joining, "/settings/audit-log");
    const sections = grace.page.getByRole("navigation", { name: "Sections" });
    await sections.getByRole("link", { name: "Audit log" }).waitFor();
    const entries = () => grace.page.getByRole("main").getByText("invitations").count();
    await expect.poll(entries).toBeGreaterThan(0);
    await api.call("PATCH", `/v1/tenants/${tenant}/members/${memberId}`, z.unknown(), { body: { role: "viewer" } });
    await sections.getByRole("link", { name: "Audit log" }).waitFor({ state: "detached" });
    await expect.poll(entries).toBe(0);
    expect(await sections.getByRole("link", { name: "API keys" }).count()).toBe(0);
    expect(grace.problems).toEqual([]);
  });

  it("lets whoever is removed see nothing more", async () => {
    const { tenant, api, ids } = await withLeads();
    const joining = { tenant, owner: api, email: "ada@example.com", role: "member" };
    const { memberId, ...ada } = await openMember(croft, joining, "/r/leads");
    await expect.poll(async () => (await columnOf(ada.page, "Title")).length).toBe(ids.length);
    await api.call("DELETE", `/v1/tenants/${tenant}/members/${memberId}`, z.unknown());
    await expect.poll(() => ada.page.getByText("Lead 1").count()).toBe(0);
  });
});
