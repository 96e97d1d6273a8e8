import { listDurableObjectIds } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { importJWK } from "jose";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { CLOSE } from "../../src/protocol/close-codes.ts";
import { linkFor } from "../support/accounts.ts";
import type { Answer } from "../support/answer.ts";
import { Caller, makeTenant, send, type TestTenant } from "../support/api.ts";
import { clerkClaims, deletedEvent, sessionEvent, signClerkToken, svixHeaders, userEvent } from "../support/clerk.ts";
import { runJobs } from "../support/due-jobs.ts";
import { openSocket, TestSocket, upgrade } from "../support/live-socket.ts";
import type { Claims } from "../support/tokens.ts";

let signer: Parameters<typeof signClerkToken>[0];
beforeAll(async () => {
  const privateKey = await importJWK(env.TEST_CLERK_KEY.jwk, "RS256");
  if (privateKey instanceof Uint8Array) throw new Error("This is no pair of keys.");
  signer = { kid: env.TEST_CLERK_KEY.kid, privateKey };
});

let user = "";
let session = "";
let email = "";
let made = 0;
beforeEach(() => {
  made += 1;
  [user, session, email] = [`user_2ada${made}`, `sess_2ada${made}`, `clerk-${made}@people.example`];
});

const token = (changes: Claims = {}, header: Claims = {}) =>
  signClerkToken(signer, clerkClaims(env.CLERK_ISSUER, Date.now(), { sub: user, sid: session, ...changes }), header);
const caller = async (base = "") => new Caller(await token(), base);

async function deliver(event: object | string, changes: Readonly<Record<string, string>> = {}): Promise<Answer> {
  const body = typeof event === "string" ? event : JSON.stringify(event);
  const headers = await svixHeaders({ id: `msg_${crypto.randomUUID()}`, body });
  return send("POST", "/webhooks/clerk", {
    body,
    headers: { "content-type": "application/json", ...headers, ...changes },
  });
}

const told = (given: object = {}) =>
  deliver(userEvent("user.updated", { id: user, email, updatedAt: Date.now(), ...given }));

/** Invites the person, reads the mail and accepts with a token of Clerk. */
async function joined(tenant: TestTenant, role = "member"): Promise<Caller> {
  const { id } = await tenant.owner.post("/invitations", { email, role });
  await runJobs(tenant, "invitation-mail");
  const link = await linkFor(email, `/invitations/croftinv_${tenant.handle}_${id.slice(4)}`);
  const accepted = await (await caller()).post(`/v1${link}/accept`);
  expect(accepted.verdict).toBe("200");
  return caller(tenant.path);
}

describe("somebody who signs in with Clerk", () => {
  it("becomes a member by invitation, works, follows live, and is out at once when banned", async () => {
    const tenant = await makeTenant();
    expect((await told()).verdict).toBe("204");
    const member = await joined(tenant);
    const me = await (await caller()).get("/v1/me");
    expect(me.record).toMatchObject({
      kind: "user",
      id: user,
      email,
      name: "Ada Lovelace",
      role: null,
      tenants: [{ tenant: tenant.handle, role: "member" }],
    });
    const human = await member.make("humans", { lastName: "Lovelace" });
    expect((await member.get(`/humans/${human.id}`)).record.createdBy).toBe(user);
    const socket = await openSocket(tenant.path, member);
    socket.send({ type: "subscribe", id: "s", resource: "humans" });
    await socket.next("snapshot", "s");
    await tenant.owner.make("humans", { lastName: "Hopper" });

    expect((await told({ banned: true })).verdict).toBe("204");
    expect((await socket.ended()).code).toBe(CLOSE.UNAUTHENTICATED);
    // Whoever verifies has asked for what has ended less than five seconds ago; the tenant knows it already.
    expect((await member.get("/humans")).verdict).toBe("401 UNAUTHENTICATED");
    expect((await (await caller(tenant.path)).get("/humans")).verdict).toBe("401 UNAUTHENTICATED");
    expect((await (await caller()).get("/v1/me")).verdict).toBe("401 UNAUTHENTICATED");
    expect(await upgrade(`${tenant.path}/live`, { authorization: `Bearer ${await token()}` })).toBeInstanceOf(Response);
  });

  it("keeps a socket open with the next token, and not with one of somebody else", async () => {
    const tenant = await makeTenant();
    await told();
    const member = await joined(tenant);
    const socket = await openSocket(tenant.path, member);
    socket.send({ type: "auth", token: await token({ jti: "next" }) });
    socket.send({ type: "subscribe", id: "s", resource: "humans" });
    await socket.next("snapshot", "s");
    socket.send({ type: "auth", token: await token({ sub: "user_2other" }) });
    expect([CLOSE.UNAUTHENTICATED, CLOSE.FORBIDDEN]).toContain((await socket.ended()).code);
  });

  it.each(["session.ended", "session.removed", "session.revoked"])("loses one session by %s", async (type) => {
    const tenant = await makeTenant();
    await told();
    const member = await joined(tenant);
    const socket = await openSocket(tenant.path, member);
    const other = await token({ sid: `${session}other` });
    const stays = await upgrade(`${tenant.path}/live`, { authorization: `Bearer ${other}` });
    expect((await deliver(sessionEvent(type, session, user))).verdict).toBe("204");
    expect((await socket.ended()).code).toBe(CLOSE.UNAUTHENTICATED);
    expect((await member.get("/humans")).verdict).toBe("401 UNAUTHENTICATED");
    expect((await new Caller(other, tenant.path).get("/humans")).verdict).toBe("200");
    if (!(stays instanceof TestSocket)) throw new Error(await stays.text());
    expect(stays.closed).toBeNull();
  });

  it("is out when their account is deleted", async () => {
    const tenant = await makeTenant();
    await told();
    const member = await joined(tenant);
    const socket = await openSocket(tenant.path, member);
    await deliver(deletedEvent(user));
    expect((await socket.ended()).code).toBe(CLOSE.UNAUTHENTICATED);
    expect((await member.get("/humans")).verdict).toBe("401 UNAUTHENTICATED");
  });

  it("is told to try again while Clerk has not told of them, and belongs to nothing", async () => {
    const tenant = await makeTenant();
    const early = await caller();
    for (const answer of [await early.get("/v1/me"), await early.post("/v1/tenants", { tenant: "early", name: "X" })]) {
      expect(answer.verdict).toBe("503 UNAVAILABLE");
      expect(answer.headers.get("retry-after")).toBe("3");
      expect(answer.text).toContain("Clerk has not told us about you yet");
    }
    expect((await early.get(tenant.path)).verdict).toBe("404 NOT_FOUND");
    await told();
    expect((await early.get("/v1/me")).verdict).toBe("200");
  });

  it("makes no tenant and accepts nothing with an address that Clerk has not verified", async () => {
    await told({ verified: false });
    const made = await (await caller()).post("/v1/tenants", { tenant: "unverified", name: "X" });
    expect(made.verdict).toBe("403 FORBIDDEN");
  });

  it("is no operator, whatever the token says", async () => {
    await told();
    for (const changes of [{ role: "operator" }, { o: { id: "org_1", rol: "operator" } }, { sub: "operator" }]) {
      const answer = await new Caller(await token(changes)).get("/v1/users");
      expect(["401 UNAUTHENTICATED", "403 FORBIDDEN"]).toContain(answer.verdict);
    }
  });
});

describe("tokens that only look like Clerk's", () => {
  it.each<[string, Claims, Claims]>([
    ["of another application", { azp: "https://evil.example" }, {}],
    ["of no application", { azp: undefined }, {}],
    ["of another issuer", { iss: "https://clerk.example.com" }, {}],
    ["in the name of croft-auth", { iss: "https://croft.test/auth", aud: "https://croft.test" }, { typ: "at+jwt" }],
    ["of somebody who is not done", { sts: "pending" }, {}],
    ["that is over", { iat: 1, nbf: 1, exp: 60 }, {}],
    ["of a template", { sid: undefined }, {}],
    ["of an unknown key", {}, { kid: "ins_unknown" }],
    ["without a signature that counts", {}, { alg: "none" }],
  ])("are refused %s, on REST and live, and wake no object", async (_, changes, header) => {
    const before = await listDurableObjectIds(env.TENANT);
    const forged = await token(changes, header);
    const headers = { authorization: `Bearer ${forged}` };
    for (const path of ["/v1/me", "/v1/tenants/never-made", "/v1/tenants/never-made/humans"])
      expect((await send("GET", path, { headers })).verdict).toBe("401 UNAUTHENTICATED");
    const refused = await upgrade("/v1/tenants/never-made/live", headers);
    expect(refused).toMatchObject({ status: 401 });
    expect(await listDurableObjectIds(env.TENANT)).toHaveLength(before.length);
  });
});

describe("W7, W8: POST /webhooks/clerk", () => {
  const event = () => userEvent("user.updated", { id: user, email, updatedAt: Date.now() });

  it("answers 204 without a body to what is signed, now and before", async () => {
    const body = JSON.stringify(event());
    const headers = await svixHeaders({ id: `msg_${user}`, body });
    for (let n = 0; n < 10; n += 1) {
      const answer = await send("POST", "/webhooks/clerk", { body, headers });
      expect([answer.verdict, answer.text]).toEqual(["204", ""]);
    }
  });

  it("reads the headers under the names of Standard Webhooks too, and not of both at once", async () => {
    const body = JSON.stringify(event());
    const svix = await svixHeaders({ id: `msg_${user}`, body });
    const standard = Object.fromEntries(
      Object.entries(svix).map(([name, value]) => [name.replace("svix", "webhook"), value]),
    );
    expect((await send("POST", "/webhooks/clerk", { body, headers: standard })).verdict).toBe("204");
    const { "svix-signature": _, ...part } = svix;
    const mixed = { ...standard, ...part };
    expect((await send("POST", "/webhooks/clerk", { body, headers: mixed })).verdict).toBe("401 UNAUTHENTICATED");
  });

  it.each<
    [
      string,
      (
        headers: Record<string, string>,
        body: string,
      ) => { headers?: Record<string, string>; body?: string | Uint8Array },
    ]
  >([
    ["no headers", () => ({ headers: {} })],
    ["no signature", ({ "svix-signature": _, ...rest }) => ({ headers: rest })],
    ["one byte changed", (headers, body) => ({ headers, body: body.replace("Ada", "Bda") })],
    ["one byte more", (headers, body) => ({ headers, body: `${body} ` })],
    ["two ids", (headers) => ({ headers: { ...headers, "svix-id": `${headers["svix-id"]}, msg_2` } })],
    ["another id", (headers) => ({ headers: { ...headers, "svix-id": "msg_2" } })],
    [
      "two signatures in two headers",
      (headers) => ({ headers: { ...headers, "svix-signature": `v1,AA, ${headers["svix-signature"]}` } }),
    ],
    ["no body", (headers) => ({ headers, body: "" })],
    ["bytes that are no text", (headers) => ({ headers, body: Uint8Array.of(0xff, 0xfe, 0x00) })],
  ])("refuses %s with 401, and nothing changes", async (_, change) => {
    const body = JSON.stringify(event());
    const changed = change(await svixHeaders({ id: `msg_${user}`, body }), body);
    const answer = await send("POST", "/webhooks/clerk", { body, headers: {}, ...changed });
    expect(answer.verdict).toBe("401 UNAUTHENTICATED");
    expect((await (await caller()).get("/v1/me")).verdict).toBe("503 UNAVAILABLE");
  });

  it.each([-302, 330])("refuses what was sent %i seconds from now", async (seconds) => {
    const body = JSON.stringify(event());
    const headers = await svixHeaders({ id: `msg_${user}`, body, at: Date.now() + seconds * 1_000 });
    expect((await send("POST", "/webhooks/clerk", { body, headers })).verdict).toBe("401 UNAUTHENTICATED");
  });

  it("refuses 25 MB, with or without a length, before anybody verifies it", async () => {
    const headers = { ...(await svixHeaders({ id: `msg_${user}`, body: "x" })), "content-type": "application/json" };
    const big = new Uint8Array(25_000_000);
    expect((await send("POST", "/webhooks/clerk", { body: big, headers })).verdict).toBe("413 PAYLOAD_TOO_LARGE");
    const stream = new Blob([big]).stream();
    expect((await send("POST", "/webhooks/clerk", { body: stream, headers })).verdict).toBe("413 PAYLOAD_TOO_LARGE");
  });

  it("refuses a signed event that it does not understand, so that it is sent again", async () => {
    expect((await deliver({ type: "user.updated", data: {} })).verdict).toBe("422 VALIDATION_ERROR");
    expect((await deliver("[1]")).verdict).toBe("422 VALIDATION_ERROR");
  });

  it("takes JSON alone", async () => {
    expect((await deliver(event(), { "content-type": "text/plain" })).verdict).toBe("415 UNSUPPORTED_MEDIA_TYPE");
  });

  it("takes no parameters", async () => {
    const headers = await svixHeaders({ id: `msg_${user}`, body: "{}" });
    expect((await send("POST", "/webhooks/clerk?x=1", { body: "{}", headers })).verdict).toBe("400 BAD_REQUEST");
  });
});
