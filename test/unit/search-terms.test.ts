import { DatabaseSync } from "node:sqlite";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ftsQuery, plainText, SEARCH_LIMITS } from "../../src/protocol/search-terms.ts";

describe("the full-text query for what a person typed", () => {
  it.each([
    ["ada", '"ada"*'],
    ["  Ada \t Lovelace\n", '"Ada"* "Lovelace"*'],
    ["o'neil", `"o'neil"*`],
    ['say "hi"', '"say"* """hi"""*'],
    ["title:x -y NEAR( a*", '"title:x"* "-y"* "NEAR("* "a*"*'],
    ["a\0b", '"a"* "b"*'],
    ["x\ud800", '"x\ufffd"*'],
    ["高橋 愛", '"高橋"* "愛"*'],
    ["- & 7", '"7"*'],
  ])("%j is %j", (typed, query) => {
    expect(ftsQuery(typed)).toBe(query);
  });

  it.each(["", "   ", "!", "🚀", '"', "\0", "\ud800", "* - ^"])("%j matches nothing", (typed) => {
    expect(ftsQuery(typed)).toBeNull();
  });

  it("looks at a bounded part of what was typed, and never cuts a character in two", () => {
    expect(ftsQuery("a ".repeat(100))?.split(" ")).toHaveLength(SEARCH_LIMITS.terms);
    expect(ftsQuery("𝒳".repeat(500))).toBe(`"${"𝒳".repeat(SEARCH_LIMITS.characters)}"*`);
  });

  it("S15: is valid for any string", () => {
    const database = new DatabaseSync(":memory:");
    database.exec("CREATE VIRTUAL TABLE docs USING fts5(text)");
    const search = database.prepare("SELECT rowid FROM docs WHERE docs MATCH ?");
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.string()), (typed) => {
        const query = ftsQuery(typed);
        if (query !== null) search.all(query);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe("text that is indexed", () => {
  it("holds no control characters", () => {
    expect(plainText("a\u0002b\u0003\0c\nd\u0085e")).toBe("a b  c d e");
  });

  it("is well-formed, and otherwise as it was", () => {
    expect(plainText("a\ud83d")).toBe("a\ufffd");
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        expect(plainText(text).isWellFormed()).toBe(true);
        if (!/\p{Cc}/u.test(text)) expect(plainText(text)).toBe(text.toWellFormed());
      }),
    );
  });
});
