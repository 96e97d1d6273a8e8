import { exports } from "cloudflare:workers";
import { beforeEach, describe, expect, it, vi } from "vitest";
import * as z from "zod";
import { clerkReceiptSchema, endedSinceSchema, personSchema } from "../../src/auth/accounts.ts";
import { database } from "../../src/auth/worker/bindings.ts";
import { deletedEvent, sessionEvent, svixHeaders, userEvent } from "../support/clerk.ts";
import { mulberry32 } from "../support/mulberry32.ts";

const accountsSchema = z.object({
  Accounts: z.custom<Service<typeof import("../../src/auth/worker/worker.ts").Accounts>>(Boolean),
});
const { Accounts: accounts } = accountsSchema.parse({ Accounts: Reflect.get(exports, "Accounts") });

const AT = 1_795_253_400_000;
const EMAIL = "ada@people.example";
let user = "";
let made = 0;
beforeEach(() => {
  made += 1;
  user = `user_2ada${made}`;
});

/** Delivers an event as Svix does, and again under the same id if one is given. */
async function deliver(event: object, id = `msg_${crypto.randomUUID()}`, at = Date.now()) {
  const body = JSON.stringify(event);
  const headers = await svixHeaders({ id, body, at });
  const receipt = await accounts.clerkMessage({
    id: headers["svix-id"],
    timestamp: headers["svix-timestamp"],
    signature: headers["svix-signature"],
    body: new TextEncoder().encode(body),
  });
  return clerkReceiptSchema.parse(receipt);
}

const person = async (id = user) => personSchema.nullable().parse(await accounts.person(id));
const endedIds = async () => endedSinceSchema.parse(await accounts.endedSince(0)).sessions.map(({ id }) => id);
const count = (id: string, ids: readonly string[]) => ids.filter((each) => each === id).length;
const updated = (given: object, more?: Readonly<Record<string, unknown>>) =>
  userEvent("user.updated", { id: user, email: EMAIL, updatedAt: AT, ...given }, more);

describe("Clerk's people", () => {
  it("are unknown until Clerk tells of them, and are then as it told", async () => {
    expect(await person()).toBeNull();
    expect(await deliver(updated({}))).toEqual({ outcome: "taken", ended: null });
    expect(await person()).toEqual({
      id: user,
      email: EMAIL,
      emailVerified: true,
      name: "Ada Lovelace",
      status: "active",
      operator: false,
      createdAt: "2026-11-18T11:06:40.000Z",
    });
  });

  it("are none of those who have an account here", async () => {
    await deliver(updated({}));
    const { results } = await database.prepare("SELECT id FROM users").all();
    expect(results).toEqual([]);
    expect(await accounts.updatePerson(user, { operator: true })).toBeNull();
    expect((await person())?.operator).toBe(false);
  });

  it("are suspended by a ban, which ends all of their sessions, and not by a lock", async () => {
    await deliver(updated({ locked: true }));
    expect((await person())?.status).toBe("active");
    const receipt = await deliver(updated({ banned: true, updatedAt: AT + 1 }));
    expect(receipt.ended).toEqual({ userId: user, sessions: [user] });
    expect((await person())?.status).toBe("suspended");
    expect(count(user, await endedIds())).toBe(1);
    expect((await deliver(updated({ updatedAt: AT + 2 }))).ended).toBeNull();
    expect((await person())?.status).toBe("active");
  });

  it("are gone when Clerk says so, for good, and nothing is kept of them but that", async () => {
    await deliver(updated({}));
    expect((await deliver(deletedEvent(user))).ended).toEqual({ userId: user, sessions: [user] });
    expect((await deliver(updated({ updatedAt: AT + 9 }))).ended).toBeNull();
    expect(await person()).toBeNull();
    const row = await database.prepare("SELECT email, name, deleted FROM clerk_people WHERE id = ?").bind(user).first();
    expect(row).toEqual({ email: "", name: "", deleted: 1 });
  });

  it("may be gone before it is told that they came", async () => {
    await deliver(deletedEvent(user));
    await deliver(userEvent("user.created", { id: user, email: EMAIL, updatedAt: AT }));
    expect(await person()).toBeNull();
  });

  it.each(["session.ended", "session.removed", "session.revoked"])("lose a session by %s", async (type) => {
    const session = `sess_2${type.replace(".", "")}`;
    expect((await deliver(sessionEvent(type, session, user))).ended).toEqual({ userId: user, sessions: [session] });
    expect(await endedIds()).toContain(session);
  });
});

describe("W8: messages of Clerk", () => {
  it("are taken once, however often they come", async () => {
    const id = `msg_${user}`;
    const receipts = [];
    for (let n = 0; n < 10; n += 1) receipts.push(await deliver(updated({ banned: true }), id));
    expect(receipts.map(({ outcome }) => outcome)).toEqual(Array(10).fill("taken"));
    expect(receipts.filter(({ ended }) => ended !== null)).toHaveLength(1);
    expect(count(user, await endedIds())).toBe(1);
  });

  it("lead to the newest state in every order, each ten times, under many ids", async () => {
    const random = mulberry32(20_261_121);
    const names = ["A", "B", "C", "D", "E"];
    const events = names.flatMap((first, n) =>
      Array.from({ length: 10 }, () => updated({ first, banned: n % 2 === 1, updatedAt: AT + n })),
    );
    for (let round = 0; round < 2; round += 1) {
      user = `user_2shuffled${round}`;
      const shuffled = events
        .map((event) => ({ event: { ...event, data: { ...Reflect.get(event, "data"), id: user } }, at: random() }))
        .sort((a, b) => a.at - b.at);
      for (const { event } of shuffled) await deliver(event);
      expect(await person()).toMatchObject({ name: "E Lovelace", status: "active" });
    }
  });

  it("of the same time are told apart by when they were sent", async () => {
    await deliver({ ...updated({ first: "Second" }), timestamp: AT + 20 });
    await deliver({ ...updated({ first: "First" }), timestamp: AT + 10 });
    expect((await person())?.name).toBe("Second Lovelace");
  });

  it("that are old change nothing, and end nothing", async () => {
    await deliver(updated({ updatedAt: AT + 5 }));
    expect((await deliver(updated({ banned: true, updatedAt: AT + 4 }))).ended).toBeNull();
    expect((await person())?.status).toBe("active");
  });

  it("that nobody signed, or too long ago, are not even read", async () => {
    const body = new TextEncoder().encode(JSON.stringify(updated({})));
    const unsigned = {
      id: "msg_forged",
      timestamp: String(Math.floor(Date.now() / 1_000)),
      signature: "v1,AAAA",
      body,
    };
    expect(await accounts.clerkMessage(unsigned)).toEqual({ outcome: "unsigned", ended: null });
    expect((await deliver(updated({}), undefined, Date.now() - 302_000)).outcome).toBe("unsigned");
    expect((await deliver(updated({}), undefined, Date.now() + 330_000)).outcome).toBe("unsigned");
    expect(await person()).toBeNull();
  });

  it("that make no sense are refused and not remembered, so that they may be sent again", async () => {
    const errors = vi.spyOn(console, "error").mockImplementation(() => undefined);
    const id = `msg_${user}`;
    expect((await deliver({ type: "user.updated", data: { id: user } }, id)).outcome).toBe("malformed");
    expect(errors).toHaveBeenCalledOnce();
    errors.mockRestore();
    await deliver(updated({}), id);
    expect(await person()).not.toBeNull();
  });

  it("that concern nobody are taken", async () => {
    expect(await deliver({ type: "organization.created", data: {} })).toEqual({ outcome: "taken", ended: null });
  });

  it("are remembered for a week", async () => {
    const [old, young] = [`msg_old_${user}`, `msg_young_${user}`];
    for (const [id, age] of [
      [old, 8],
      [young, 6],
    ] as const)
      await database
        .prepare("INSERT INTO clerk_receipts VALUES (?, ?)")
        .bind(id, Date.now() - age * 86_400_000)
        .run();
    await deliver(updated({}));
    const { results } = await database
      .prepare("SELECT id FROM clerk_receipts WHERE id IN (?, ?)")
      .bind(old, young)
      .all();
    expect(results).toEqual([{ id: young }]);
  });
});
