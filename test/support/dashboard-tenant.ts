/** A tenant of its own for a test, with pages of the dashboard that show its records. */
import type { Page } from "playwright-core";
import * as z from "zod";
import { Api } from "../../scripts/demo/api.ts";
import { createCroft, type Tenant } from "../../src/client/croft.ts";
import { openDashboard, untilLive, type Visited } from "./dashboard.ts";
import { createTenant } from "./operator.ts";
import type { Served } from "./served.ts";

const keySchema = z.object({ key: z.string() });
const madeSchema = z.object({ id: z.string() });

export interface DashboardTenant {
  /** As its owner. */
  readonly tenant: Tenant<Record<never, never>>;
  /** Shows records in a browser of its own: `leads`, with what `search` makes behind it; to the owner unless a role is given. */
  readonly show: (path: string, role?: "viewer") => Promise<Visited>;
}

export async function dashboardTenant({ browser, server }: Served): Promise<DashboardTenant> {
  const { tenant: handle, key } = await createTenant(server);
  const tenant = createCroft<Record<never, never>>({ url: server.url, token: key }).tenant(handle);
  const keyFor = async (role: string) => {
    const api = new Api(server.url, key);
    const body = { name: role, role };
    return (await api.call("POST", `/v1/tenants/${handle}/api-keys`, keySchema, { body })).data.key;
  };
  const show = async (path: string, role?: "viewer") => {
    const as = role === undefined ? key : await keyFor(role);
    const shown = await openDashboard(browser, `${server.url}/t/${handle}/r/${path}`, { key: as });
    await untilLive(shown.page);
    return shown;
  };
  return { tenant, show };
}

/** The part of an address that says what a table shows. */
export function search(parts: Readonly<Record<string, unknown>>): string {
  const texts = Object.entries(parts).map(([name, part]) => [name, JSON.stringify(part)]);
  return `?${new URLSearchParams(texts).toString()}`;
}

/** What stands in a column of the table, from top to bottom; the title is column 1. */
export function textsOf(page: Page, column: number): Promise<string[]> {
  return page.locator(`td[data-column="${String(column)}"]`).allInnerTexts();
}

/** A tenant's overview in a browser, and what changes it. */
export interface OpenOverview extends Visited {
  /** Its handle. */
  readonly tenant: string;
  /** Makes a record and gives its id. */
  readonly create: (resource: string, body: object) => Promise<string>;
  readonly update: (resource: string, id: string, body: object) => Promise<unknown>;
}

/** Makes a tenant and opens its overview as an admin's key sees it. */
export async function openOverview({ browser, server }: Served): Promise<OpenOverview> {
  const { tenant, key } = await createTenant(server);
  const api = new Api(server.url, key);
  const visited = await openDashboard(browser, `${server.url}/t/${tenant}`, { key });
  await untilLive(visited.page);
  const create = async (resource: string, body: object) =>
    (await api.call("POST", `/v1/tenants/${tenant}/${resource}`, madeSchema, { body })).data.id;
  const update = (resource: string, id: string, body: object) =>
    api.call("PATCH", `/v1/tenants/${tenant}/${resource}/${id}`, madeSchema, { body });
  return { ...visited, tenant, create, update };
}
