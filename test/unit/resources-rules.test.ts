import { beforeEach, describe, expect, it } from "vitest";
import { AppError, type ErrorBody } from "../../src/protocol/errors.ts";
import { activities } from "../../src/resources/activities.ts";
import { bookings } from "../../src/resources/bookings.ts";
import type { RecordData, RecordReader } from "../../src/resources/define.ts";
import { openNodeStore } from "../support/node-store.ts";

/** The public part of the AppError that `work` throws. */
function refusal(work: () => unknown): ErrorBody {
  try {
    work();
  } catch (error) {
    if (error instanceof AppError) return error.body();
    throw error;
  }
  throw new Error("Nothing was refused.");
}

const flightBody = {
  carrier: "LH",
  number: "123",
  from: "BER",
  to: "FRA",
  departsAt: "2026-12-01T08:00:00+01:00",
  arrivesAt: "2026-12-01T09:10:00+01:00",
  seats: 3,
};

let store: ReturnType<typeof openNodeStore>;
let human: RecordData;
let flight: RecordData;
beforeEach(() => {
  store = openNodeStore();
  human = store.create("humans", { lastName: "Lovelace" });
  flight = store.create("flights", flightBody);
});

const book = (seats: number, more: object = {}) =>
  store.create("bookings", { humanId: human.id, flightId: flight.id, seats, ...more });

describe("bookings", () => {
  it("fill a flight to its last seat and not beyond", () => {
    book(2);
    book(1, { status: "confirmed" });
    expect(refusal(() => book(1))).toEqual({
      code: "CONFLICT",
      message: `seats: Flight ${flight.id} has 0 free seats; this booking needs 1.`,
      details: [{ field: "seats", message: `Flight ${flight.id} has 0 free seats; this booking needs 1.` }],
    });
  });

  it("do not grow beyond the flight", () => {
    const mine = book(1);
    book(1);
    expect(store.update("bookings", mine.id, { seats: 2 }).seats).toBe(2);
    expect(refusal(() => store.update("bookings", mine.id, { seats: 3 })).code).toBe("CONFLICT");
  });

  it("give their seats back when they are cancelled or deleted, and take them again only while there are some", () => {
    const cancelled = book(2);
    const deleted = book(1);
    store.update("bookings", cancelled.id, { status: "cancelled" });
    store.remove("bookings", deleted.id);
    const other = book(3);
    expect(refusal(() => store.restore("bookings", deleted.id)).details?.[0]?.field).toBe("seats");
    expect(refusal(() => store.update("bookings", cancelled.id, { status: "requested" })).code).toBe("CONFLICT");
    store.update("bookings", other.id, { seats: 1 });
    expect(store.update("bookings", cancelled.id, { status: "requested" }).status).toBe("requested");
    expect(refusal(() => store.restore("bookings", deleted.id)).code).toBe("CONFLICT");
  });

  it("may be restored without seats when they were cancelled before", () => {
    const booking = book(2);
    store.update("bookings", booking.id, { status: "cancelled" });
    store.remove("bookings", booking.id);
    book(3);
    expect(store.restore("bookings", booking.id).status).toBe("cancelled");
  });

  it("hold their seats until the journey is over", () => {
    const booking = book(3, { status: "confirmed" });
    for (const status of ["checked-in", "completed"]) {
      store.update("bookings", booking.id, { status });
      expect(refusal(() => book(1)).code).toBe("CONFLICT");
    }
  });

  it("move to another flight only where there are seats", () => {
    const small = store.create("flights", { ...flightBody, number: "124", seats: 1 });
    const booking = book(2);
    expect(refusal(() => store.update("bookings", booking.id, { flightId: small.id })).details?.[0]?.field).toBe(
      "seats",
    );
    expect(store.update("bookings", booking.id, { flightId: small.id, seats: 1 }).flightId).toBe(small.id);
    book(3);
  });

  it("need a flight that is there, but may be cancelled when it is gone", () => {
    const booking = book(1);
    const cancelled = book(1);
    store.update("bookings", cancelled.id, { status: "cancelled" });
    store.remove("flights", flight.id);
    expect(refusal(() => book(1))).toMatchObject({ code: "VALIDATION_ERROR", details: [{ field: "flightId" }] });
    expect(refusal(() => store.update("bookings", cancelled.id, { status: "requested" })).details).toEqual([
      { field: "flightId", message: "This flight is deleted." },
    ]);
    expect(refusal(() => store.update("bookings", booking.id, { seats: 2 })).code).toBe("CONFLICT");
    expect(store.update("bookings", booking.id, { price: 5 }).price).toBe(5);
    expect(store.update("bookings", booking.id, { status: "cancelled" }).status).toBe("cancelled");
  });

  it("stop where they could no longer be counted", () => {
    const other = { ...book(1), id: "bkg_other" };
    const reader: RecordReader = {
      get: () => ({ ...flight, seats: 1_000_000 }),
      find: () => Array.from({ length: 1_000 }, () => other),
    };
    const write = { before: null, after: book(1), now: 0, settings: {} };
    expect(refusal(() => bookings.check?.(write, reader)).message).toBe(
      "flightId: A flight takes at most 1000 bookings.",
    );
  });

  it("take along only animals that exist", () => {
    const pet = store.create("pets", { name: "Rex", species: "dog", ownerId: human.id });
    expect(book(1, { petIds: [pet.id] }).petIds).toEqual([pet.id]);
    expect(refusal(() => book(1, { petIds: [pet.id, "pet_none"] })).details?.[0]?.field).toBe("petIds");
  });
});

describe("flights", () => {
  it("keep the seats that bookings hold", () => {
    book(2);
    const cancelled = book(1);
    expect(refusal(() => store.update("flights", flight.id, { seats: 2 }))).toMatchObject({
      code: "CONFLICT",
      details: [{ field: "seats", message: "Bookings hold 3 seats of this flight." }],
    });
    store.update("bookings", cancelled.id, { status: "cancelled" });
    expect(store.update("flights", flight.id, { seats: 2 }).seats).toBe(2);
    expect(store.update("flights", flight.id, { seats: 200 }).seats).toBe(200);
  });
});

describe("activities", () => {
  const call = { kind: "call", summary: "Rang", occurredAt: "2026-11-21T02:00:00Z" };
  const on = (subjectResource: string, subjectId: string) =>
    store.create("activities", { ...call, subjectResource, subjectId });

  it("may be on a record of any resource", () => {
    const account = store.create("accounts", { name: "Acme" });
    expect(on("humans", human.id).subjectId).toBe(human.id);
    expect(on("accounts", account.id).subjectId).toBe(account.id);
    expect(on("flights", flight.id).subjectId).toBe(flight.id);
    expect(store.create("activities", call).subjectId).toBeNull();
  });

  it("need a subject that exists and lives", () => {
    expect(refusal(() => on("humans", "hum_none"))).toMatchObject({
      code: "VALIDATION_ERROR",
      details: [{ field: "subjectId", message: "There is no such record in humans." }],
    });
    expect(refusal(() => on("accounts", human.id)).code).toBe("VALIDATION_ERROR");
    store.remove("humans", human.id);
    expect(refusal(() => on("humans", human.id)).code).toBe("VALIDATION_ERROR");
  });

  it("are refused where the resource itself is unknown", () => {
    const nothing: RecordReader = { get: () => null, find: () => [] };
    const after = { ...on("humans", human.id), subjectResource: "unknown" };
    const write = { before: null, after, now: 0, settings: {} };
    expect(refusal(() => activities.check?.(write, nothing)).message).toBe(
      "subjectId: There is no such record in unknown.",
    );
  });

  it.each(["audit-log", "error-log", "account-config", "api-keys"])("are never on %s", (resource) => {
    expect(refusal(() => on(resource, "x")).details).toEqual([
      { field: "subjectResource", message: `Records of ${resource} have no activities.` },
    ]);
  });

  it("stay editable when their subject is gone, but do not come back without it", () => {
    const activity = on("humans", human.id);
    store.remove("humans", human.id);
    expect(store.update("activities", activity.id, { body: "Notes" }).body).toBe("Notes");
    store.remove("activities", activity.id);
    expect(refusal(() => store.restore("activities", activity.id)).details?.[0]?.field).toBe("subjectId");
  });
});

describe("unique values", () => {
  it("hold for e-mail addresses and phone numbers where the tenant wants it", () => {
    const strict = openNodeStore({ uniqueEmails: true, uniquePhoneNumbers: true });
    const owner = strict.create("humans", { lastName: "Strict" });
    const email = { address: "Ada@Example.com", humanId: owner.id };
    strict.create("emails", email);
    expect(refusal(() => strict.create("emails", { ...email, address: "ada@example.COM " })).code).toBe("CONFLICT");
    strict.create("phone-numbers", { number: "+49 30 123456", humanId: owner.id });
    expect(refusal(() => strict.create("phone-numbers", { number: "0049-30-123456", humanId: owner.id })).code).toBe(
      "CONFLICT",
    );
    for (const _ of [1, 2]) store.create("emails", { ...email, humanId: human.id });
  });

  it.each([
    ["humans", { lastName: "A", externalId: "crm-1" }],
    ["humans", { lastName: "A", githubId: 7 }],
    ["accounts", { name: "A", domain: "example.com" }],
    ["accounts", { name: "A", externalId: "crm-1" }],
    ["leads", { externalId: "crm-1" }],
    ["activities", { kind: "star", summary: "A", occurredAt: "2026-11-21T02:00:00Z", externalId: "gh-1" }],
  ])("hold among the living of %s: %j", (name, body) => {
    const first = store.create(name, body);
    expect(refusal(() => store.create(name, body)).code).toBe("CONFLICT");
    store.remove(name, first.id);
    store.create(name, body);
    expect(refusal(() => store.restore(name, first.id)).code).toBe("CONFLICT");
  });
});

describe("columns that only Croft writes", () => {
  it("outlive a PUT", () => {
    const lead = store.create("leads", { title: "Big" });
    expect(lead.convertedAt).toBeNull();
    const converted = store.updateTrusted("leads", lead, { convertedAt: "2026-11-21T02:52:58.123Z" });
    expect(store.replace("leads", converted.id, { title: "Bigger" })).toMatchObject({
      title: "Bigger",
      convertedAt: "2026-11-21T02:52:58.123Z",
    });
  });

  it("cannot be sent", () => {
    expect(
      refusal(() => store.create("leads", { title: "Big", convertedAt: "2026-11-21T02:52:58.123Z" })).details?.[0]
        ?.field,
    ).toBe("convertedAt");
  });
});
