import fc from "fast-check";
import { Webhook } from "standardwebhooks";
import { describe, expect, it } from "vitest";
import { clerkChangeOf } from "../../src/auth/worker/clerk-event.ts";
import { signedText } from "../../src/auth/worker/clerk-signature.ts";
import {
  CLERK_SESSION,
  CLERK_USER,
  type ClerkUser,
  deletedEvent,
  sessionEvent,
  svixHeaders,
  userEvent,
  WEBHOOK_SECRET,
} from "../support/clerk.ts";
import { NOW } from "../support/tokens.ts";

const BODY = JSON.stringify(userEvent("user.created", { id: CLERK_USER, email: "ada@people.example", updatedAt: NOW }));
const bytes = (text: string) => new TextEncoder().encode(text);

/** A message as it arrives. */
async function message(body: string | Uint8Array = BODY, at = NOW, secret = WEBHOOK_SECRET) {
  const headers = await svixHeaders({ id: "msg_1", body, at, secret });
  return {
    id: headers["svix-id"],
    timestamp: headers["svix-timestamp"],
    signature: headers["svix-signature"],
    body: typeof body === "string" ? bytes(body) : body,
  };
}

const read = (given: Awaited<ReturnType<typeof message>>) => signedText(given, WEBHOOK_SECRET, Date.now());

describe("W7: the signature of a message", () => {
  it("is that of Standard Webhooks, over the bytes as they came", async () => {
    const now = Date.now();
    const given = await message(`${BODY}\n\u{1F408} é`, now);
    expect(read(given)).toBe(`${BODY}\n\u{1F408} é`);
    const theirs = new Webhook(WEBHOOK_SECRET).sign("msg_1", new Date(now), `${BODY}\n\u{1F408} é`);
    expect(given.signature).toBe(theirs);
  });

  it("is one of several while the secret is being rotated", async () => {
    const now = Date.now();
    const old = await message(BODY, now, `whsec_${btoa("the secret before that secret!!!")}`);
    const given = await message(BODY, now);
    expect(read({ ...given, signature: `${old.signature} v1a,AAAA ${given.signature}` })).toBe(BODY);
    expect(read({ ...given, signature: old.signature })).toBeNull();
  });

  it("does not hold after any change of one byte, nor for anything but itself", async () => {
    const given = await message(BODY, Date.now());
    fc.assert(
      fc.property(fc.nat(given.body.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const body = Uint8Array.from(given.body);
        body[at] = (body[at] ?? 0) ^ change;
        return read({ ...given, body }) === null;
      }),
      { numRuns: 300 },
    );
    expect(read({ ...given, body: Uint8Array.from([...given.body, 0x20]) })).toBeNull();
    expect(read({ ...given, body: bytes(JSON.stringify(JSON.parse(BODY), null, 1)) })).toBeNull();
    expect(read({ ...given, id: "msg_2" })).toBeNull();
    expect(read({ ...given, timestamp: String(Number(given.timestamp) - 1) })).toBeNull();
  });

  it.each<[number, boolean]>([
    [-300, true],
    [-301, false],
    [300, true],
    [301, false],
  ])("holds for five minutes: sent %i seconds from now", async (seconds, holds) => {
    // The library has a clock of its own; what is told to this one can only narrow that.
    const now = Date.now();
    const near = seconds > 0 ? now - 150_000 : now + 150_000;
    const given = await message(BODY, near + 1_000 * seconds);
    expect(signedText(given, WEBHOOK_SECRET, near)).toBe(holds ? BODY : null);
  });

  it.each<[string, Partial<Awaited<ReturnType<typeof message>>>]>([
    ["two ids", { id: "msg_1, msg_1" }],
    ["no id", { id: "" }],
    ["an id that ends the line", { id: "msg_1\n" }],
    ["two times", { timestamp: "1795253400, 1795253400" }],
    ["a time with a word behind it", { timestamp: "1795253400x" }],
    ["a time in milliseconds", { timestamp: "1795253400000" }],
    ["no time", { timestamp: "" }],
    ["no number", { timestamp: "NaN" }],
    ["no signature", { signature: "" }],
    ["a signature without a version", { signature: "AAAA" }],
    ["another version alone", { signature: "v1a,AAAA" }],
    ["an empty signature", { signature: "v1," }],
    ["bytes that are no text", { body: Uint8Array.of(0xff, 0xfe) }],
    ["nothing", { body: new Uint8Array() }],
  ])("does not hold with %s", async (_, changes) => {
    expect(read({ ...(await message(BODY, Date.now())), ...changes })).toBeNull();
  });

  it("does not hold for two signature headers in one, although one of them is right", async () => {
    const given = await message(BODY, Date.now());
    expect(read({ ...given, signature: `v1,AAAA, ${given.signature}` })).toBeNull();
  });

  it("does not hold for other bytes that a lenient reader would take for the same text", async () => {
    const given = await message(`${BODY}\ufffd`, Date.now());
    expect(read(given)).not.toBeNull();
    expect(read({ ...given, body: Uint8Array.from([...bytes(BODY), 0xff]) })).toBeNull();
    expect(read({ ...given, body: Uint8Array.from([0xef, 0xbb, 0xbf, ...given.body]) })).toBeNull();
  });

  it("does not hold for bytes that are no UTF-8, whoever signed them", async () => {
    const body = Uint8Array.from([...bytes(BODY), 0xc3]);
    expect(read(await message(body, Date.now()))).toBeNull();
  });
});

const changeOf = (event: object) => clerkChangeOf(JSON.stringify(event));
const user = (given: Partial<ClerkUser> = {}, more: Readonly<Record<string, unknown>> = {}) =>
  changeOf(userEvent("user.updated", { id: CLERK_USER, email: "Ada@People.Example", updatedAt: NOW, ...given }, more));

describe("what an event says", () => {
  it("is who somebody is, by their first address", () => {
    expect(user()).toEqual({
      kind: "person",
      person: {
        id: CLERK_USER,
        email: "ada@people.example",
        emailVerified: true,
        name: "Ada Lovelace",
        suspended: false,
        createdAt: 1_795_000_000_000,
        updatedAt: NOW,
        eventAt: NOW + 1,
      },
    });
  });

  it.each<[string, Partial<ClerkUser>, object]>([
    ["an address that is not verified", { verified: false }, { emailVerified: false }],
    ["no address", { email: undefined }, { email: "", emailVerified: false }],
    ["a ban", { banned: true }, { suspended: true }],
    ["a lock after failed attempts, which is no ban", { locked: true }, { suspended: false }],
    ["half a name", { last: null }, { name: "Ada" }],
    ["no name", { first: null, last: null }, { name: "ada" }],
    ["neither name nor address", { first: "", last: null, email: undefined }, { name: "Somebody" }],
    ["a name of several lines", { first: " A\nd\u0000a\t", last: " L " }, { name: "A d a L" }],
    ["half a character", { first: "\ud83d", last: null }, { name: "\ufffd" }],
    ["a name without an end", { first: "\u{1F408}".repeat(300) }, { name: "\u{1F408}".repeat(100) }],
  ])("may be %s", (_, given, expected) => {
    expect(user(given)).toMatchObject({ kind: "person", person: expected });
  });

  it("is not hindered by what people write about themselves", () => {
    const text = JSON.stringify(userEvent("user.updated", { id: CLERK_USER, updatedAt: NOW, banned: true }));
    const deep = `${"[".repeat(200)}${"]".repeat(200)}`;
    const metadata = `{"__proto__":{"banned":false},"a":1,"a":2,"banned":false,"deep":${deep},"nul":"\\u0000\\ud800"}`;
    const written = text.replace('"unsafe_metadata":{}', `"unsafe_metadata":${metadata}`);
    expect(written).not.toBe(text);
    expect(clerkChangeOf(written)).toMatchObject({ kind: "person", person: { suspended: true } });
  });

  it.each(["session.ended", "session.removed", "session.revoked"])("is the end of a session: %s", (type) => {
    const ended = { kind: "ended", userId: CLERK_USER, sessionId: CLERK_SESSION };
    expect(changeOf(sessionEvent(type, CLERK_SESSION, CLERK_USER))).toEqual(ended);
  });

  it("is that somebody is gone", () => {
    expect(changeOf(deletedEvent(CLERK_USER))).toEqual({ kind: "deleted", userId: CLERK_USER, eventAt: 1 });
  });

  it.each(["session.created", "session.pending", "organization.created", "sms.created"])(
    "is nothing that concerns us: %s",
    (type) => {
      expect(changeOf({ type, data: { whatever: 1 } })).toEqual({ kind: "nothing" });
    },
  );

  it.each<[string, string]>([
    ["no JSON", "{"],
    ["no object", "[]"],
    ["no type", '{"data":{}}'],
    ["no data", '{"type":"user.created"}'],
    ["somebody without a name to call them by", '{"type":"user.deleted","data":{"deleted":true}}'],
    ["somebody of ours", '{"type":"user.deleted","data":{"id":"usr_01KAJ5Q9ZK3M8W2X4Y7T1B0CND"}}'],
    ["a session of nobody", `{"type":"session.ended","data":{"id":"${CLERK_SESSION}"}}`],
    ["a person without a state", `{"type":"user.updated","data":{"id":"${CLERK_USER}"}}`],
  ])("is not understood with %s", (_, text) => {
    expect(clerkChangeOf(text)).toBeNull();
  });
});
