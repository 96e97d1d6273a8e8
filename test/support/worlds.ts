/** Tenants with the same records in them, and every kind of call that could reach from one into the other. */
import type { Json } from "../../src/resources/define.ts";
import type { TestTenant } from "./api.ts";
import { project } from "./due-jobs.ts";

/** Stands in every text of the tenant that is attacked, and nowhere else. */
export const CANARY = "Kanarienvogel";
/** A populated tenant: ids of what is in it. */
export interface World {
  readonly tenant: TestTenant;
  readonly human: string;
  readonly gone: string;
  readonly lead: string;
  readonly key: string;
}

/** The same records in every tenant; `mark` is in each of their texts. */
export async function populate(tenant: TestTenant, mark: string): Promise<World> {
  const { owner } = tenant;
  const { id: account } = await owner.make("accounts", { name: `${mark} Ltd`, domain: "same.example", size: 7 });
  const person = { firstName: mark, lastName: "Same", accountId: account, notes: `About ${mark}` };
  const { id: human } = await owner.make("humans", { ...person, externalId: "x1" });
  const { id: gone } = await owner.make("humans", person);
  const { id: lead } = await owner.make("leads", { title: mark, humanId: human, accountId: account, value: 5 });
  await owner.make("pets", { name: mark, ownerId: human, species: "dog" });
  await owner.make("emails", { address: "same@same.example", humanId: human });
  await owner.make("activities", {
    kind: "note",
    summary: mark,
    occurredAt: "2027-01-01T10:00:00.000Z",
    humanId: human,
  });
  await owner.patch(`/humans/${gone}`, { notes: `${mark} again` });
  await owner.delete(`/humans/${gone}`);
  const { keyId: key } = await tenant.as("member");
  await project(tenant);
  return { tenant, human, gone, lead, key };
}

type Call = readonly [method: string, path: string, body?: Json];

/** Every kind of call below a tenant's path, with the ids of a world. */
export function surface({ human, gone, lead, key, tenant }: World): Call[] {
  return [
    ["GET", ""],
    ["PATCH", "", { name: "Taken" }],
    ["DELETE", `?confirm=${tenant.handle}`],
    ["POST", "/directory/rebuild"],
    ["GET", "/humans"],
    ["GET", `/humans?filter=${encodeURIComponent(JSON.stringify({ id: human }))}&expand=account&count=true`],
    ["GET", "/humans?deleted=include"],
    ["POST", "/humans", { lastName: "Planted" }],
    ["POST", "/humans?upsert=externalId", { lastName: "Planted", externalId: "x1" }],
    ["GET", `/humans/${human}`],
    ["GET", `/humans/${gone}?deleted=include`],
    ["PATCH", `/humans/${human}`, { notes: "Taken" }],
    ["PUT", `/humans/${human}`, { lastName: "Taken" }],
    ["DELETE", `/humans/${human}`],
    ["DELETE", `/humans/${human}?purge=true`],
    ["POST", `/humans/${gone}/restore`],
    ["GET", `/humans/${human}/changes`],
    ["GET", `/leads/${lead}?expand=human,account`],
    ["GET", "/leads/aggregate?groupBy=title&sum=value"],
    ["POST", "/batch", { operations: [{ op: "delete", resource: "humans", id: human }] }],
    ["GET", "/changes"],
    ["GET", `/search?q=${CANARY}`],
    ["GET", "/audit-log"],
    ["GET", "/api-keys"],
    ["POST", "/api-keys", { name: "Planted", role: "owner" }],
    ["PATCH", `/api-keys/${key}`, { role: "owner" }],
    ["POST", `/api-keys/${key}/rotate`],
    ["DELETE", `/api-keys/${key}`],
    ["GET", "/follows"],
    ["GET", "/follows/octocat/hello-world"],
    ["PUT", "/follows/octocat/hello-world", {}],
    ["DELETE", "/follows/octocat/hello-world"],
    ["POST", "/follows/octocat/hello-world/people", {}],
    ["GET", "/github-token"],
    ["PUT", "/github-token", { token: `ghp_${"0".repeat(36)}` }],
    ["DELETE", "/github-token"],
    ["GET", "/account-config"],
    ["GET", "/nothing"],
    ["HEAD", "/humans"],
    ["OPTIONS", "/humans"],
    ["PROPFIND", "/humans"],
  ];
}
