import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { exports } from "cloudflare:workers";
import { describe, expect, it, vi } from "vitest";
import { config } from "../../src/croft.config.ts";
import type { Answer } from "../support/answer.ts";
import { type Caller, makeTenant, send, type TestTenant } from "../support/api.ts";

const POLICY = /^"reads";q=(\d+);w=60, "writes";q=(\d+);w=60$/;
const STATE = /^"(reads|writes)";r=(\d+);t=60$/;

const state = ({ headers }: Answer) => {
  const [, kind = "", left = ""] = STATE.exec(headers.get("ratelimit") ?? "") ?? [];
  return { kind, left: Number(left) };
};

/** Rows of the buckets, as they are stored. */
const stored = (tenant: TestTenant) =>
  runInDurableObject(tenant.stub, (_, { storage }) =>
    storage.sql.exec<{ key: string; tokens: number }>("SELECT key, tokens FROM buckets ORDER BY key").toArray(),
  );

/**
 * Leaves so many tokens in a bucket, as of an hour from now: until then it refills nothing. What is in memory
 * goes with the eviction.
 */
async function leave(tenant: TestTenant, bucket: string, tokens: number, at = Date.now() + 3_600_000): Promise<void> {
  await runInDurableObject(tenant.stub, (_, { storage }) => {
    storage.sql.exec(
      "INSERT INTO buckets (key, tokens, at) VALUES (?, ?, ?) ON CONFLICT (key) DO UPDATE SET tokens = excluded.tokens, at = excluded.at",
      bucket,
      tokens,
      at,
    );
  });
  await evictDurableObject(tenant.stub);
}

/**
 * Lets the database seem this large, until the object is evicted: filling a gigabyte would take minutes. Ends when the
 * object measures it again, which it does once a second while there is much room.
 */
async function grow(tenant: TestTenant, bytes: number): Promise<void> {
  await runInDurableObject(tenant.stub, (_, { storage }) => {
    vi.spyOn(storage.sql, "databaseSize", "get").mockReturnValue(bytes);
  });
  await new Promise((resolve) => setTimeout(resolve, 1_001));
}

const read = (caller: Caller) => caller.get("/humans");
const write = (caller: Caller) => caller.post("/humans", { lastName: "X" });

describe("the rate limit headers", () => {
  it("stand on every answer of the tenant, whatever it is", async () => {
    const { owner } = await makeTenant("free");
    const ada = await owner.make("humans", { lastName: "Lovelace" });
    const answers = [
      await owner.get(""),
      await owner.get("/humans"),
      await owner.get(`/humans/${ada.id}`, { "if-none-match": '"1"' }),
      await owner.get("/humans/hum_none"),
      await owner.get("/nowhere/at/all/here"),
      await owner.get("/humans?nothing=1"),
      await owner.get("/search?q=x"),
      await owner.get("/changes"),
      await owner.post("/humans", { lastName: 7 }),
      await owner.post("/humans", "{"),
      await owner.patch("/humans", {}),
      await owner.patch(`/humans/${ada.id}`, {}, { "if-match": '"9"' }),
      await owner.at("").get("/v1/me"),
      await owner.at("").get("/v1/tenants"),
      await owner.at("").get("/v1/search?q=x"),
    ];
    const plan = config.plans.free?.perCredential;
    for (const answer of answers) {
      const [, reads, writes] = POLICY.exec(answer.headers.get("ratelimit-policy") ?? "") ?? [];
      expect([Number(reads), Number(writes)], answer.text).toEqual([plan?.reads.quota, plan?.writes.quota]);
      expect(answer.headers.get("ratelimit"), answer.text).toMatch(STATE);
    }
    expect(answers.map((answer) => state(answer).kind[0]).join("")).toBe("rrrrrrrrwwwwrrr");
  });

  it("count down, reads and writes apart", async () => {
    const tenant = await makeTenant("free");
    await leave(tenant, "tenant:reads", 10);
    await leave(tenant, "tenant:writes", 5);
    expect([state(await read(tenant.owner)), state(await read(tenant.owner))]).toEqual([
      { kind: "reads", left: 9 },
      { kind: "reads", left: 8 },
    ]);
    expect(state(await write(tenant.owner))).toEqual({ kind: "writes", left: 4 });
    expect(state(await read(tenant.owner))).toEqual({ kind: "reads", left: 7 });
  });
});

describe("an empty bucket", () => {
  it("answers 429 and says when to come back, and the write has not happened", async () => {
    const tenant = await makeTenant("free");
    await leave(tenant, "tenant:writes", 2);
    expect([(await write(tenant.owner)).status, (await write(tenant.owner)).status]).toEqual([201, 201]);
    const refused = await write(tenant.owner);
    expect(refused.verdict).toBe("429 RATE_LIMITED");
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThanOrEqual(1);
    expect(state(refused)).toEqual({ kind: "writes", left: 0 });
    expect(refused.headers.get("ratelimit-policy")).toMatch(POLICY);
    expect((await read(tenant.owner)).records).toHaveLength(2);
  });

  it("names a wait that is enough", async () => {
    const tenant = await makeTenant("free");
    const { quota = 0, window = 1 } = config.plans.free?.writes ?? {};
    // Three seconds from a token; a busy machine may use up some of them.
    await leave(tenant, "tenant:writes", 1 - (3 * quota) / window, Date.now());
    const refused = await write(tenant.owner);
    expect(refused.verdict).toBe("429 RATE_LIMITED");
    const wait = Number(refused.headers.get("retry-after"));
    expect([1, 2, 3]).toContain(wait);
    await new Promise((resolve) => setTimeout(resolve, wait * 1_000));
    expect((await write(tenant.owner)).status).toBe(201);
  });

  it("is not filled by an eviction", async () => {
    const tenant = await makeTenant("free");
    await leave(tenant, "tenant:writes", 40);
    let done = 0;
    for (let n = 0; n < 12; n += 1) {
      for (let time = 0; time < 5; time += 1) done += (await write(tenant.owner)).status === 201 ? 1 : 0;
      await evictDurableObject(tenant.stub);
    }
    expect(done).toBeGreaterThan(0);
    expect(done).toBeLessThanOrEqual(40);
    expect((await write(tenant.owner)).verdict).toBe("429 RATE_LIMITED");
    // What was lent and not used up is lost with the memory; it is never given twice.
    expect((await stored(tenant)).find(({ key }) => key === "tenant:writes")?.tokens).toBeLessThan(1);
  });

  it("of the tenant stops all of its credentials, new ones too", async () => {
    const tenant = await makeTenant("free");
    const member = await tenant.as("member");
    await leave(tenant, "tenant:writes", 1);
    expect((await write(tenant.owner)).status).toBe(201);
    for (const caller of [tenant.owner, member])
      expect((await caller.patch("", { name: "X" })).verdict).toBe("429 RATE_LIMITED");
    expect((await read(member)).status).toBe(200);
  });

  it("of the tenant does not keep the operator from stopping it", async () => {
    const tenant = await makeTenant("free");
    await leave(tenant, "tenant:writes", 0);
    const stopped = await tenant.operator.patch("", { status: "suspended" });
    expect(stopped.record.status).toBe("suspended");
    expect(state(stopped).left).toBeGreaterThan(0);
    await leave(tenant, "operator:writes", 0);
    expect((await tenant.operator.patch("", { status: "active" })).verdict).toBe("429 RATE_LIMITED");
  });

  it("of a credential stops that one alone", async () => {
    const tenant = await makeTenant("free");
    const [busy, other] = [await tenant.as("member"), await tenant.as("member")];
    await leave(tenant, `${busy.keyId}:writes`, 1);
    expect([(await write(busy)).verdict, (await write(busy)).verdict]).toEqual(["201", "429 RATE_LIMITED"]);
    expect((await write(other)).status).toBe(201);
    expect((await read(busy)).status).toBe(200);
  });

  it("takes from neither bucket when the other one refuses", async () => {
    const tenant = await makeTenant("free");
    const busy = await tenant.as("member");
    await leave(tenant, `${busy.keyId}:writes`, 0);
    await leave(tenant, "tenant:writes", 3);
    for (let n = 0; n < 5; n += 1) expect((await write(busy)).verdict).toBe("429 RATE_LIMITED");
    for (let n = 0; n < 3; n += 1) expect((await write(tenant.owner)).status).toBe(201);
    expect((await write(tenant.owner)).verdict).toBe("429 RATE_LIMITED");
  });

  it("stops what asks no record too, and upgrades", async () => {
    const tenant = await makeTenant("free");
    await leave(tenant, "tenant:reads", 0);
    for (const path of ["/v1/me", "/v1/tenants", "/v1/search?q=x", `${tenant.path}/live`]) {
      const headers = path.endsWith("/live") ? { upgrade: "websocket" } : undefined;
      expect((await tenant.owner.at("").get(path, headers)).verdict, path).toBe("429 RATE_LIMITED");
    }
  });

  it("stops no other tenant", async () => {
    const [one, other] = [await makeTenant("free"), await makeTenant("free")];
    await leave(one, "tenant:reads", 0);
    expect((await read(one.owner)).verdict).toBe("429 RATE_LIMITED");
    expect((await read(other.owner)).status).toBe(200);
  });

  it("is as large as the plan that the operator gives", async () => {
    const tenant = await makeTenant("free");
    const quotaNow = async () =>
      Number(POLICY.exec((await read(tenant.owner)).headers.get("ratelimit-policy") ?? "")?.[2]);
    expect(await quotaNow()).toBe(config.plans.free?.perCredential.writes.quota);
    await tenant.operator.patch("", { plan: "pro" });
    expect(await quotaNow()).toBe(config.plans.pro?.perCredential.writes.quota);
  });
});

describe("a tenant that holds more than its plan", () => {
  it("writes nothing more, and still reads and deletes", async () => {
    const tenant = await makeTenant("free");
    const [ada, grace] = [
      await tenant.owner.make("humans", { lastName: "L" }),
      await tenant.owner.make("humans", { lastName: "H" }),
    ];
    const { seq: before } = await read(tenant.owner);
    await grow(tenant, (config.plans.free?.storageBytes ?? 0) + 1);
    const writes = [
      () => write(tenant.owner),
      () => tenant.owner.patch(`/humans/${ada.id}`, { notes: "X" }),
      () => tenant.owner.put(`/humans/${ada.id}`, { lastName: "X" }),
      () =>
        tenant.owner.post("/batch", { operations: [{ op: "create", resource: "humans", data: { lastName: "X" } }] }),
      () => tenant.owner.post("/api-keys", { name: "X", role: "viewer" }),
    ];
    for (const refused of writes) expect((await refused()).verdict).toBe("507 STORAGE_FULL");
    expect((await read(tenant.owner)).ids.sort()).toEqual([ada.id, grace.id].sort());
    expect((await read(tenant.owner)).seq).toBe(before);
    expect((await tenant.owner.delete(`/humans/${ada.id}`)).status).toBe(200);
    expect((await tenant.owner.delete(`/humans/${grace.id}?purge=true`)).status).toBe(200);
    expect((await tenant.owner.post(`/humans/${ada.id}/restore`)).verdict).toBe("507 STORAGE_FULL");
  });

  it("is given a larger plan, or suspended, by an operator", async () => {
    const tenant = await makeTenant("free");
    await grow(tenant, (config.plans.free?.storageBytes ?? 0) + 1);
    expect((await tenant.operator.patch("", { status: "suspended" })).status).toBe(200);
    expect((await tenant.operator.patch("", { status: "active" })).status).toBe(200);
    expect((await write(tenant.owner)).verdict).toBe("507 STORAGE_FULL");
    expect((await tenant.operator.patch("", { plan: "pro" })).status).toBe(200);
    expect((await write(tenant.owner)).status).toBe(201);
  });

  it("may be as large as the plan says", async () => {
    const tenant = await makeTenant("free");
    await grow(tenant, config.plans.free?.storageBytes ?? 0);
    expect((await write(tenant.owner)).status).toBe(201);
  });
});

describe("who is not known", () => {
  it("draws from no tenant's bucket", async () => {
    const tenant = await makeTenant("free");
    await leave(tenant, "tenant:reads", 2);
    const forged = tenant.owner.token.slice(0, -1) + (tenant.owner.token.endsWith("0") ? "1" : "0");
    for (let n = 0; n < 5; n += 1) {
      await send("GET", `${tenant.path}/humans`);
      await send("GET", `${tenant.path}/humans`, { headers: { authorization: `Bearer ${forged}` } });
    }
    expect([(await read(tenant.owner)).verdict, (await read(tenant.owner)).verdict]).toEqual(["200", "200"]);
  });

  it("is slowed down by its address when it goes on", async () => {
    const headers = { "cf-connecting-ip": "2001:db8:0:1::5" };
    // A minute may begin anew meanwhile, with a count of its own.
    const most = 2 * config.unauthenticatedPerMinute + 1;
    let tries = 1;
    while ((await send("GET", "/v1/me", { headers })).status === 401 && tries < most) tries += 1;
    expect(tries).toBeGreaterThan(config.unauthenticatedPerMinute);
    const neighbour = { "cf-connecting-ip": "2001:db8:0:1:ffff::9" };
    expect((await send("GET", "/v1/me", { headers: neighbour })).verdict).toBe("429 RATE_LIMITED");
    const stranger = { "cf-connecting-ip": "2001:db8:0:2::5" };
    expect((await send("GET", "/v1/me", { headers: stranger })).verdict).toBe("401 UNAUTHENTICATED");
  });

  it("class 4: is slowed down also where it guesses by way of sockets, under any spelling of its address", async () => {
    const spellings = ["::ffff:203.0.113.7", "203.0.113.7", "::FFFF:CB00:7107", "0:0:0:0:0:ffff:203.0.113.7"];
    const most = 2 * config.unauthenticatedPerMinute + 1;
    const guess = async (n: number) => {
      const answer = await exports.default.fetch("https://croft.test/v1/tenants/never-made/live", {
        headers: {
          upgrade: "websocket",
          "cf-connecting-ip": spellings[n % spellings.length] ?? "",
          "sec-websocket-protocol": `croft.v1, croft.token.guess-${n}`,
        },
      });
      answer.webSocket?.accept();
      return answer.status;
    };
    let tries = 1;
    while ((await guess(tries)) === 101 && tries < most) tries += 1;
    expect(tries).toBeGreaterThan(config.unauthenticatedPerMinute);
    for (const address of spellings)
      expect((await send("GET", "/v1/me", { headers: { "cf-connecting-ip": address } })).status, address).toBe(429);
  });
});
