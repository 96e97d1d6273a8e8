import { describe, expect, it } from "vitest";
import type { Answer } from "../support/answer.ts";
import { makeTenant } from "../support/api.ts";
import { ActingCaller, accept, elsewhere, invited, join, later, somebody, tokenOf } from "../support/people.ts";

const WEEK_MS = 7 * 86_400_000;
const verdicts = (answers: readonly Answer[]) => answers.map((answer) => answer.verdict).sort();

describe("an acceptance", () => {
  it("makes the invited person a member with the role of the invitation, through the log", async () => {
    const tenant = await makeTenant();
    const person = somebody();
    const { id, hash } = await invited(tenant, person, "admin");
    const answer = await accept(tenant, person, { hash });
    expect(answer.record).toEqual({
      tenant: tenant.handle,
      member: { id: expect.stringMatching(/^mem_/), email: person.email, name: person.name, role: "admin" },
    });
    const caller = new ActingCaller(tenant, person.actor);
    expect((await caller.get("/members")).records).toEqual([
      expect.objectContaining({
        userId: person.actor.id,
        createdBy: person.actor.id,
        email: person.email,
        name: person.name,
        role: "admin",
      }),
    ]);
    expect((await caller.get(`/invitations/${id}`)).record).toMatchObject({ acceptedBy: person.actor.id, version: 2 });
    const entries = (await caller.get("/audit-log?sort=-seq&limit=2")).records;
    expect(entries).toMatchObject([
      { resource: "members", action: "create", actorKind: "user", actorId: person.actor.id, requestId: "people" },
      { resource: "invitations", action: "update", actorKind: "user", actorId: person.actor.id },
    ]);
  });

  it("6: has exactly one winner, whoever else comes at the same time", async () => {
    const tenant = await makeTenant();
    const person = somebody();
    const { hash } = await invited(tenant, person);
    // Two accounts with one address cannot be; if they were, one of them would win.
    const twin = { ...somebody(), email: person.email };
    const all = Array.from({ length: 50 }, (_, index) => accept(tenant, index % 2 ? person : twin, { hash }));
    expect(verdicts(await Promise.all(all))).toEqual(["200", ...Array.from({ length: 49 }, () => "409 CONFLICT")]);
    expect((await tenant.owner.get("/members")).records).toHaveLength(1);
  });

  it("may be repeated under an Idempotency-Key, and has the first answer again", async () => {
    const tenant = await makeTenant();
    const person = somebody();
    const { hash } = await invited(tenant, person);
    const answers = await Promise.all(Array.from({ length: 10 }, () => accept(tenant, person, { hash }, "k")));
    expect(new Set(answers.map((answer) => answer.text)).size).toBe(1);
    expect(answers[0]?.status).toBe(200);
  });

  it("6: is refused to everybody else: another address, an unverified one, and one that only looks the same", async () => {
    const tenant = await makeTenant();
    const person = { ...somebody(), email: "kim@people.example" };
    const { hash } = await invited(tenant, person);
    for (const email of [
      somebody().email,
      "KIM@people.example",
      " kim@people.example",
      "kim@people.example ",
      "kim+1@people.example",
      "kim@people.example.",
      "kim@peopIe.example",
      "\u212Aim@people.example",
      "\u043Aim@people.example",
      "kim@people\u3002example",
      "kim\u200B@people.example",
      "kim@people.example\0",
    ])
      expect((await accept(tenant, { ...somebody(), email }, { hash })).verdict, email).toBe("403 FORBIDDEN");
    const unverified = await accept(tenant, { ...person, emailVerified: false }, { hash });
    expect(unverified.verdict).toBe("403 FORBIDDEN");
    expect((await tenant.owner.get("/members")).records).toEqual([]);
    expect((await accept(tenant, person, { hash })).status).toBe(200);
  });

  it("finds nothing for a hash that was never given out, and for another tenant's", async () => {
    const [tenant, other] = [await makeTenant(), await makeTenant()];
    const person = somebody();
    const { hash } = await invited(other, person);
    expect((await accept(tenant, person, { hash })).verdict).toBe("404 NOT_FOUND");
    expect((await accept(tenant, person, { hash: "0".repeat(64) })).verdict).toBe("404 NOT_FOUND");
    expect((await accept(tenant, person, { hash: "" })).verdict).toBe("404 NOT_FOUND");
  });

  it("is over once it was accepted, when it is revoked, and after seven days", async () => {
    const tenant = await makeTenant();
    const [one, two, three] = [somebody(), somebody(), somebody()];
    const accepted = await invited(tenant, one);
    await accept(tenant, one, accepted);
    expect((await accept(tenant, one, accepted)).verdict).toBe("409 CONFLICT");
    const revoked = await invited(tenant, two);
    expect(Object.keys((await tenant.owner.delete(`/invitations/${revoked.id}`)).record).sort()).toEqual([
      "deletedAt",
      "id",
    ]);
    expect((await accept(tenant, two, revoked)).verdict).toBe("410 GONE");
    const late = await invited(tenant, three);
    await later(tenant, late.id, WEEK_MS);
    expect((await accept(tenant, three, late)).verdict).toBe("410 GONE");
    expect((await tenant.owner.get("/members")).ids).toHaveLength(1);
  });

  it("gives nobody a second membership, nor an old one back", async () => {
    const tenant = await makeTenant();
    const member = await join(tenant, "viewer");
    const moved = { ...member.person, email: somebody().email };
    expect((await accept(tenant, moved, await invited(tenant, moved, "owner"))).verdict).toBe("409 CONFLICT");
    expect((await member.get("/members")).records).toMatchObject([{ role: "viewer" }]);
    await tenant.owner.delete(`/members/${member.memberId}`);
    const [used] = (await tenant.owner.get("/invitations?sort=createdAt")).ids;
    expect((await accept(tenant, member.person, await tokenOf(tenant, String(used)))).verdict).toBe("409 CONFLICT");
    expect((await member.get("/members")).verdict).toBe("404 NOT_FOUND");
  });

  it("takes a session that has not ended, and a tenant that is not suspended", async () => {
    const tenant = await makeTenant();
    const person = somebody();
    const invitation = await invited(tenant, person);
    const late = elsewhere(person, Date.now() - 1);
    expect((await accept(tenant, late, invitation)).verdict).toBe("401 UNAUTHENTICATED");
    const ended = elsewhere(person);
    await tenant.stub.endSessions([ended.actor.session]);
    expect((await accept(tenant, ended, invitation)).verdict).toBe("401 UNAUTHENTICATED");
    await tenant.operator.patch("", { status: "suspended" });
    expect((await accept(tenant, person, invitation)).verdict).toBe("403 FORBIDDEN");
    await tenant.operator.patch("", { status: "active" });
    expect((await accept(tenant, person, invitation)).status).toBe(200);
  });

  it("brings an owner back to a tenant that lost its last one, by an operator's invitation", async () => {
    const tenant = await makeTenant();
    const person = somebody();
    const { id } = await tenant.operator.post("/invitations", { email: person.email, role: "owner" });
    await accept(tenant, person, await tokenOf(tenant, id));
    const rescued = new ActingCaller(tenant, person.actor);
    expect((await rescued.patch("", { name: "Rescued" })).status).toBe(200);
    const [entry] = (await rescued.get(`/audit-log?recordId=${id}&action=create`)).records;
    expect(entry).toMatchObject({ actorKind: "operator", actorId: "operator" });
  });
});
