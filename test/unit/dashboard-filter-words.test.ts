import { describe, expect, it } from "vitest";
import { config } from "../../src/croft.config.ts";
import { shownFields } from "../../src/dashboard/fields/shown-field.ts";
import { askableFields } from "../../src/dashboard/records/filter-fields.ts";
import { readFilter } from "../../src/dashboard/records/filter-tree.ts";
import { comparedIn, filterWords } from "../../src/dashboard/records/filter-words.ts";
import { describeConfig } from "../../src/resources/describe.ts";

const { resources } = describeConfig(config);
const named = (name: string) => resources.find((resource) => resource.name === name);
const leads = named("leads");
if (!leads) throw new Error("There are no leads.");
const settings = { customFields: { leads: { tier: { type: "select", options: ["gold"], label: "Tier" } } } };
const askable = askableFields(leads, shownFields(leads, settings), named, () => true);
const fieldAt = (path: string) => askable.find((each) => each.path === path);
const words = (filter: object) => {
  const tree = readFilter(filter);
  return tree && filterWords(tree, fieldAt);
};

describe("what a filter may ask", () => {
  it("are the fields of the resource, the tenant's own and those of related records", () => {
    const paths = askable.map(({ path }) => path);
    expect(paths).toEqual(
      expect.arrayContaining(["stage", "createdAt", "custom.tier", "account.name", "human.firstName"]),
    );
    expect(paths).not.toContain("custom");
    expect(askable.find(({ path }) => path === "account.name")?.label).toBe("Account · Name");
  });

  it("leaves out relations to records that the caller may not see", () => {
    const own = askableFields(leads, shownFields(leads, null), named, () => false);
    expect(own.some(({ group }) => group !== null)).toBe(false);
  });
});

describe("a filter in words", () => {
  it("says fields, comparisons and values as people do", () => {
    expect(words({ stage: "new" })).toBe("Stage is New");
    expect(words({ stage: { in: ["new", "won"] } })).toBe("Stage is one of New, Won");
    expect(words({ createdAt: { gte: "now-7d" } })).toBe("Created is from 7 days before now");
    expect(words({ createdAt: { lt: "startOfMonth" } })).toBe("Created is before the start of this month");
    expect(words({ ownerId: { isNull: true } })).toBe("Owner is empty");
    expect(words({ "custom.tier": "gold" })).toBe("Tier is gold");
    expect(words({ value: { gte: 10_000 } })).toMatch(/^Value is at least .*100/);
  });

  it("names records and people as whoever knows them does", () => {
    const account = "acc_01JD0000000000000000000000";
    const others = ["b", "c", "d", "e"].map((end) => `hum_01JD000000000000000000000${end.toUpperCase()}`);
    const tree = readFilter({
      accountId: account,
      humanId: { in: others },
      title: "Roof",
      ownerId: { startsWith: "usr_" },
    });
    if (!tree) throw new Error("This is no filter.");
    expect(comparedIn(tree, fieldAt).map(({ asked, value }) => [asked.path, value])).toEqual([
      ["accountId", account],
      ...others.slice(0, 3).map((id) => ["humanId", id]),
      ["title", "Roof"],
    ]);
    const wordsOf = (value: string) => (value.includes("_") ? `the one that ends in ${value.slice(-1)}` : null);
    expect(filterWords(tree, fieldAt, wordsOf)).toBe(
      "(Account is the one that ends in 0 and Human is one of the one that ends in B, the one that ends in C, the one that ends in D +1 and Title is Roof and Owner begins with usr_)",
    );
  });

  it("says resources by their names", () => {
    const activities = named("activities");
    if (!activities) throw new Error("There are no activities.");
    const asked = askableFields(activities, shownFields(activities, null), named, () => false);
    const tree = readFilter({ subjectResource: "geo-interests" });
    expect(tree && filterWords(tree, (path) => asked.find((each) => each.path === path))).toMatch(
      / is Places of interest$/,
    );
  });

  it("shows groups in brackets, and what is unknown as it stands", () => {
    expect(words({ or: [{ stage: "new" }, { not: { ownerId: { isNull: true } } }] })).toBe(
      "(Stage is New or not Owner is empty)",
    );
    expect(words({ gone: "x" })).toBe("gone is x");
    expect(words({ stage: { in: ["a", "b", "c", "d", "e"] } })).toBe("Stage is one of a, b, c +2");
    expect(words({ title: { contains: "x".repeat(100) } })?.length).toBeLessThan(70);
  });
});
