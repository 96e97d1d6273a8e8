import { describe, expect, it } from "vitest";
import { config } from "../../src/croft.config.ts";
import type { Json, Resource } from "../../src/resources/define.ts";
import { type Caller, makeTenant } from "../support/api.ts";

/** What only Croft writes, with a value that would do harm. */
const FORBIDDEN: Readonly<Record<string, Json>> = {
  id: "hum_01ARZ3NDEKTSV4RRFFQ69G5FAV",
  createdAt: "1970-01-01T00:00:00.000Z",
  updatedAt: "1970-01-01T00:00:00.000Z",
  createdBy: "key_somebody-else",
  version: 99,
  deletedAt: "1970-01-01T00:00:00.000Z",
  seq: 1,
  role: "owner",
  tenant: "other",
  tenantId: "other",
  created_by: "key_somebody-else",
  deleted_at: null,
  is_primary: true,
  rowid: 1,
  doc: 1,
};

type Fields = Record<string, Json>;

/** A valid body of every resource that clients may write. */
async function validBodies(owner: Caller): Promise<Record<string, Fields>> {
  const human = await owner.make("humans", { lastName: "Lovelace" });
  const times = { departsAt: "2027-01-01T10:00:00.000Z", arrivesAt: "2027-01-01T11:00:00.000Z" };
  const flight = { carrier: "LH", number: "1", from: "BER", to: "FRA", ...times, seats: 9 };
  return {
    humans: { lastName: "Lovelace" },
    emails: { address: "ada@x.example", humanId: human.id },
    "phone-numbers": { number: "+4930123456", humanId: human.id },
    accounts: { name: "Acme" },
    leads: { title: "Chance" },
    activities: { kind: "note", summary: "X", occurredAt: "2027-01-01T00:00:00.000Z" },
    "geo-interests": { label: "Here", latitude: 1, longitude: 2, radius: 3, humanId: human.id },
    flights: flight,
    pets: { name: "Rex", species: "dog" },
    views: { name: "New leads", resource: "leads" },
    bookings: { humanId: human.id, flightId: (await owner.make("flights", flight)).id },
  };
}

/** Fields of a resource that a client may read and not write. */
function ownFields({ fields, create }: Resource): string[] {
  return [...fields.keys()].filter((name) => {
    const issues = create.safeParse({ [name]: null }).error?.issues ?? [];
    return issues.some((issue) => issue.code === "unrecognized_keys");
  });
}

describe("S4: a field that only Croft writes", () => {
  it("is refused on every resource, by every way of writing", async () => {
    const { owner } = await makeTenant();
    const bodies = await validBodies(owner);
    for (const [resource, body] of Object.entries(bodies)) {
      const known = config.resourceByName.get(resource);
      const own = known ? ownFields(known) : [];
      expect(own).toEqual(
        expect.arrayContaining(["id", "createdAt", "updatedAt", "createdBy", "version", "deletedAt"]),
      );
      const record = await owner.make(resource, body);
      const forbidden = new Map([
        ...Object.entries(FORBIDDEN),
        ...own.map((name): [string, Json] => [name, record[name] ?? null]),
      ]);
      for (const [name, value] of forbidden) {
        if (Object.hasOwn(body, name) || (known?.fields.has(name) && !own.includes(name))) continue;
        const harmful = { ...body, [name]: value };
        const path = `/${resource}/${record.id}`;
        const answers = [
          await owner.post(`/${resource}`, harmful),
          await owner.put(path, harmful),
          await owner.patch(path, { [name]: value }),
          await owner.post("/batch", { operations: [{ op: "create", resource, data: harmful }] }),
          await owner.post("/batch", {
            operations: [{ op: "update", resource, id: record.id, data: { [name]: value } }],
          }),
        ];
        for (const [index, answer] of answers.entries()) {
          expect(answer.verdict, `${resource}.${name} #${index}`).toBe("422 VALIDATION_ERROR");
          expect(
            answer.faults.some((field) => field.endsWith(name)),
            `${resource}.${name} #${index}`,
          ).toBe(true);
        }
      }
      expect((await owner.get(`/${resource}/${record.id}`)).record).toEqual(record);
    }
  });

  it("is refused in settings", async () => {
    const { owner } = await makeTenant();
    const [id = ""] = (await owner.get("/account-config")).ids;
    for (const [name, value] of Object.entries(FORBIDDEN))
      expect((await owner.patch(`/account-config/${id}`, { [name]: value })).verdict, name).toBe(
        "422 VALIDATION_ERROR",
      );
    expect((await owner.patch(`/account-config/${id}`, { plan: "unlimited" })).verdict).toBe("422 VALIDATION_ERROR");
  });

  it("cannot be brought in through an upsert", async () => {
    const { owner } = await makeTenant();
    const body = { lastName: "Lovelace", externalId: "x1" };
    const { id } = await owner.make("humans", body);
    for (const [name, value] of Object.entries(FORBIDDEN)) {
      const answer = await owner.post("/humans?upsert=externalId", { ...body, [name]: value });
      expect(answer.verdict, name).toBe("422 VALIDATION_ERROR");
    }
    expect((await owner.get(`/humans/${id}`)).record.version).toBe(1);
  });

  it("is no parameter either", async () => {
    const { owner } = await makeTenant();
    for (const parameter of ["createdBy=key_x", "id=hum_x", "role=owner", "actor=system", "tenant=other", "now=0"])
      expect((await owner.post(`/humans?${parameter}`, { lastName: "X" })).verdict).toBe("400 BAD_REQUEST");
  });

  it("is no part of a batch's operation", async () => {
    const { owner } = await makeTenant();
    const create = { op: "create", resource: "humans", data: { lastName: "X" } };
    for (const extra of [
      { id: "hum_x" },
      { actor: "system" },
      { createdBy: "x" },
      { seq: 1 },
      { ifMatch: 1 },
      { match: "externalId" },
    ])
      expect((await owner.post("/batch", { operations: [{ ...create, ...extra }] })).verdict).toBe(
        "422 VALIDATION_ERROR",
      );
    expect((await owner.post("/batch", { operations: [create], actor: "system" })).verdict).toBe(
      "422 VALIDATION_ERROR",
    );
  });
});

describe("what Croft alone writes", () => {
  it.each(["audit-log", "error-log", "documents"])("makes no %s for clients", async (resource) => {
    const { owner } = await makeTenant();
    const entries = await owner.get(`/${resource}`);
    const id = entries.ids[0] ?? "none";
    expect((await owner.post(`/${resource}`, { name: "X" })).verdict).toBe("403 FORBIDDEN");
    expect((await owner.post("/batch", { operations: [{ op: "create", resource, data: {} }] })).verdict).toBe(
      "403 FORBIDDEN",
    );
    if (resource === "documents") return;
    for (const call of [
      () => owner.patch(`/${resource}/${id}`, {}),
      () => owner.put(`/${resource}/${id}`, {}),
      () => owner.delete(`/${resource}/${id}`),
      () => owner.delete(`/${resource}/${id}?purge=true`),
      () => owner.post(`/${resource}/${id}/restore`),
      () => owner.post("/batch", { operations: [{ op: "delete", resource, id }] }),
    ])
      expect((await call()).verdict).toBe("403 FORBIDDEN");
    expect((await owner.get(`/${resource}`)).ids).toEqual(entries.ids);
  });

  it("is the one record of settings: it can be changed, and neither made nor removed", async () => {
    const { owner } = await makeTenant();
    const [id = ""] = (await owner.get("/account-config")).ids;
    expect((await owner.post("/account-config", {})).verdict).toBe("403 FORBIDDEN");
    expect((await owner.delete(`/account-config/${id}`)).verdict).toBe("403 FORBIDDEN");
    expect((await owner.delete(`/account-config/${id}?purge=true`)).verdict).toBe("403 FORBIDDEN");
    expect((await owner.put(`/account-config/${id}`, { timezone: "Europe/Berlin" })).record.timezone).toBe(
      "Europe/Berlin",
    );
    expect((await owner.get("/account-config")).ids).toEqual([id]);
  });
});
