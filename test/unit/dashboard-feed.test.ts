import { describe, expect, it, test } from "vitest";
import { config } from "../../src/croft.config.ts";
import { isNew } from "../../src/dashboard/overview/begun.ts";
import { changedFields, entriesOf, entryOfNew } from "../../src/dashboard/overview/changes.ts";
import { actorName, deedText, fieldsText, thingText } from "../../src/dashboard/overview/feed-words.ts";
import { starsOf } from "../../src/dashboard/overview/stars.ts";
import { byDeparture, seatsTaken, stillToCome } from "../../src/dashboard/overview/upcoming.ts";
import type { ResourceDescription } from "../../src/protocol/description.ts";
import { describeConfig } from "../../src/resources/describe.ts";

const { resources } = describeConfig(config);
const named = (name: string) => resources.find((resource) => resource.name === name);

function resource(name: string): ResourceDescription {
  const found = named(name);
  if (!found) throw new Error(`There is no resource ${name}.`);
  return found;
}

const lead = { id: "lead_1", title: "Roof", stage: "new", value: 100_00, currency: "EUR", custom: {}, version: 1 };
let seq = 0;
const row = (fields: object) => {
  seq += 1;
  return {
    seq,
    at: "2026-11-21T10:00:00.000Z",
    actorKind: "user",
    actorId: "usr_1",
    requestId: `request-${seq}`,
    resource: "leads",
    recordId: "lead_1",
    action: "create",
    before: null,
    after: lead,
    ...fields,
  };
};

describe("the feed", () => {
  it("tells who did what to which record", () => {
    const [entry] = entriesOf([row({})], named);
    expect(entry).toMatchObject({
      actor: { kind: "user", id: "usr_1" },
      action: "create",
      resource: "leads",
      id: "lead_1",
      title: "Roof",
      fields: [],
      count: 1,
    });
  });

  it("says of an update what was and what is, without what Croft writes itself", () => {
    const after = { ...lead, stage: "won", value: 250_00, version: 2, updatedAt: "2026-11-21T10:00:00.000Z" };
    const [entry] = entriesOf([row({ action: "update", before: lead, after })], named);
    expect(entry?.fields).toEqual(["Stage: New → Won", expect.stringMatching(/^Value: .*100.* → .*250/)]);
  });

  it("knows a deleted record by what it was, whether the log keeps that before or behind the deletion", () => {
    const [purged] = entriesOf([row({ action: "purge", before: lead, after: null })], named);
    expect(purged?.title).toBe("Roof");
  });

  it("tells of what one request did to many records in one line", () => {
    const together = [3, 2, 1].map((each) => row({ requestId: "import", recordId: `lead_${each}` }));
    const [line, ...others] = entriesOf([...together, row({ recordId: "lead_9" })], named);
    expect(line).toMatchObject({ count: 3, resource: "leads" });
    expect(others.map(({ count }) => count)).toEqual([1]);
  });

  it("leaves out what is no row of the log, and shows what is of no known resource by its id", () => {
    expect(entriesOf([{ id: "x" }, row({ resource: "things", recordId: "thing_1" })], named)).toMatchObject([
      { title: "thing_1" },
    ]);
  });

  it("is made of new records for those who may not read the log", () => {
    const made = { ...lead, createdAt: "2026-11-21T09:00:00.000Z", createdBy: "key_01" };
    expect(entryOfNew(resource("leads"), made)).toMatchObject({
      action: "create",
      title: "Roof",
      actor: { kind: "key", id: "key_01" },
      at: "2026-11-21T09:00:00.000Z",
    });
    expect(entryOfNew(resource("leads"), { ...made, createdBy: "system" }).actor.kind).toBe("system");
    expect(entryOfNew(resource("leads"), { ...made, createdBy: "operator" }).actor.kind).toBe("operator");
  });
});

describe("a changed field", () => {
  const changed = (before: object, after: object) =>
    changedFields(resource("leads"), { ...lead, ...before }, { ...lead, ...after });

  it("that was empty is told by its new value alone", () => {
    expect(changed({ company: null }, { company: "Acme" })).toEqual(["Company: Acme"]);
    expect(changed({ company: "Acme" }, { company: null })).toEqual(["Company: Acme → –"]);
  });

  it("that names another record, or holds a long text, is named alone", () => {
    expect(changed({ humanId: "hum_1", notes: "a" }, { humanId: "hum_2", notes: "b" })).toEqual(["Human", "Notes"]);
  });

  it("with a long value is cut, and never within a character", () => {
    const [said = ""] = changed({}, { title: "😀".repeat(5_000) });
    expect([...said].length).toBeLessThan(60);
    expect(said.isWellFormed()).toBe(true);
  });

  it("may be one of the tenant's own", () => {
    expect(changed({ custom: { tier: "gold" } }, { custom: { tier: "silver" } })).toEqual(["Tier: gold → silver"]);
  });
});

describe("the words of the feed", () => {
  const names = new Map([
    ["usr_1", "Ada"],
    ["key_1", "Import"],
  ]);

  it.each([
    [{ kind: "user", id: "usr_1" }, "Ada"],
    [{ kind: "user", id: "usr_2" }, "A former member"],
    [{ kind: "user", id: "usr_me" }, "You"],
    [{ kind: "key", id: "key_1" }, "Key Import"],
    [{ kind: "key", id: "key_2" }, "A key"],
    [{ kind: "system", id: "croft" }, "Croft"],
    [{ kind: "operator", id: "operator" }, "An operator"],
  ])("name the actor %o", (actor, name) => {
    expect(actorName(actor, names, "usr_me")).toBe(name);
  });

  it("count what was done together, and say when there may be more of it", () => {
    expect(thingText({ resource: "leads", count: 1 })).toBe("the lead");
    expect(thingText({ resource: "activities", count: 60 })).toBe("60 activities");
    expect(thingText({ resource: "activities", count: 60 }, true)).toBe("60+ activities");
    expect(thingText({ resource: "follows", count: 3 })).toBe("3 repositories");
  });

  it("follow repositories instead of making them", () => {
    expect(deedText({ resource: "follows", action: "create" })).toBe("followed");
    expect(deedText({ resource: "follows", action: "update" })).toBe("changed");
    expect(deedText({ resource: "error-log", action: "create" })).toBe("noted");
    expect(deedText({ resource: "leads", action: "purge" })).toBe("removed for good");
  });

  it("name two fields, and how many more there are", () => {
    expect(fieldsText(["A", "B"])).toBe("A, B");
    expect(fieldsText(["A", "B", "C", "D"])).toBe("A, B and 2 more");
  });
});

describe("what comes next", () => {
  const flights = [
    { id: "flt_1", departsAt: "2026-11-21T09:59:00.000Z" },
    { id: "flt_2", departsAt: "2026-11-21T10:00:00.000Z" },
    { id: "flt_3", departsAt: "2026-11-21T12:00:00.000Z" },
  ];

  it("is what has not departed", () => {
    const now = Date.parse("2026-11-21T10:00:00.000Z");
    expect(stillToCome(flights, now, 8).map(({ id }) => id)).toEqual(["flt_2", "flt_3"]);
    expect(stillToCome(flights, now, 1).map(({ id }) => id)).toEqual(["flt_2"]);
  });

  it("has the bookings in the order of the flights", () => {
    const bookings = [
      { id: "bkg_1", flightId: "flt_3" },
      { id: "bkg_2", flightId: "flt_2" },
      { id: "bkg_3", flightId: "flt_gone" },
    ];
    expect(byDeparture(bookings, flights).map(({ booking }) => booking.id)).toEqual(["bkg_2", "bkg_1"]);
  });

  it("knows the seats that are taken", () => {
    const rows = [
      { flightId: "flt_1", sum: { seats: 7 } },
      { flightId: "flt_2", sum: { seats: null } },
    ];
    expect([...seatsTaken(rows)]).toEqual([
      ["flt_1", 7],
      ["flt_2", 0],
    ]);
  });
});

test("stars stay on days on which none came, and are unknown before the first day that is known", () => {
  const known = [
    { day: "2026-11-20", total: 12, gained: 2 },
    { day: "2026-11-18", total: 10, gained: 3 },
    { day: "2026-11-01", total: 7, gained: 7 },
  ];
  const days = ["2026-11-17", "2026-11-18", "2026-11-19", "2026-11-20", "2026-11-21"];
  expect(starsOf(known, days)).toEqual({ totals: [7, 10, 10, 12, 12], gained: 5 });
  expect(starsOf(known.slice(0, 1), days)).toEqual({ totals: [null, null, null, 12, 12], gained: 2 });
});

test("a tenant is new until it has a lead, or two other beginnings", () => {
  const nothing = { lead: false, activity: false, repository: false, people: false };
  expect(isNew(nothing)).toBe(true);
  expect(isNew({ ...nothing, repository: true })).toBe(true);
  expect(isNew({ ...nothing, repository: true, people: true })).toBe(false);
  expect(isNew({ ...nothing, lead: true })).toBe(false);
});
