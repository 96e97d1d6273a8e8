import { runInDurableObject } from "cloudflare:test";
import { expect, it, vi } from "vitest";
import * as z from "zod";
import { WRITE_COSTS, type WriteCost } from "../bench/write-costs.ts";
import { type Caller, makeTenant } from "../support/api.ts";

const cursorSchema = z.looseObject({ rowsWritten: z.number() });
const TABLE = /^INSERT INTO "?(\w+)"?/;

/** Creates one record of every resource that clients create, all indexed fields set. */
async function createAll(owner: Caller): Promise<void> {
  const { id: humanId } = await owner.make("humans", {
    firstName: "Ada",
    lastName: "Lovelace",
    company: "Example Ltd",
    githubId: 7,
    externalId: "h-7",
    accountId: (
      await owner.make("accounts", { name: "Example Ltd", domain: "example.com", externalId: "a-7", notes: "Big" })
    ).id,
  });
  const { id: accountId } = await owner.make("accounts", { name: "Other", domain: "example.org", externalId: "a-8" });
  const { id: flightId } = await owner.make("flights", {
    carrier: "LH",
    number: "400",
    from: "FRA",
    to: "JFK",
    departsAt: "2026-12-01T10:00:00.000Z",
    arrivesAt: "2026-12-01T18:00:00.000Z",
    seats: 5,
  });
  await owner.make("emails", { address: "ada@example.com", humanId });
  await owner.make("phone-numbers", { number: "+4930123456", humanId });
  await owner.make("leads", { title: "Roof", humanId, accountId, externalId: "l-7", source: "fair" });
  await owner.make("activities", {
    kind: "note",
    summary: "Met",
    occurredAt: "2026-11-21T10:00:00.000Z",
    subjectResource: "humans",
    subjectId: humanId,
    humanId,
    externalId: "x-7",
  });
  await owner.make("geo-interests", { label: "Here", latitude: 1, longitude: 2, radius: 3, humanId });
  await owner.make("pets", { name: "Rex", species: "dog", ownerId: humanId });
  await owner.make("views", { name: "New leads", resource: "leads" });
  await owner.make("bookings", { humanId, flightId, seats: 1, price: 100 });
}

it("writes as many rows for a create as docs/benchmarks.md says", async () => {
  const tenant = await makeTenant();
  const costs = await runInDurableObject(tenant.stub, async (_, { storage }) => {
    const executed = vi.spyOn(storage.sql, "exec");
    await createAll(tenant.owner);
    const statements = executed.mock.calls.map(([query], index) => {
      const table = TABLE.exec(query)?.[1] ?? "";
      return { table, rows: cursorSchema.parse(executed.mock.results[index]?.value).rowsWritten };
    });
    executed.mockRestore();
    return costsOf(statements);
  });
  expect(costs).toEqual(WRITE_COSTS);
});

/** A create writes its row, then perhaps its search document, then its log entry. */
function costsOf(statements: readonly { table: string; rows: number }[]): WriteCost[] {
  const own = new Set([
    "search_docs",
    "search_fts",
    "changes",
    "buckets",
    "jobs",
    "idempotency",
    "live_groups",
    "meta",
    "",
  ]);
  const costs = new Map<string, WriteCost>();
  let current: { resource: string; row: number; search: number; log: number } | undefined;
  for (const { table, rows } of statements) {
    if (!own.has(table)) current = { resource: table.replaceAll("_", "-"), row: rows, search: 0, log: 0 };
    else if (current && table.startsWith("search_")) current.search += rows;
    else if (current && table === "changes") {
      costs.set(current.resource, { ...current, log: rows });
      current = undefined;
    }
  }
  return [...costs.values()].toSorted((a, b) => (a.resource < b.resource ? -1 : 1));
}
