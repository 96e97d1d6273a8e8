import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ListedStream, readItems, readRepository } from "../../objects/github/items.ts";
import { cut } from "../../objects/github/mapping.ts";
import { withTotals } from "../../objects/github/star-days.ts";
import {
  comment,
  commit,
  contributor,
  issue,
  NOW,
  pull,
  readPage,
  release,
  repository,
  week,
} from "../support/github-samples.ts";

const valuesOf = (stream: ListedStream, item: unknown) => readPage(stream, item).items[0]?.values;

describe("a text", () => {
  it("is cut to what a field holds", () => {
    const long = "x".repeat(70_000);
    expect(valuesOf("issues", { ...issue, title: long, body: long })).toMatchObject({
      title: "x".repeat(1_000),
      body: "x".repeat(20_000),
    });
    expect(valuesOf("commits", { ...commit, commit: { ...commit.commit, message: long } })?.message).toHaveLength(
      20_000,
    );
    const labels = Array.from({ length: 150 }, (_, index) => ({ name: `${index} ${long}` }));
    const kept = valuesOf("issues", { ...issue, labels })?.labels;
    expect(kept).toHaveLength(100);
  });

  it("can always be stored: well-formed, without U+0000, and at most as long", () => {
    expect(cut("a👋", 2)).toBe("a");
    expect(cut("\ud83d\0", 5)).toBe("\uFFFD\uFFFD");
    const any16 = fc.nat(0xffff).map((code) => String.fromCharCode(code));
    const unit = fc.oneof(fc.constantFrom("\ud83d", "\udc4b", "\0"), any16);
    const text = fc.array(unit, { maxLength: 30 }).map((units) => units.join(""));
    fc.assert(
      fc.property(text, fc.nat(40), (any, max) => {
        const kept = cut(any, max);
        expect(kept.isWellFormed() && !kept.includes("\0")).toBe(true);
        expect(kept.length).toBeLessThanOrEqual(max);
        expect(kept.length).toBeGreaterThanOrEqual(Math.min(any.length, max) - 1);
      }),
    );
  });
});

describe("an item that cannot be read", () => {
  it("spoils no other, and is named with its field", () => {
    const wrong = { ...issue, id: 3, user: { id: "7", login: "ada" }, body: "a secret" };
    const { items, bad } = readPage("issues", issue, wrong, null, { number: 1 }, pull);
    expect(items.map(({ id }) => id)).toEqual(["iss_546672197", "iss_2"]);
    expect(bad).toEqual([
      { id: "iss_3", field: "user.id", message: "Invalid input: expected number, received string" },
      { id: "item 3", field: "", message: "Invalid input: expected object, received null" },
      { id: "item 4", field: "id", message: "Invalid input: expected number, received undefined" },
    ]);
    expect(JSON.stringify(bad)).not.toContain("secret");
  });

  it.each<[ListedStream, object, string]>([
    ["issues", { ...issue, state: "merged" }, "state"],
    ["issues", { ...issue, updated_at: "yesterday" }, "updated_at"],
    ["issues", { ...issue, html_url: "javascript:alert(1)" }, "html_url"],
    ["comments", { ...comment, issue_url: "https://api.github.com/repos/a/b/pulls/x" }, "issue_url"],
    ["comments", { ...comment, id: 2 ** 53 }, "id"],
    ["commits", { ...commit, sha: "HEAD" }, "sha"],
    ["releases", { ...release, assets: [{ download_count: -1 }] }, "assets.0.download_count"],
    ["contributors", { ...contributor, contributions: "many" }, "contributions"],
    ["stars", { ...week, days: [1, 2] }, "days"],
  ])("of %s is refused where a field is wrong (%#)", (stream, item, field) => {
    const { items, bad } = readPage(stream, item);
    expect(items).toEqual([]);
    expect(bad).toMatchObject([{ field }]);
  });

  it.each<ListedStream>(["issues", "comments", "commits", "releases", "contributors", "stars"])(
    "never throws, whatever a page of %s holds",
    (stream) => {
      fc.assert(
        fc.property(fc.array(fc.jsonValue({ maxDepth: 3 }), { maxLength: 5 }), (page) => {
          const { items, bad } = readPage(stream, ...page);
          expect(items.length + bad.length).toBeLessThanOrEqual(page.length);
        }),
        { numRuns: 30 },
      );
    },
  );
});

describe("a body", () => {
  it.each([
    ["", "The body is no JSON."],
    ["[1,", "The body is no JSON."],
    ["<html>a secret</html>", "The body is no JSON."],
    ['{"message":"Not Found"}', "The body is JSON, but no list."],
    ["null", "The body is JSON, but no list."],
  ])("that is no page is one failure: %s", (body, unreadable) => {
    expect(readItems("issues", body, NOW)).toEqual({ unreadable });
  });

  it("with the same item twice gives it once, as it came last", () => {
    const { items } = readPage("issues", issue, { ...issue, title: "Later" });
    expect(items).toMatchObject([{ values: { title: "Later" } }]);
  });

  it("that is no repository says which field is wrong", () => {
    expect(readRepository("[")).toEqual({ unreadable: "The body is no JSON." });
    expect(readRepository("[]")).toEqual({ unreadable: "The body: Invalid input: expected object, received array" });
    expect(readRepository(JSON.stringify({ ...repository, full_name: 1 }))).toEqual({
      unreadable: "full_name: Invalid input: expected string, received number",
    });
  });
});

describe("days of stars", () => {
  const day = (date: number, gained: number) => ({
    id: `day_2026-11-${date}`,
    values: { day: `2026-11-${date}`, total: null, gained, source: "history" as const },
  });
  const totals = ({ days }: ReturnType<typeof withTotals>) => days.map(({ values }) => [values.day, values.total]);

  it("have totals counted back from the stars of today, over as many pages as there are", () => {
    const newest = withTotals([day(18, 5), day(19, 0), day(20, 2)], 100);
    expect(totals(newest)).toEqual([
      ["2026-11-20", 100],
      ["2026-11-19", 98],
      ["2026-11-18", 98],
    ]);
    expect(totals(withTotals([day(16, 1), day(17, 3)], newest.before))).toEqual([
      ["2026-11-17", 93],
      ["2026-11-16", 90],
    ]);
  });

  it("never have fewer stars than none", () => {
    expect(withTotals([day(19, 9), day(20, 9)], 10)).toMatchObject({ before: 0 });
  });
});
