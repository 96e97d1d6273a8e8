import { beforeAll, describe, expect, it } from "vitest";
import type { Answer } from "../support/answer.ts";
import { Caller, makeTenant, type TestTenant } from "../support/api.ts";
import { project } from "../support/due-jobs.ts";

/** Stands in every record of the one tenant, and in none of the other. */
const SECRET = "Xylophonist";

let theirs: TestTenant;
let mine: TestTenant;
let foreign: {
  account: string;
  human: string;
  booking: string;
  flight: string;
  config: string;
  key: string;
  change: string;
};
let own: { human: string; account: string };

beforeAll(async () => {
  theirs = await makeTenant();
  mine = await makeTenant();
  const { owner } = theirs;
  const account = await owner.make("accounts", { name: SECRET, domain: "xylo.example" });
  const human = await owner.make("humans", {
    lastName: SECRET,
    accountId: account.id,
    externalId: "shared",
    githubId: 7,
  });
  const times = { departsAt: "2027-01-01T10:00:00Z", arrivesAt: "2027-01-01T11:00:00Z" };
  const flight = await owner.make("flights", {
    carrier: "LH",
    number: "1",
    from: "BER",
    to: "FRA",
    ...times,
    seats: 9,
  });
  const booking = await owner.make("bookings", { humanId: human.id, flightId: flight.id });
  const [config = ""] = (await owner.get("/account-config")).ids;
  const [change = ""] = (await owner.get("/audit-log")).ids;
  const { keyId } = await theirs.as("admin");
  foreign = {
    account: account.id,
    human: human.id,
    booking: booking.id,
    flight: flight.id,
    config,
    key: keyId,
    change,
  };
  const ownAccount = await mine.owner.make("accounts", { name: "Mine" });
  own = { account: ownAccount.id, human: (await mine.owner.make("humans", { lastName: "Mine" })).id };
  await project(theirs);
  await project(mine);
});

/** Refused like what is not there, and without a word of the other tenant. */
function expectNothing(answer: Answer): void {
  expect(answer.verdict).toBe("404 NOT_FOUND");
  expect(answer.error.message).toBe("There is nothing here.");
  expect(answer.error.details).toBeUndefined();
}

describe("records of another tenant", () => {
  it("are not there by their ids", async () => {
    const paths = {
      accounts: foreign.account,
      humans: foreign.human,
      bookings: foreign.booking,
      flights: foreign.flight,
      "account-config": foreign.config,
      "api-keys": foreign.key,
    };
    for (const [resource, id] of Object.entries(paths)) {
      const path = `/${resource}/${id}`;
      expectNothing(await mine.owner.get(path));
      expectNothing(await mine.owner.get(`${path}?deleted=include`));
      expectNothing(await mine.owner.get(`${path}/changes`));
      if (resource !== "account-config")
        expectNothing(await mine.owner.patch(path, resource === "api-keys" ? { name: "X" } : {}));
    }
    for (const path of [`/humans/${foreign.human}`, `/accounts/${foreign.account}`]) {
      expectNothing(await mine.owner.delete(path));
      expectNothing(await mine.owner.delete(`${path}?purge=true`));
      expectNothing(await mine.owner.post(`${path}/restore`));
      expectNothing(await mine.owner.put(path, path.includes("humans") ? { lastName: "X" } : { name: "X" }));
    }
    expectNothing(await mine.owner.post(`/api-keys/${foreign.key}/rotate`));
    expectNothing(await mine.owner.delete(`/api-keys/${foreign.key}`));
    expect((await theirs.owner.get(`/humans/${foreign.human}`)).record.version).toBe(1);
  });

  it("match no filter", async () => {
    for (const query of [
      `humans?id=${foreign.human}`,
      `humans?id[in]=${foreign.human},${own.human}&lastName=${SECRET}`,
      `humans?accountId=${foreign.account}`,
      `humans?account.name=${SECRET}`,
      `humans?q=${SECRET}`,
      `humans?deleted=include&lastName=${SECRET}`,
      `accounts?humans.id=${foreign.human}`,
      `audit-log?recordId=${foreign.human}`,
      `humans?createdBy=${foreign.key}`,
    ]) {
      const answer = await mine.owner.get(`/${query}&count=true`);
      expect(answer.records, query).toEqual([]);
      expect(answer.meta.pagination?.total, query).toBe(0);
    }
    expect((await mine.owner.get(`/humans/aggregate?count=true&lastName=${SECRET}`)).records).toEqual([{ count: 0 }]);
  });

  it("cannot be referred to", async () => {
    const refused: [string, { [field: string]: string | string[] }, string][] = [
      ["humans", { lastName: "X", accountId: foreign.account }, "accountId"],
      ["leads", { title: "X", humanId: foreign.human }, "humanId"],
      ["emails", { address: "x@x.example", humanId: foreign.human }, "humanId"],
      ["pets", { name: "X", species: "dog", ownerId: foreign.human }, "ownerId"],
      ["bookings", { humanId: own.human, flightId: foreign.flight }, "flightId"],
      [
        "activities",
        {
          kind: "note",
          summary: "X",
          occurredAt: "2027-01-01T00:00:00Z",
          subjectResource: "humans",
          subjectId: foreign.human,
        },
        "subjectId",
      ],
    ];
    for (const [resource, body, field] of refused) {
      const answer = await mine.owner.post(`/${resource}`, body);
      expect([answer.verdict, answer.faults]).toEqual(["422 VALIDATION_ERROR", [field]]);
    }
    const patched = await mine.owner.patch(`/humans/${own.human}`, { accountId: foreign.account });
    expect(patched.verdict).toBe("422 VALIDATION_ERROR");
  });

  it("are out of a batch's reach, and undo it", async () => {
    const { seq } = await mine.owner.get("/humans");
    for (const operation of [
      { op: "update", resource: "humans", id: foreign.human, data: { notes: "X" } },
      { op: "delete", resource: "humans", id: foreign.human },
      { op: "create", resource: "humans", data: { lastName: "X", accountId: foreign.account } },
    ]) {
      const answer = await mine.owner.post("/batch", {
        operations: [{ op: "create", resource: "humans", data: { lastName: "First" } }, operation],
      });
      expect([404, 422]).toContain(answer.status);
      expect(answer.text).not.toContain(SECRET);
    }
    expect((await mine.owner.get("/humans")).seq).toBe(seq);
  });

  it("share no unique values", async () => {
    const answer = await mine.owner.post("/humans?upsert=externalId", {
      lastName: "Own",
      externalId: "shared",
      githubId: 7,
    });
    expect(answer.status).toBe(201);
    expect((await theirs.owner.get(`/humans/${foreign.human}`)).record.lastName).toBe(SECRET);
    expect((await mine.owner.post("/accounts", { name: "Own", domain: "xylo.example" })).status).toBe(201);
  });

  it("are found by no search", async () => {
    expect((await mine.owner.get(`/search?q=${SECRET}`)).records).toEqual([]);
    expect((await mine.owner.at("").get(`/v1/search?q=${SECRET}`)).records).toEqual([]);
    for (const q of [
      `${SECRET} OR Mine`,
      `scope:${theirs.handle} ${SECRET}`,
      `"${SECRET}"`,
      `{scope} : "${theirs.handle}"`,
    ])
      expect((await mine.owner.at("").get(`/v1/search?q=${encodeURIComponent(q)}`)).text, q).not.toContain(
        theirs.handle,
      );
    expect((await theirs.owner.at("").get(`/v1/search?q=${SECRET}`)).records.map((hit) => hit.id).sort()).toEqual(
      [foreign.account, foreign.human].sort(),
    );
  });

  it("are in no change feed and no audit log", async () => {
    for (const path of ["/changes?limit=1000", "/audit-log?limit=200", "/error-log"]) {
      const { text } = await mine.owner.get(path);
      for (const id of Object.values(foreign)) if (id !== foreign.change) expect(text).not.toContain(id);
      expect(text).not.toContain(SECRET);
    }
  });
});

describe("a key", () => {
  it("opens its own tenant and no other, whatever the path says", async () => {
    const caller = (path: string) => new Caller(mine.owner.token, path);
    for (const path of [
      theirs.path,
      `${theirs.path}/`,
      `${mine.path}/../${theirs.handle}`,
      `${mine.path}/%2e%2e/${theirs.handle}`,
      `${mine.path}/..%2f${theirs.handle}`,
      `${mine.path}//../${theirs.handle}`,
      `/v1/tenants/${theirs.handle};${mine.handle}`,
      `/v1/tenants/${theirs.handle}%00`,
      `/v1/tenants/${theirs.handle.toUpperCase()}`,
    ]) {
      const answer = await caller(path).get("/humans");
      expect(answer.verdict, path).toBe("404 NOT_FOUND");
      expect(answer.text).not.toContain(SECRET);
    }
  });

  it("is told of another tenant by no header", async () => {
    const actor = JSON.stringify({
      kind: "key",
      tenant: theirs.handle,
      id: foreign.key.slice(4),
      hash: "0".repeat(64),
    });
    const smuggled: Record<string, string>[] = [
      { "x-croft-actor": actor },
      { "x-croft-actor": '{"kind":"operator","id":"operator"}' },
      { "x-tenant": theirs.handle },
      { "x-forwarded-host": theirs.handle },
      { "x-original-url": `${theirs.path}/humans` },
      { "x-rewrite-url": `${theirs.path}/humans` },
    ];
    for (const headers of smuggled) {
      expect((await mine.owner.get("/humans", headers)).text).not.toContain(SECRET);
      expect((await mine.owner.at(theirs.path).get("/humans", headers)).verdict).toBe("404 NOT_FOUND");
    }
  });
});

describe("the operator", () => {
  it("reads no records of any tenant", async () => {
    for (const path of [
      "/humans",
      `/humans/${foreign.human}`,
      "/humans/aggregate",
      "/search?q=x",
      "/changes",
      "/audit-log",
      "/api-keys",
    ])
      expect((await theirs.operator.get(path)).verdict, path).toBe("403 FORBIDDEN");
    expect((await theirs.operator.post("/humans", { lastName: "X" })).verdict).toBe("403 FORBIDDEN");
    expect((await theirs.operator.post("/api-keys", { name: "X", role: "owner" })).verdict).toBe("403 FORBIDDEN");
  });

  it("finds them in the directory", async () => {
    const { records } = await theirs.operator.at("").get(`/v1/search?q=${SECRET}`);
    expect(records.map((hit) => hit.tenant)).toEqual([theirs.handle, theirs.handle]);
  });
});
