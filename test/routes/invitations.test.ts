import { listDurableObjectIds } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { CLOSE } from "../../src/protocol/close-codes.ts";
import { linkFor, signUpPerson, type TestPerson } from "../support/accounts.ts";
import { Caller, makeTenant, operator, send, type TestTenant } from "../support/api.ts";
import { runJobs } from "../support/due-jobs.ts";
import { joinAs } from "../support/joined.ts";
import { openSocket } from "../support/live-socket.ts";

let ann: TestPerson;
let bob: TestPerson;

beforeAll(async () => {
  [ann, bob] = [await signUpPerson(), await signUpPerson()];
});

/** Somebody on the paths of the service. */
async function as(person: TestPerson, base = ""): Promise<Caller> {
  return new Caller(await person.token(), base);
}

/** Invites somebody and reads the token in their mail. */
async function invite(tenant: TestTenant, email: string, role = "member"): Promise<{ id: string; token: string }> {
  const { id } = await tenant.owner.post("/invitations", { email, role });
  await runJobs(tenant, "invitation-mail");
  const link = await linkFor(email, `/invitations/croftinv_${tenant.handle}_${id.slice(4)}`);
  return { id, token: link.slice("/invitations/".length) };
}

const acceptPath = (token: string) => `/v1/invitations/${token}/accept`;

describe("an invitation, from the mail to the membership and its end", () => {
  it("lets somebody in, at once and everywhere, and out again as fast", async () => {
    const tenant = await makeTenant();
    const { token } = await invite(tenant, ann.email, "admin");
    const caller = await as(ann);
    expect((await caller.get(`${tenant.path}/humans`)).verdict).toBe("404 NOT_FOUND");
    const accepted = await caller.post(acceptPath(token));
    expect(accepted.record).toMatchObject({
      tenant: tenant.handle,
      member: { email: ann.email, name: "Test Person", role: "admin" },
    });
    expect(accepted.meta.seq).toBeGreaterThan(0);
    expect((await caller.get("/v1/me")).record.tenants).toContainEqual({ tenant: tenant.handle, role: "admin" });
    const [member] = (await caller.get(`${tenant.path}/members`)).records;
    expect(member).toMatchObject({ userId: ann.id, role: "admin" });
    const path = `/members/${member?.id}`;
    await tenant.owner.patch(path, { role: "viewer" });
    expect((await caller.post(`${tenant.path}/humans`, { lastName: "X" })).verdict).toBe("403 FORBIDDEN");
    const socket = await openSocket(tenant.path, caller);
    await tenant.owner.delete(path);
    expect(await socket.ended()).toMatchObject({ code: CLOSE.FORBIDDEN });
    expect((await caller.get(`${tenant.path}/humans`)).verdict).toBe("404 NOT_FOUND");
  });

  it("6: has exactly one winner of fifty acceptances at the same time", async () => {
    const tenant = await makeTenant();
    const { token } = await invite(tenant, ann.email);
    const caller = await as(ann);
    const answers = await Promise.all(Array.from({ length: 50 }, () => caller.post(acceptPath(token))));
    const won = answers.filter((answer) => answer.status === 200);
    expect(won).toHaveLength(1);
    expect(new Set(answers.filter((answer) => !won.includes(answer)).map((answer) => answer.verdict))).toEqual(
      new Set(["409 CONFLICT"]),
    );
    expect((await tenant.owner.get("/members")).records).toHaveLength(1);
  });

  it("is for the invited person alone: not for others, keys, operators or nobody", async () => {
    const tenant = await makeTenant();
    const { token } = await invite(tenant, ann.email);
    const path = acceptPath(token);
    expect((await (await as(bob)).post(path)).verdict).toBe("403 FORBIDDEN");
    expect((await tenant.owner.at("").post(path)).verdict).toBe("403 FORBIDDEN");
    expect((await operator.post(path)).verdict).toBe("403 FORBIDDEN");
    expect((await send("POST", path)).verdict).toBe("401 UNAUTHENTICATED");
    expect((await send("POST", path, { headers: { cookie: ann.browser.cookie } })).verdict).toBe("401 UNAUTHENTICATED");
    expect((await (await as(ann)).post(path)).status).toBe(200);
  });

  it("is repeated safely under an Idempotency-Key", async () => {
    const tenant = await makeTenant();
    const { token } = await invite(tenant, ann.email);
    const caller = await as(ann);
    const first = await caller.post(acceptPath(token), undefined, { "idempotency-key": "k" });
    const again = await caller.post(acceptPath(token), undefined, { "idempotency-key": "k" });
    expect(again.text).toBe(first.text);
    expect(again.headers.get("idempotent-replayed")).toBe("true");
    expect((await caller.post(acceptPath(token))).verdict).toBe("409 CONFLICT");
  });

  it("answers 410 when it was revoked, and 404 when its tenant is gone", async () => {
    const tenant = await makeTenant();
    const [first, second] = [await invite(tenant, ann.email), await invite(tenant, bob.email)];
    await tenant.owner.delete(`/invitations/${first.id}`);
    expect((await (await as(ann)).post(acceptPath(first.token))).verdict).toBe("410 GONE");
    await tenant.operator.delete(`?confirm=${tenant.handle}`);
    expect((await (await as(bob)).post(acceptPath(second.token))).verdict).toBe("404 NOT_FOUND");
  });
});

describe("a token that is none", () => {
  it("10: opens nothing and wakes no object, whatever is wrong with it", async () => {
    const tenant = await makeTenant();
    const { token } = await invite(tenant, ann.email);
    const caller = await as(ann);
    const [, handle = "", id = "", secret = ""] = token.split("_");
    const objects = async () => (await listDurableObjectIds(env.TENANT)).length;
    const before = await objects();
    for (const wrong of [
      token.slice(0, -1),
      `${token}0`,
      token.slice(0, -1) + (token.endsWith("0") ? "1" : "0"),
      token.toUpperCase(),
      token.replace("croftinv", "croft"),
      `croftinv_never-made_${id}_${secret}`,
      `croftinv_${handle}_${"0".repeat(26)}_${secret}`,
      tenant.owner.token,
      tenant.owner.token.replace("croft_", "croftinv_"),
      "croftinv",
      "x",
    ])
      expect((await caller.post(acceptPath(wrong))).verdict, wrong).toBe("404 NOT_FOUND");
    expect(await objects()).toBe(before);
    expect((await tenant.owner.get("/members")).records).toEqual([]);
  });

  it("1: is a path with a second spelling", async () => {
    const tenant = await makeTenant();
    const { token } = await invite(tenant, ann.email);
    const caller = await as(ann);
    for (const path of [
      `/v1//invitations/${token}/accept`,
      `/v1/invitations//${token}/accept`,
      `/v1/invitations/%63${token.slice(1)}/accept`,
      `/v1/invitations/${token.replace("_", "%5f")}/accept`,
      `/v1/invitations/${token}/accept/`,
      `/v1/invitations/${token}%2faccept`,
      `/v1/Invitations/${token}/accept`,
      `/v1/invitations/${token}/ACCEPT`,
      `/v1/invitations/${token};x/accept`,
    ])
      expect((await caller.post(path)).verdict, path).toBe("404 NOT_FOUND");
    expect((await caller.post(`${acceptPath(token)}?x=1`)).verdict).toBe("400 BAD_REQUEST");
    expect((await caller.get(acceptPath(token))).verdict).toBe("405 METHOD_NOT_ALLOWED");
    expect((await caller.post(acceptPath(token))).status).toBe(200);
  });
});

describe("a socket's renewal", () => {
  it("L7: takes a member's access token, and none of a session that the tenant was told has ended", async () => {
    const tenant = await makeTenant();
    const member = await joinAs(tenant, bob, "member");
    const { sid } = z.object({ sid: z.string() }).parse(JSON.parse(atob(member.token.split(".")[1] ?? "")));
    const [renewed, refused] = [
      await openSocket(tenant.path, tenant.owner),
      await openSocket(tenant.path, tenant.owner),
    ];
    renewed.send({ type: "subscribe", id: "log", resource: "audit-log", query: {} });
    await renewed.next("snapshot", "log");
    renewed.send({ type: "auth", token: member.token });
    expect((await renewed.next("error", "log")).error.code).toBe("FORBIDDEN");
    await tenant.stub.endSessions([sid]);
    expect(await renewed.ended()).toMatchObject({ code: CLOSE.UNAUTHENTICATED });
    refused.send({ type: "auth", token: member.token });
    expect(await refused.ended()).toMatchObject({ code: CLOSE.UNAUTHENTICATED });
  });
});
