import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { AnyRecord, ListQuery, LiveListQuery } from "../../src/client/croft.ts";
import { config } from "../../src/croft.config.ts";
import { shownFields } from "../../src/dashboard/fields/shown-field.ts";
import { type Source, TitleStore } from "../../src/dashboard/fields/title-store.ts";
import { changedFields, mayGoBack } from "../../src/dashboard/record/changed-fields.ts";
import {
  changedValues,
  formFields,
  missingIn,
  sentBody,
  startValues,
  withValue,
} from "../../src/dashboard/record/form-values.ts";
import { noteOf } from "../../src/dashboard/record/note.ts";
import { describeConfig } from "../../src/resources/describe.ts";

const { resources } = describeConfig(config);
const NOW = Date.UTC(2026, 10, 21, 9, 30);

const SETTINGS = {
  currency: "CHF",
  customFields: {
    leads: { tier: { type: "select", options: ["gold", "silver"] }, seats: { type: "integer", required: true } },
  },
};

function resource(name: string) {
  const found = resources.find((each) => each.name === name);
  if (!found) throw new Error(`There is no resource ${name}.`);
  return found;
}

const fieldsOf = (name: string) => shownFields(resource(name), SETTINGS);
const NEW = { record: null, initial: {}, settings: SETTINGS, now: NOW };

describe("a form", () => {
  it("shows what may be filled in, and nothing that Croft writes", () => {
    const names = formFields(fieldsOf("leads"), null).map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(["title", "stage", "custom.tier"]));
    for (const name of ["id", "version", "createdAt", "convertedAt"]) expect(names).not.toContain(name);
    expect(formFields(fieldsOf("documents"), null)).toEqual([]);
    expect(formFields(fieldsOf("documents"), {}).map(({ name }) => name)).toEqual(["name"]);
  });

  it("begins with what is given, the tenant's currency, and what stands in for the rest", () => {
    const fields = formFields(fieldsOf("leads"), null);
    const values = startValues(fields, { ...NEW, initial: { accountId: "acc_1" } });
    expect(values).toMatchObject({
      accountId: "acc_1",
      currency: "CHF",
      stage: "new",
      value: 0,
      tags: [],
      title: null,
    });
    expect(startValues(formFields(fieldsOf("activities"), null), NEW).occurredAt).toBe("2026-11-21T09:30:00.000Z");
    expect(startValues(formFields(fieldsOf("humans"), null), NEW).doNotContact).toBe(false);
  });

  it("begins with what is stored where there is a record", () => {
    const record = { stage: "won", currency: "EUR", custom: { tier: "gold" } };
    const values = startValues(formFields(fieldsOf("leads"), record), { ...NEW, record });
    expect(values).toMatchObject({ stage: "won", currency: "EUR", "custom.tier": "gold", "custom.seats": null });
  });

  it("says which fields are missing", () => {
    const fields = formFields(fieldsOf("leads"), null);
    expect(missingIn(fields, startValues(fields, NEW), null)).toEqual(["custom.seats"]);
    const record = { source: "manual" };
    expect(
      missingIn(fields, { source: null, title: null, tags: null, "custom.seats": 1, stage: "new" }, record),
    ).toEqual(expect.arrayContaining(["source"]));
  });

  it("keeps amounts when the currency changes, and forgets a subject of another kind", () => {
    const leads = formFields(fieldsOf("leads"), null);
    expect(withValue(leads, { value: 12_300, currency: "EUR" }, "currency", "JPY")).toEqual({
      value: 123,
      currency: "JPY",
    });
    expect(withValue(leads, { value: 1, currency: "EUR" }, "value", 2)).toEqual({ value: 2, currency: "EUR" });
    const activities = formFields(fieldsOf("activities"), null);
    expect(withValue(activities, { subjectResource: "leads", subjectId: "x" }, "subjectResource", "humans")).toEqual({
      subjectResource: "humans",
      subjectId: null,
    });
  });

  it("sends what was changed alone, and of a new record what was given", () => {
    const record = { title: "A", notes: "x", custom: { tier: "gold" } };
    const values = { title: "B", notes: "x", "custom.tier": "gold" };
    expect(changedValues(values, record)).toEqual({ title: "B" });
    expect(sentBody({ ...values, "custom.tier": null }, record)).toEqual({ title: "B", custom: { tier: null } });
    expect(sentBody({ title: "A", notes: "x", "custom.tier": "gold" }, record)).toEqual({});
    expect(sentBody({ title: "A", notes: null, "custom.tier": "silver" }, null)).toEqual({
      title: "A",
      custom: { tier: "silver" },
    });
  });
});

describe("an entry of a history", () => {
  const before = { title: "A", version: 1, updatedAt: "x", custom: { tier: "gold" }, tags: ["a"], lostReason: null };
  const after = { title: "B", version: 2, updatedAt: "y", custom: {}, tags: ["a"], lostReason: null };

  it("names the fields that changed, the tenant's included, and no others", () => {
    const changes = changedFields(fieldsOf("leads"), before, after);
    expect(changes.map(({ field, ...values }) => [field.name, values])).toEqual([
      ["title", { before: "A", after: "B" }],
      ["custom.tier", { before: "gold", after: null }],
    ]);
    expect(changedFields(fieldsOf("leads"), null, after).map(({ field }) => field.name)).toEqual(["title", "tags"]);
  });

  it("can be taken back while the value is another one, may be written, and the record is alive", () => {
    const [title] = changedFields(fieldsOf("leads"), before, after);
    if (!title) throw new Error("Nothing changed.");
    expect(mayGoBack(title, { title: "C" })).toBe(true);
    expect(mayGoBack(title, { title: "A" })).toBe(false);
    expect(mayGoBack(title, { title: "C", deletedAt: "2026-01-01T00:00:00.000Z" })).toBe(false);
    expect(mayGoBack(title, null)).toBe(false);
    expect(mayGoBack({ ...title, field: { ...title.field, onUpdate: false } }, { title: "C" })).toBe(false);
    expect(mayGoBack({ ...title, before: null, field: { ...title.field, nullable: false } }, { title: "C" })).toBe(
      false,
    );
  });
});

describe("a note", () => {
  const subject = { subjectResource: "leads", subjectId: "lead_1" };

  it("is its first line, and has a body where there is more", () => {
    expect(noteOf("  Called back ", subject, NOW)).toEqual({
      ...subject,
      kind: "note",
      summary: "Called back",
      occurredAt: "2026-11-21T09:30:00.000Z",
    });
    expect(noteOf("Called back\nwill pay", subject, NOW)).toMatchObject({
      summary: "Called back",
      body: "Called back\nwill pay",
    });
  });

  it("fits an activity however long its line is", () => {
    const note = noteOf("😀".repeat(400), subject, NOW);
    expect(note.summary?.length).toBeLessThanOrEqual(500);
    expect(note.summary?.isWellFormed()).toBe(true);
    expect(note.body).toHaveLength(800);
  });
});

/** A resource's client whose records are those given. */
class Records implements Source {
  readonly asked: ListQuery<AnyRecord>[] = [];
  readonly followed: LiveListQuery<AnyRecord>[] = [];
  #tell: () => void = () => undefined;
  #shown: readonly AnyRecord[] = [];
  readonly #records: readonly AnyRecord[];

  constructor(records: readonly AnyRecord[]) {
    this.#records = records;
  }

  list(query: ListQuery<AnyRecord>) {
    this.asked.push(query);
    return Promise.resolve({ data: this.#records });
  }

  live(query: LiveListQuery<AnyRecord>): ReturnType<Source["live"]> {
    this.followed.push(query);
    const shown = () => this.#shown;
    return {
      subscribe: (listener) => {
        this.#tell = () => listener({ data: shown(), seq: 1, status: "live", error: null });
        return () => undefined;
      },
      get value() {
        return { data: shown(), seq: 1, status: "live" as const, error: null };
      },
    };
  }

  change(records: readonly AnyRecord[]): void {
    this.#shown = records;
    this.#tell();
  }
}

describe("titles of records that others name", () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());
  const ADA = { id: "hum_1", version: 1, firstName: "Ada", lastName: "Lovelace", deletedAt: null };
  const GONE = { id: "hum_2", version: 1, firstName: "Bob", lastName: null, deletedAt: "2026-01-01T00:00:00.000Z" };
  const other = () => Promise.resolve(null);

  it("are asked for together, once, and told apart from those that are deleted or missing", async () => {
    const source = new Records([ADA, GONE]);
    const store = new TitleStore(resource("humans"), "id", source, other);
    for (const id of ["hum_1", "hum_2", "hum_3", "hum_1"]) store.watch(id, () => undefined);
    expect(store.read("hum_1").status).toBe("loading");
    await vi.advanceTimersByTimeAsync(50);
    expect(source.asked).toEqual([
      { filter: { id: { in: ["hum_1", "hum_2", "hum_3"] } }, limit: 200, deleted: "include" },
    ]);
    expect(["hum_1", "hum_2", "hum_3"].map((id) => store.read(id))).toEqual([
      { status: "known", title: "Ada Lovelace" },
      { status: "deleted", title: "Bob" },
      { status: "missing", title: null },
    ]);
  });

  it("are followed while they are looked at", async () => {
    const source = new Records([ADA]);
    const store = new TitleStore(resource("humans"), "id", source, other);
    const told = vi.fn();
    const end = store.watch("hum_1", told);
    await vi.advanceTimersByTimeAsync(1_100);
    expect(source.followed).toEqual([{ filter: { id: { in: ["hum_1"] } }, limit: 200 }]);
    source.change([{ ...ADA, lastName: "King" }]);
    await vi.advanceTimersByTimeAsync(0);
    expect(store.read("hum_1").title).toBe("Ada King");
    expect(told).toHaveBeenCalledTimes(2);
    end();
    await vi.advanceTimersByTimeAsync(1_100);
    expect(source.followed).toHaveLength(1);
  });

  it("show those of others that they name, not their ids", async () => {
    const booking = { id: "bkg_1", version: 1, status: "confirmed", seats: 2, flightId: "flt_1", deletedAt: null };
    const store = new TitleStore(resource("bookings"), "id", new Records([booking]), (field, id) =>
      Promise.resolve(`${field} ${id}`),
    );
    const title = store.title("bkg_1");
    await vi.advanceTimersByTimeAsync(50);
    expect(await title).toBe("confirmed · 2 × flightId flt_1");
  });

  it("are missing where they are refused", async () => {
    const source = new Records([]);
    source.list = () => Promise.reject(new Error("No."));
    const store = new TitleStore(resource("humans"), "id", source, other);
    store.watch("hum_1", () => undefined);
    await vi.advanceTimersByTimeAsync(50);
    expect(store.read("hum_1").status).toBe("missing");
  });
});
