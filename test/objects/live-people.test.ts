import { evictDurableObject, runDurableObjectAlarm } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import { CLOSE } from "../../src/protocol/close-codes.ts";
import { makeTenant } from "../support/api.ts";
import { TestSocket } from "../support/live-socket.ts";
import { ActingCaller, elsewhere, join, type Member, somebody } from "../support/people.ts";
import { configureTickets, createTicketTables } from "../support/tickets.ts";

configureTickets();

const LEADS = { type: "subscribe", id: "leads", resource: "leads", query: { limit: 10 } };
const lead = { title: "Lead", value: 1 };

async function follow(member: ActingCaller): Promise<TestSocket> {
  const socket = await member.connect();
  socket.send(LEADS);
  await socket.next("snapshot", "leads");
  return socket;
}

/** Milliseconds from the call to the moment the socket is closed. */
async function timed(socket: TestSocket, call: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await Promise.all([call(), socket.ended()]);
  return performance.now() - start;
}

describe("a person's socket", () => {
  it("L7: ends with the membership, and hears nothing of what is written afterwards", async () => {
    const tenant = await makeTenant();
    const times: number[] = [];
    for (let round = 0; round < 10; round += 1) {
      const member = await join(tenant, "member");
      const socket = await follow(member);
      const removed = timed(socket, () => tenant.owner.delete(`/members/${member.memberId}`));
      await tenant.owner.make("leads", lead);
      times.push(await removed);
      expect(socket.closed).toMatchObject({ code: CLOSE.FORBIDDEN });
      const told = socket.texts.length;
      await tenant.owner.make("leads", lead);
      expect(socket.texts).toHaveLength(told);
      expect(await member.upgrade()).toBeInstanceOf(Response);
    }
    console.log(`L7: removed member's socket closed after ${figures(times)}`);
  });

  it("L7: hears nothing of the commit that removes its person, nor of a write in the same turn", async () => {
    const tenant = await makeTenant();
    const member = await join(tenant, "admin");
    const socket = await member.connect();
    socket.send({ type: "subscribe", id: "members", resource: "members", query: {} });
    await socket.next("snapshot", "members");
    await tenant.owner.delete(`/members/${member.memberId}`);
    await tenant.owner.make("humans", { lastName: "After" });
    expect(await socket.ended()).toMatchObject({ code: CLOSE.FORBIDDEN });
    expect(socket.messages).toEqual([]);
  });

  it("L7: narrows when the role does: what may no longer be read is taken away, the rest goes on", async () => {
    const tenant = await makeTenant();
    const member = await join(tenant, "admin");
    const socket = await follow(member);
    socket.send({ type: "subscribe", id: "log", resource: "audit-log", query: { limit: 1 } });
    await socket.next("snapshot", "log");
    const start = performance.now();
    await tenant.owner.patch(`/members/${member.memberId}`, { role: "viewer" });
    expect((await socket.next("error", "log")).error.code).toBe("FORBIDDEN");
    console.log(`L7: a demoted member's socket narrowed after ${(performance.now() - start).toFixed(1)} ms`);
    await tenant.owner.make("leads", lead);
    expect(await socket.next("change", "leads")).toMatchObject({ enter: [{ title: "Lead" }] });
    expect(socket.messages).toEqual([]);
    await tenant.owner.patch(`/members/${member.memberId}`, { role: "admin" });
    socket.send({ type: "subscribe", id: "log", resource: "audit-log", query: { limit: 1 } });
    await socket.next("snapshot", "log");
  });

  it("L7: ends with the session, and those of the person's other sessions stay", async () => {
    const tenant = await makeTenant();
    const member = await join(tenant, "member");
    const [socket, other] = [
      await follow(member),
      await follow(new ActingCaller(tenant, elsewhere(member.person).actor)),
    ];
    await tenant.stub.endSessions([member.person.actor.session, "ses_of-nobody"]);
    expect(await socket.ended()).toEqual({ code: CLOSE.UNAUTHENTICATED, reason: "session ended" });
    await tenant.owner.make("leads", lead);
    await other.next("change", "leads");
    expect(other.closed).toBeNull();
    expect(socket.messages).toEqual([]);
  });

  it("ends when its access token does, by the alarm, and one with a later token stays", async () => {
    const tenant = await makeTenant();
    const member = await join(tenant, "member");
    const brief = new ActingCaller(tenant, elsewhere(member.person, Date.now() + 400).actor);
    const [socket, other] = [await follow(brief), await follow(member)];
    await new Promise((resolve) => setTimeout(resolve, 450));
    await runDurableObjectAlarm(tenant.stub);
    expect(await socket.ended()).toEqual({ code: CLOSE.UNAUTHENTICATED, reason: "expired" });
    await tenant.owner.make("leads", lead);
    await other.next("change", "leads");
  });

  it("L11: ends as well after an eviction, whoever's it is", async () => {
    const tenant = await makeTenant();
    const members = [await join(tenant, "member"), await join(tenant, "member"), await join(tenant, "member")] as const;
    const sockets = [await follow(members[0]), await follow(members[1]), await follow(members[2])] as const;
    await evictDurableObject(tenant.stub, { webSockets: "hibernate" });
    await tenant.stub.endSessions([members[0].person.actor.session]);
    expect(await sockets[0].ended()).toMatchObject({ code: CLOSE.UNAUTHENTICATED });
    await evictDurableObject(tenant.stub, { webSockets: "hibernate" });
    expect((await members[0].get("/humans")).verdict).toBe("401 UNAUTHENTICATED");
    await tenant.owner.delete(`/members/${members[1].memberId}`);
    expect(await sockets[1].ended()).toMatchObject({ code: CLOSE.FORBIDDEN });
    await tenant.owner.make("leads", lead);
    await sockets[2].next("change", "leads");
  });

  it("ends with a suspension", async () => {
    const tenant = await makeTenant();
    const socket = await follow(await join(tenant, "owner"));
    await tenant.operator.patch("", { status: "suspended" });
    expect(await socket.ended()).toMatchObject({ code: CLOSE.FORBIDDEN });
  });

  it("is refused to strangers, to operators and to who came too late", async () => {
    const [tenant, other] = [await makeTenant(), await makeTenant()];
    const member = await join(tenant, "member");
    const stranger = await join(other, "owner");
    const status = async (caller: ActingCaller) => {
      const answer = await caller.upgrade();
      if (answer instanceof TestSocket) return 101;
      await answer.text();
      return answer.status;
    };
    expect(await status(new ActingCaller(tenant, stranger.actor))).toBe(404);
    expect(await status(new ActingCaller(tenant, { ...somebody().actor, kind: "operator" }))).toBe(403);
    expect(await status(new ActingCaller(tenant, elsewhere(member.person, Date.now() - 1).actor))).toBe(401);
    expect(await status(member)).toBe(101);
  });
});

describe("rows that belong to their creator, followed by people", () => {
  it("reach nobody else: neither as records nor in figures, nor when they leave", async () => {
    const tenant = await makeTenant();
    await createTicketTables(tenant.stub);
    const [ann, bob, admin] = [await join(tenant, "member"), await join(tenant, "member"), await join(tenant, "admin")];
    const watch = async (member: Member) => {
      const socket = await member.connect();
      socket.send({ type: "subscribe", id: "rows", resource: "tickets", query: {} });
      socket.send({ type: "subscribe", id: "sum", resource: "tickets", query: {}, aggregate: { sum: ["points"] } });
      await socket.next("snapshot", "sum");
      return socket;
    };
    const [hers, all] = [await watch(ann), await watch(admin)];
    const mine = await ann.make("tickets", { subject: "Hers", points: 1 });
    expect(await hers.next("change", "rows")).toMatchObject({ enter: [{ id: mine.id, createdBy: ann.actor.id }] });
    const before = hers.texts.length;
    const his = await bob.make("tickets", { subject: "His", points: 10 });
    await bob.patch(`/tickets/${his.id}`, { points: 11 });
    await bob.delete(`/tickets/${his.id}`);
    await ann.patch(`/tickets/${mine.id}`, { points: 2 });
    expect(await hers.next("change", "rows")).toMatchObject({ update: [{ points: 2 }] });
    const told = hers.texts.slice(before).join("\n");
    expect(told).not.toContain(his.id);
    expect(told).not.toMatch(/"points":1[0-3]/);
    expect(all.texts.join("\n")).toContain(his.id);
  });
});

function figures(times: readonly number[]): string {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) => (sorted[Math.floor(share * (sorted.length - 1))] ?? 0).toFixed(1);
  return `${at(0.5)} ms (median of ${sorted.length}), ${at(1)} ms at most`;
}
