import { runInDurableObject } from "cloudflare:test";
import { describe, expect, it, vi } from "vitest";
import { makeTenant } from "../support/api.ts";

const related = { lastName: expect.any(String), version: 1 };

/** Two accounts with a human each, and what belongs to them. */
async function makeCompany() {
  const tenant = await makeTenant();
  const { owner } = tenant;
  const acme = await owner.make("accounts", { name: "Acme", size: 50 });
  const beta = await owner.make("accounts", { name: "Beta", size: 3 });
  const ada = await owner.make("humans", { lastName: "Ada", accountId: acme.id });
  const bob = await owner.make("humans", { lastName: "Bob", accountId: beta.id });
  const alone = await owner.make("humans", { lastName: "Alone" });
  for (const name of ["a1", "a2"]) await owner.make("emails", { address: `${name}@x.example`, humanId: ada.id });
  await owner.make("emails", { address: "b1@x.example", humanId: bob.id });
  return { ...tenant, acme, beta, ada, bob, alone };
}

describe("expand", () => {
  it("puts one record, or a list of them, beside the fields", async () => {
    const { owner, acme, ada, bob, alone } = await makeCompany();
    const { records } = await owner.get("/humans?sort=lastName&expand=account,emails");
    expect(records).toEqual([
      {
        ...ada,
        account: acme,
        emails: [
          expect.objectContaining({ address: "a1@x.example" }),
          expect.objectContaining({ address: "a2@x.example" }),
        ],
      },
      { ...alone, account: null, emails: [] },
      {
        ...bob,
        account: expect.objectContaining({ name: "Beta" }),
        emails: [expect.objectContaining({ address: "b1@x.example" })],
      },
    ]);
    expect((await owner.get(`/humans/${ada.id}?expand=account,emails`)).record).toEqual(records[0]);
    expect((await owner.get(`/accounts/${acme.id}?expand=humans`)).record.humans).toEqual([ada]);
  });

  it("follows a list of ids", async () => {
    const { owner, ada } = await makeCompany();
    const flight = await owner.make("flights", {
      carrier: "LH",
      number: "1",
      from: "BER",
      to: "FRA",
      departsAt: "2027-01-01T10:00:00Z",
      arrivesAt: "2027-01-01T11:00:00Z",
      seats: 9,
    });
    const pets = [
      await owner.make("pets", { name: "Rex", species: "dog" }),
      await owner.make("pets", { name: "Tom", species: "cat" }),
    ];
    const booking = await owner.make("bookings", {
      humanId: ada.id,
      flightId: flight.id,
      petIds: pets.map((pet) => pet.id),
    });
    const { record } = await owner.get(`/bookings/${booking.id}?expand=pets,flight,human`);
    expect(record).toMatchObject({ pets: [{ name: "Rex" }, { name: "Tom" }], flight: { number: "1" }, human: related });
  });

  it("stands beside the fields that are asked for", async () => {
    const { owner, ada, acme } = await makeCompany();
    expect((await owner.get(`/humans/${ada.id}?fields=lastName&expand=account`)).record).toEqual({
      lastName: "Ada",
      account: acme,
    });
  });

  it("leaves out what is deleted", async () => {
    const { owner, acme, ada } = await makeCompany();
    await owner.delete(`/accounts/${acme.id}`);
    const [email] = (await owner.get(`/emails?humanId=${ada.id}`)).ids;
    await owner.delete(`/emails/${email}`);
    const { record } = await owner.get(`/humans/${ada.id}?expand=account,emails`);
    expect(record.account).toBeNull();
    expect(record.emails).toHaveLength(1);
  });

  it("asks once for each relation, however long the page is", async () => {
    const tenant = await makeTenant();
    const { owner } = tenant;
    const account = await owner.make("accounts", { name: "Acme" });
    const humans = Array.from({ length: 100 }, (_, n) => ({
      op: "create",
      resource: "humans",
      data: { lastName: `L${n}`, accountId: account.id },
    }));
    await owner.post("/batch", { operations: humans });
    const queries = (limit: number) =>
      runInDurableObject(tenant.stub, async (_, { storage }) => {
        const executed = vi.spyOn(storage.sql, "exec");
        await owner.get(`/humans?limit=${limit}&expand=account,emails,leads,pets`);
        const queries = executed.mock.calls.map(([query]) => query);
        executed.mockRestore();
        return queries.filter((query) => /FROM "(accounts|emails|leads|pets)"/.test(query)).length;
      });
    expect(await queries(1)).toBe(4);
    expect(await queries(100)).toBe(4);
  });

  it("does not leave out in silence what is too much", async () => {
    const { owner } = await makeTenant();
    const account = await owner.make("accounts", { name: "Acme" });
    for (let round = 0; round < 3; round += 1) {
      const humans = Array.from({ length: 334 }, (_, n) => ({
        op: "create",
        resource: "humans",
        data: { lastName: `L${n}`, accountId: account.id },
      }));
      await owner.post("/batch", { operations: humans });
    }
    const answer = await owner.get(`/accounts/${account.id}?expand=humans`);
    expect([answer.verdict, answer.faults]).toEqual(["400 BAD_REQUEST", ["expand"]]);
    expect((await owner.get(`/accounts/${account.id}`)).status).toBe(200);
  });

  it("knows no relation to what the caller may not read", async () => {
    const { as, ada } = await makeCompany();
    const narrowed = await as({ role: "owner", resources: ["humans"] });
    expect((await narrowed.get("/humans?expand=account")).verdict).toBe("400 BAD_REQUEST");
    expect((await narrowed.get(`/humans/${ada.id}?expand=account`)).verdict).toBe("400 BAD_REQUEST");
  });
});

describe("a filter on a relation", () => {
  const found = async (query: string) => {
    const { owner } = await makeCompany();
    return (await owner.get(`/${query}`)).records.map((record) => record.lastName ?? record.name);
  };

  it.each([
    ["humans?account.size[gte]=50", ["Ada"]],
    ["humans?account.name=Beta", ["Bob"]],
    ["humans?account.size[isNull]=true", []],
    ["humans?emails.address=a2@x.example", ["Ada"]],
    ["humans?emails.address[startsWith]=b", ["Bob"]],
    ["accounts?humans.lastName=Ada", ["Acme"]],
    ["accounts?sort=name&humans.createdAt[gte]=today", ["Acme", "Beta"]],
    [`humans?sort=lastName&filter=${encodeURIComponent('{"not":{"account.size":{"gte":50}}}')}`, ["Alone", "Bob"]],
  ])("%s finds %j", async (query, expected) => {
    expect(await found(query)).toEqual(expected);
  });

  it.each(["account.nothing=1", "account.account.name=x", "emails.human.lastName=x", "account=x", "account.tags=x"])(
    "%s is refused",
    async (query) => {
      const { owner } = await makeCompany();
      expect((await owner.get(`/humans?${query}`)).verdict).toMatch(/^400 (BAD_REQUEST|INVALID_FILTER)$/);
    },
  );

  it("is no oracle for what the caller may not read", async () => {
    const { as } = await makeCompany();
    const narrowed = await as({ role: "owner", resources: ["humans"] });
    const hidden = await narrowed.get("/humans?account.size[gte]=50");
    const absent = await narrowed.get("/humans?nothing.size[gte]=50");
    expect(hidden.verdict).toBe("400 BAD_REQUEST");
    expect(hidden.error.message.replace("account", "nothing")).toBe(absent.error.message);
    expect((await narrowed.get(`/humans?filter=${encodeURIComponent('{"account.size":1}')}`)).verdict).toBe(
      "400 INVALID_FILTER",
    );
  });
});

describe("a reference", () => {
  it.each([
    ["humans", { lastName: "X", accountId: "acc_01ARZ3NDEKTSV4RRFFQ69G5FAV" }, "accountId"],
    ["leads", { title: "X", humanId: "nothing" }, "humanId"],
    ["emails", { address: "a@b.example", humanId: "hum_none" }, "humanId"],
    [
      "activities",
      { kind: "note", summary: "X", occurredAt: "2026-01-01T00:00:00Z", subjectResource: "nothing", subjectId: "x" },
      "subjectId",
    ],
    [
      "activities",
      { kind: "note", summary: "X", occurredAt: "2026-01-01T00:00:00Z", subjectResource: "api-keys", subjectId: "x" },
      "subjectResource",
    ],
    ["pets", { name: "X", species: "dog", ownerId: "" }, "ownerId"],
  ])("of %s to nothing is refused: %j", async (resource, body, field) => {
    const { owner } = await makeTenant();
    const answer = await owner.post(`/${resource}`, body);
    expect([answer.verdict, answer.faults]).toEqual(["422 VALIDATION_ERROR", [field]]);
  });

  it("to a record of another kind, or a deleted one, is refused", async () => {
    const { owner, acme, ada } = await makeCompany();
    expect((await owner.patch(`/humans/${ada.id}`, { accountId: ada.id })).verdict).toBe("422 VALIDATION_ERROR");
    await owner.delete(`/accounts/${acme.id}`);
    expect((await owner.post("/humans", { lastName: "X", accountId: acme.id })).verdict).toBe("422 VALIDATION_ERROR");
    expect((await owner.patch(`/humans/${ada.id}`, { notes: "still editable" })).status).toBe(200);
  });
});
