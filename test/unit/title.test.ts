import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { titleOf } from "../../src/protocol/title.ts";

const person = ["{firstName} {lastName}", "{githubLogin}", "{externalId}"];

describe("the title of a record", () => {
  it.each([
    ["both names", { firstName: "Ada", lastName: "Lovelace", githubLogin: "ada" }, "Ada Lovelace"],
    ["the name there is, without the space of the other", { firstName: null, lastName: "Lovelace" }, "Lovelace"],
    ["the first name alone", { firstName: "Ada" }, "Ada"],
    ["the next alternative, where none of the fields is filled", { firstName: "", githubLogin: "ada" }, "ada"],
    ["the last alternative", { externalId: "crm-7" }, "crm-7"],
    ["nothing, where no field of any is filled", { firstName: null, lastName: "" }, ""],
    ["nothing for values that are neither text nor number", { firstName: true, githubLogin: ["a"] }, ""],
  ])("is %s", (_what, record, title) => {
    expect(titleOf(person, record)).toBe(title);
  });

  it("takes numbers, 0 among them", () => {
    const booking = ["{status} · {seats} × {flightId}"];
    expect(titleOf(booking, { status: "requested", seats: 2, flightId: "flt_1" })).toBe("requested · 2 × flt_1");
    expect(titleOf(["{stars}"], { stars: 0 })).toBe("0");
  });

  it("keeps the spaces within a value, and joins those around a field that is empty", () => {
    expect(titleOf(["{carrier} {number} {from}–{to}"], { carrier: "LH", from: "BER", to: "FRA" })).toBe("LH BER–FRA");
    expect(titleOf(["{name} {tag}"], { name: "a  b" })).toBe("a  b");
  });

  it("shows braces in a value as they are", () => {
    expect(titleOf(["{name} {tag}"], { name: "{tag}", tag: "$&" })).toBe("{tag} $&");
  });

  it.each(["\n", "\r\n", "\r", "\u2028"])("is the first line of several (%j)", (end) => {
    expect(titleOf(["{message}"], { message: `Fix it${end}${end}Because.` })).toBe("Fix it");
  });

  it("has at most 200 characters, and no half of one", () => {
    expect(titleOf(["{name}"], { name: "x".repeat(201) })).toBe("x".repeat(200));
    expect(titleOf(["{name}"], { name: `${"x".repeat(199)}😀` })).toBe("x".repeat(199));
  });

  it("is one line of well-formed text, whatever the fields hold", () => {
    const text = fc.string({ unit: "binary", maxLength: 210 });
    fc.assert(
      fc.property(text, text, (firstName, lastName) => {
        const title = titleOf(person, { firstName, lastName });
        expect(title.length).toBeLessThanOrEqual(200);
        expect(title).not.toMatch(/[\n\r]/);
        expect(title.isWellFormed()).toBe(true);
      }),
    );
  });
});
