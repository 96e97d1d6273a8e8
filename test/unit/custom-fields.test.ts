import { describe, expect, it } from "vitest";
import { accountConfig } from "../../src/resources/account-config.ts";
import { checkCustom, customKinds } from "../../src/resources/custom-fields.ts";
import type { Json } from "../../src/resources/define.ts";

const settings = {
  customFields: {
    humans: {
      motto: { type: "text" },
      points: { type: "integer" },
      score: { type: "number" },
      vip: { type: "boolean" },
      since: { type: "date" },
      tier: { type: "select", label: "Tier", options: ["gold", "silver"] },
    },
    pets: { chip: { type: "text", required: true } },
  },
};

describe("customKinds", () => {
  it("gives each field the kind by which it compares", () => {
    expect(Object.fromEntries(customKinds(settings, "humans"))).toEqual({
      motto: "text",
      points: "integer",
      score: "number",
      vip: "boolean",
      since: "date",
      tier: "text",
    });
  });

  it("knows no fields of other resources, nor those every object inherits", () => {
    expect(customKinds(settings, "accounts").size).toBe(0);
    expect(customKinds(settings, "constructor").size).toBe(0);
    expect(customKinds(settings, "humans").has("constructor")).toBe(false);
    expect(customKinds({}, "humans").size).toBe(0);
    expect(customKinds({ customFields: null }, "humans").size).toBe(0);
  });
});

describe("checkCustom", () => {
  it("keeps values that fit, and normalises times and days", () => {
    const value = {
      motto: " as typed ",
      points: -3,
      score: 0.5,
      vip: false,
      since: "2026-01-01T00:30:00+01:00",
      tier: "gold",
    };
    expect(checkCustom(settings, "humans", value)).toEqual({
      value: { ...value, since: "2025-12-31T23:30:00.000Z" },
      details: [],
    });
    expect(checkCustom(settings, "humans", { since: "2026-11-21" }).value).toEqual({
      since: "2026-11-21T00:00:00.000Z",
    });
  });

  const wrong: [string, Json, string][] = [
    ["motto", 5, "This must be text."],
    ["motto", "x".repeat(10_001), "This may have at most 10000 characters."],
    ["motto", "a\0", "This contains a character that cannot be stored (U+0000 or half of a surrogate pair)."],
    ["points", 1.5, "This must be a whole number between -(2^53 - 1) and 2^53 - 1."],
    ["points", "1", "This must be a whole number between -(2^53 - 1) and 2^53 - 1."],
    ["score", Number.POSITIVE_INFINITY, "This must be a number: 0, or from 1e-60 to 1e60 in size."],
    ["score", "1", "This must be a number: 0, or from 1e-60 to 1e60 in size."],
    ["score", 1e61, "This must be a number: 0, or from 1e-60 to 1e60 in size."],
    ["vip", 1, "This must be true or false."],
    ["since", "soon", "This must be a day or a time with its offset, such as 2026-11-21 or 2026-11-21T09:30:00Z."],
    ["since", 5, "This must be a day or a time with its offset, such as 2026-11-21 or 2026-11-21T09:30:00Z."],
    ["tier", "bronze", "This must be one of gold, silver."],
    ["tier", ["gold"], "This must be one of gold, silver."],
    ["nickname", "x", "account-config defines no such field."],
    ["toString", "x", "account-config defines no such field."],
  ];
  it.each(wrong)("refuses %s = %j", (field, value, message) => {
    expect(checkCustom(settings, "humans", { [field]: value })).toEqual({
      value: {},
      details: [{ field: `custom.${field}`, message }],
    });
  });

  it("names every value that is wrong", () => {
    const { details } = checkCustom(settings, "humans", { points: "1", vip: 1, motto: "fine" });
    expect(details.map((detail) => detail.field)).toEqual(["custom.points", "custom.vip"]);
  });

  it("removes what is null, even a field that is no longer defined", () => {
    expect(checkCustom(settings, "humans", { motto: null, gone: null, points: 1 })).toEqual({
      value: { points: 1 },
      details: [],
    });
  });

  it("asks for required fields", () => {
    const missing = [{ field: "custom.chip", message: "This field is required." }];
    expect(checkCustom(settings, "pets", {}).details).toEqual(missing);
    expect(checkCustom(settings, "pets", { chip: null }).details).toEqual(missing);
    expect(checkCustom(settings, "pets", { chip: "900123" }).details).toEqual([]);
  });

  it("keeps a value that did not change although its definition has gone or changed", () => {
    const before = { gone: "kept", points: "was text" };
    expect(checkCustom(settings, "humans", { ...before, motto: "new" }, before)).toEqual({
      value: { ...before, motto: "new" },
      details: [],
    });
    expect(checkCustom(settings, "humans", { gone: "changed" }, before).details).toHaveLength(1);
  });
});

describe("the definitions in account-config", () => {
  const issues = (customFields: unknown) => {
    const result = accountConfig.update.safeParse({ customFields });
    return result.success ? [] : result.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
  };

  it("may be any of the six types", () => {
    expect(issues(settings.customFields)).toEqual([]);
  });

  it.each([
    [
      { humans: { tier: { type: "colour" } } },
      "customFields.humans.tier.type: This must be one of text, integer, number, boolean, date, select.",
    ],
    [
      { humans: { tier: { type: "select" } } },
      "customFields.humans.tier.options: A field of type select has options, and no other type has.",
    ],
    [
      { humans: { tier: { type: "text", options: ["a"] } } },
      "customFields.humans.tier.options: A field of type select has options, and no other type has.",
    ],
    [
      { humans: { tier: { type: "select", options: [] } } },
      "customFields.humans.tier.options: Give at least one option.",
    ],
    [{ humans: { tier: {} } }, "customFields.humans.tier.type: This field is required."],
    [{ humans: [] }, "customFields.humans: This must be an object."],
    ["none", "customFields: This must be an object."],
    [
      { humans: Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`f${index}`, { type: "text" }])) },
      "customFields.humans: A resource may have at most 50 fields of your own.",
    ],
  ])("refuse %j", (customFields, sentence) => {
    expect(issues(customFields)).toContain(sentence);
  });

  it.each(["Tier", "1st", "a-b", "a.b", "", "a".repeat(41)])("refuse the field name %j", (name) => {
    const fields = JSON.parse(`{ ${JSON.stringify(name)}: { "type": "text" } }`);
    expect(issues({ humans: fields }).join()).toContain(
      "A field's name starts with a small letter and has at most 40 letters, digits and underscores.",
    );
  });

  it.each(["Humans", "geo_interests", ""])("refuse the resource name %j", (name) => {
    expect(issues(JSON.parse(`{ ${JSON.stringify(name)}: {} }`)).join()).toContain(
      "A resource's name is kebab-case, such as geo-interests.",
    );
  });

  it("refuse properties that a definition does not have", () => {
    expect(issues({ humans: { tier: { type: "text", choices: ["a"] } } })).toHaveLength(1);
  });
});
