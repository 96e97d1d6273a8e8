import { afterEach, describe, expect, it, vi } from "vitest";
import { CroftError } from "../../src/client/error.ts";
import type { Fields } from "../../src/client/resource-types.ts";
import { config } from "../../src/croft.config.ts";
import { formatDay, instantOf, localOf } from "../../src/dashboard/fields/dates.ts";
import { formatValue } from "../../src/dashboard/fields/format.ts";
import { linkOf } from "../../src/dashboard/fields/links.ts";
import { formatMoney } from "../../src/dashboard/fields/numbers.ts";
import { nextOptions, optionLabel } from "../../src/dashboard/fields/options.ts";
import { readJson } from "../../src/dashboard/fields/parse.ts";
import { recordTitle } from "../../src/dashboard/fields/record-title.ts";
import { idsIn, namedBy, referenceOf, resourceOfId } from "../../src/dashboard/fields/references.ts";
import { changesOf, refusalOf } from "../../src/dashboard/fields/refusal.ts";
import { bodyOf, type ShownField, shownFields, valueAt } from "../../src/dashboard/fields/shown-field.ts";
import { describeConfig } from "../../src/resources/describe.ts";

const { resources } = describeConfig(config);

const SETTINGS = {
  customFields: {
    leads: {
      tier: { type: "select", label: "Customer tier", options: ["gold", "silver"] },
      seats: { type: "integer", required: true },
      since: { type: "date" },
    },
  },
};

function resource(name: string) {
  const found = resources.find((each) => each.name === name);
  if (!found) throw new Error(`There is no resource ${name}.`);
  return found;
}

function field(name: string, path: string): ShownField {
  const found = shownFields(resource(name), SETTINGS).find((each) => each.name === path);
  if (!found) throw new Error(`There is no field ${path}.`);
  return found;
}

const HUMAN = "hum_01JD0000000000000000000000";

afterEach(() => vi.unstubAllEnvs());

describe("the fields of a resource", () => {
  it("are its own, then the tenant's, then those that Croft writes", () => {
    const names = shownFields(resource("leads"), SETTINGS).map(({ name }) => name);
    expect(names[0]).toBe("title");
    expect(names.slice(-9)).toEqual([
      "custom.tier",
      "custom.seats",
      "custom.since",
      "id",
      "createdAt",
      "updatedAt",
      "createdBy",
      "version",
      "deletedAt",
    ]);
    expect(names).not.toContain("custom");
  });

  it("say of the tenant's what they hold", () => {
    expect(field("leads", "custom.tier")).toMatchObject({
      label: "Customer tier",
      options: ["gold", "silver"],
      onCreate: "optional",
      nullable: true,
    });
    expect(field("leads", "custom.seats")).toMatchObject({ kind: "integer", onCreate: "required", nullable: false });
    expect(field("leads", "custom.since")).toMatchObject({ kind: "date", format: "date-time" });
  });

  it("are the resource's alone while the settings are unknown or say nothing that is understood", () => {
    const unknown: readonly (Fields | null)[] = [null, {}, { customFields: { leads: { tier: { type: "colour" } } } }];
    for (const settings of unknown) {
      expect(shownFields(resource("leads"), settings).some(({ name }) => name.startsWith("custom."))).toBe(false);
    }
  });

  it("have their values read and written where they stand", () => {
    const record = { stage: "new", custom: { tier: "gold" } };
    expect([valueAt(record, "stage"), valueAt(record, "custom.tier"), valueAt(record, "custom.toString")]).toEqual([
      "new",
      "gold",
      null,
    ]);
    expect(bodyOf({ stage: "won", "custom.tier": null, "custom.seats": 3 })).toEqual({
      stage: "won",
      custom: { tier: null, seats: 3 },
    });
    expect(bodyOf({ stage: "won" })).toEqual({ stage: "won" });
  });
});

describe("a time", () => {
  it("is written in the reader's zone and kept, on days when clocks change, too", () => {
    vi.stubEnv("TZ", "Europe/Berlin");
    expect(localOf("2026-07-01T10:00:00.000Z")).toBe("2026-07-01T12:00");
    for (const at of [
      "2026-03-29T00:59:00.000Z",
      "2026-03-29T01:00:00.000Z",
      "2026-10-25T02:00:00.000Z",
      "2026-07-01T10:00:05.000Z",
      "0099-06-01T12:00:00.000Z",
    ])
      expect(instantOf(localOf(at))).toBe(at);
  });

  it("is none while it is not complete", () => {
    expect([instantOf(""), instantOf("2026-07-01"), localOf("soon")]).toEqual([null, null, ""]);
  });

  it("of the calendar is the same day in every zone", () => {
    vi.stubEnv("TZ", "America/Los_Angeles");
    expect(formatDay("1987-03-21")).toContain("21");
  });
});

describe("options", () => {
  it("of a status machine are those that may follow", () => {
    const stage = field("leads", "stage");
    expect(nextOptions(resource("leads"), stage, null)).toEqual(["new", "contacted", "qualified"]);
    expect(nextOptions(resource("leads"), stage, { stage: "qualified" })).toEqual([
      "contacted",
      "qualified",
      "proposal",
      "won",
      "lost",
    ]);
    expect(nextOptions(resource("leads"), stage, { stage: "won" })).toEqual(["won"]);
    expect(nextOptions(resource("leads"), stage, { stage: "of old" })).toHaveLength(6);
  });

  it("are words for people, but those of the tenant stay as they are", () => {
    expect(optionLabel({ name: "status" }, "checked-in")).toBe("Checked in");
    expect(optionLabel({ name: "custom.tier" }, "gold-plus")).toBe("gold-plus");
  });
});

describe("references", () => {
  it("are found by the field, by the field beside it, or by the id", () => {
    expect(referenceOf(field("leads", "humanId"), {})).toEqual({ resource: "humans", by: "id" });
    expect(referenceOf(field("leads", "ownerId"), {})).toEqual({ resource: "members", by: "userId" });
    expect(referenceOf(field("pets", "ownerId"), {})).toEqual({ resource: "humans", by: "id" });
    const subject = field("activities", "subjectId");
    expect(referenceOf(subject, { subjectResource: "leads" })).toEqual({ resource: "leads", by: "id" });
    expect(referenceOf(subject, { subjectResource: null })).toBeNull();
    expect(resourceOfId(resources, HUMAN)?.name).toBe("humans");
    expect(resourceOfId(resources, "hum_1")).toBeUndefined();
  });

  it("are told by a value where the field does not say", () => {
    const createdBy = field("leads", "createdBy");
    expect(namedBy(resources, createdBy, {}, "usr_01JD0000000000000000000000")?.resource).toBe("members");
    expect(namedBy(resources, createdBy, {}, "key_01JD0000000000000000000000")?.resource).toBe("api-keys");
    expect(namedBy(resources, createdBy, {}, "system")).toBeNull();
    expect(namedBy(resources, field("humans", "id"), {}, HUMAN)).toBeNull();
    expect(namedBy(resources, field("activities", "subjectId"), {}, HUMAN)?.resource).toBe("humans");
  });

  it("are found in sentences", () => {
    expect(idsIn(`Taken by ${HUMAN}.`)).toEqual([HUMAN]);
    expect(idsIn("Taken by another record.")).toEqual([]);
  });
});

describe("a value as text", () => {
  it("is what people read", () => {
    const lead = { currency: "EUR" };
    expect(formatValue(field("leads", "stage"), "won", lead)).toBe("Won");
    expect(formatValue(field("activities", "subjectResource"), "geo-interests", {})).toBe("Places of interest");
    expect(formatValue(field("leads", "value"), 500, lead)).toBe(formatMoney(500, "EUR"));
    expect(formatValue(field("leads", "tags"), ["a", "b"], lead)).toBe("a, b");
    expect(formatValue(field("humans", "doNotContact"), true, {})).toBe("Yes");
    expect(formatValue(field("humans", "githubId"), 1_234_567, {})).toBe("1234567");
    expect(formatValue(field("leads", "title"), null, lead)).toBe("");
    expect(formatValue(field("account-config", "customFields"), {}, {})).toBe("");
    expect(formatValue(field("leads", "title"), "<img onerror>", lead)).toBe("<img onerror>");
  });

  it("leads to addresses of people and pages alone", () => {
    expect(linkOf("email", "ada@example.com")).toBe("mailto:ada@example.com");
    expect(linkOf("email", "a?cc=b@example.com")).toBe("mailto:a%3Fcc%3Db@example.com");
    expect(linkOf("phone", "+49 30 1234")).toBe("tel:+49301234");
    expect(linkOf("url", "https://example.com/a")).toBe("https://example.com/a");
    expect(linkOf("url", "javascript:alert(1)")).toBeNull();
    expect(linkOf("url", "data:text/html,x")).toBeNull();
    expect([linkOf("phone", "javascript:x"), linkOf("url", "no page"), linkOf(null, "https://example.com/")]).toEqual([
      null,
      null,
      null,
    ]);
  });

  it("stands for a record that has no name, too", () => {
    expect(recordTitle(resource("leads"), { source: "" })).toBe("Lead without a name");
    expect(recordTitle(resource("leads"), { title: "Big one" })).toBe("Big one");
  });
});

describe("a refusal", () => {
  it("is told by field, lists and the tenant's own included, and in words where no field shows it", () => {
    const details = [
      { field: "custom.tier", message: "This must be one of gold." },
      { field: "petIds[0]", message: "There is no such record in pets." },
      { field: "petIds", message: "Too many." },
    ];
    const error = new CroftError("VALIDATION_ERROR", "Some fields are not valid.", { details });
    expect(refusalOf(error, ["custom.tier", "petIds"])).toEqual({
      fields: { "custom.tier": "This must be one of gold.", petIds: "There is no such record in pets. Too many." },
      message: null,
    });
    expect(refusalOf(error, ["petIds"]).message).toBe("custom.tier: This must be one of gold.");
    expect(refusalOf(new CroftError("FORBIDDEN", "No."), [])).toEqual({ fields: {}, message: "No." });
    expect(refusalOf(new Error("Broken."), []).message).toBe("Broken.");
  });

  it("concerns what was changed, which is what differs", () => {
    const before = { title: "A", tags: ["x"], notes: null };
    expect(changesOf(before, { title: "B", tags: ["x"], notes: null, "custom.tier": null })).toEqual({ title: "B" });
    expect(changesOf(before, { title: "A", tags: [] })).toEqual({ tags: [] });
  });

  it("of JSON that is none is told before it is sent", () => {
    expect(readJson('{"a":[1]}')).toEqual({ value: { a: [1] }, problem: null });
    expect([readJson("{").problem, readJson(" ").problem]).toEqual(["This is no JSON.", null]);
  });
});
