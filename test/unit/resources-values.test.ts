import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type * as z from "zod";
import {
  currency,
  day,
  domainName,
  emailAddress,
  flag,
  freeText,
  isDay,
  measure,
  name,
  oneOf,
  phoneNumber,
  time,
  toInstant,
  webAddress,
  wholeNumber,
  words,
} from "../../src/resources/values.ts";

/** The value as it is stored, or the sentences that refuse it. */
function outcome(schema: z.ZodType, input: unknown): unknown {
  const result = schema.safeParse(input);
  return result.success ? result.data : result.error.issues.map((issue) => issue.message);
}

const accepted: [string, z.ZodType, unknown, unknown][] = [
  ["a time in UTC", time, "2026-11-21T02:52:58.123Z", "2026-11-21T02:52:58.123Z"],
  ["a time without seconds", time, "2026-11-21T02:52Z", "2026-11-21T02:52:00.000Z"],
  ["a time east of Greenwich", time, "2026-01-01T00:30:00+01:00", "2025-12-31T23:30:00.000Z"],
  ["a time west of Greenwich", time, "2026-12-31T23:30:00-05:45", "2027-01-01T05:15:00.000Z"],
  ["nanoseconds, cut off", time, "2026-11-21T02:52:58.999999999Z", "2026-11-21T02:52:58.999Z"],
  ["tenths of a second", time, "2026-11-21T02:52:58.5Z", "2026-11-21T02:52:58.500Z"],
  ["a leap day", time, "2024-02-29T00:00:00Z", "2024-02-29T00:00:00.000Z"],
  ["the first year", time, "0001-01-01T00:00:00Z", "0001-01-01T00:00:00.000Z"],
  ["the last millisecond", time, "9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z"],
  ["a day", day, "2000-02-29", "2000-02-29"],
  [
    "an address in capitals with spaces around",
    emailAddress,
    "  Ada.Lovelace+CRM@Example.COM\n",
    "ada.lovelace+crm@example.com",
  ],
  ["an address beyond ASCII", emailAddress, "Jürgen@Bücher.example", "jürgen@bücher.example"],
  ["an address in a deep domain", emailAddress, "a@b.c-d.e.co", "a@b.c-d.e.co"],
  ["a domain in capitals", domainName, " Example.CO.UK ", "example.co.uk"],
  ["a number with spaces", phoneNumber, "+49 30 123456", "+4930123456"],
  ["a number with its trunk zero", phoneNumber, "+49 (0)30 123456", "+4930123456"],
  ["a number that starts with 00", phoneNumber, "0044 20 7183 8750", "+442071838750"],
  ["a number with punctuation", phoneNumber, "+1 (415) 555-2671", "+14155552671"],
  ["a web address", webAddress, "https://example.com/a?b=c#d", "https://example.com/a?b=c#d"],
  ["a currency", currency, "CHF", "CHF"],
  ["a blank name", name(), " ", " "],
  ["an empty note", freeText(10), "", ""],
  ["as many characters as allowed", freeText(3), "abc", "abc"],
  ["the greatest whole number", wholeNumber(0), Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
  ["the bounds of a number", measure(-90, 90), -90, -90],
];

describe("values", () => {
  it.each(accepted)("accept %s", (_what, schema, input, expected) => {
    expect(outcome(schema, input)).toBe(expected);
  });

  it.each([
    "2026-11-21T02:52:58",
    "2026-11-21",
    "2026-02-30T00:00:00Z",
    "2023-02-29T00:00:00Z",
    "2026-13-01T00:00:00Z",
    "2026-00-01T00:00:00Z",
    "2026-01-01T24:00:00Z",
    "2026-01-01T23:60:00Z",
    "2026-01-01T23:59:60Z",
    "2026-01-01T00:00:00+24:00",
    "2026-01-01T00:00:00+01",
    "0000-12-31T23:59:59Z",
    "0001-01-01T00:00:00+00:01",
    "9999-12-31T23:59:59-00:01",
    "10000-01-01T00:00:00Z",
    "+002026-01-01T00:00:00Z",
    " 2026-01-01T00:00:00Z",
    "now",
    "",
  ])("refuse the time %j", (input) => {
    expect(outcome(time, input)).toEqual([
      "This must be a time with its offset, such as 2026-11-21T09:30:00Z, between the years 0001 and 9999.",
    ]);
  });

  it.each(["2026-02-30", "2026-2-3", "0000-01-01", "2026-01-01T00:00:00Z", ""])("refuse the day %j", (input) => {
    expect(outcome(day, input)).toEqual(["This must be a day, such as 1987-03-21."]);
  });

  it.each([
    "ada",
    "ada@",
    "@example.com",
    "ada@example",
    "a da@example.com",
    "a@b@example.com",
    "ada@-example.com",
    "ada@example..com",
    "ada@.com",
    "ada@example.c-",
    "ada@example.c",
    "<a>@example.com",
    "ada\0@example.com",
  ])("refuse the e-mail address %j", (input) => {
    expect(outcome(emailAddress, input)).toEqual(["This must be an e-mail address, such as ada@example.com."]);
  });

  it("refuses an endless e-mail address at once", () => {
    const started = performance.now();
    expect(outcome(emailAddress, `a@${"a".repeat(1_000_000)}`)).toContain(
      "An e-mail address has at most 254 characters.",
    );
    expect(outcome(emailAddress, `a@${"a.".repeat(500_000)}!`)).toContain(
      "An e-mail address has at most 254 characters.",
    );
    expect(performance.now() - started).toBeLessThan(1_000);
  });

  it.each(["030 123456", "12345", "+1 555 0100", "+999 12345678", "call +14155552671", "+", "abc", ""])(
    "refuse the phone number %j, saying how to write it",
    (input) => {
      expect(outcome(phoneNumber, input)).toEqual([
        "This must be an international phone number that starts with + or 00 and the country code, such as +49 30 123456.",
      ]);
    },
  );

  it("refuses to drop an extension in silence", () => {
    expect(outcome(phoneNumber, "+1 415 555 2671 ext. 5")).toEqual([
      "E.164 has no extensions: leave it out and keep it in the label.",
    ]);
  });

  it.each([
    "javascript:alert(1)",
    "ftp://example.com",
    "//example.com",
    "example.com",
    "https://",
    "https://exa mple.com",
    "java\nscript:https://x",
  ])("refuse the web address %j", (input) => {
    expect(outcome(webAddress, input)).toEqual(["This must be a web address that starts with http:// or https://."]);
  });

  it.each(["localhost", "example", "https://example.com", "example.com/", "-a.com", "a b.com"])(
    "refuse the domain %j",
    (input) => {
      expect(outcome(domainName, input)).toEqual(["This must be a domain name, such as example.com."]);
    },
  );

  it.each([
    [wholeNumber(0), 1.5],
    [wholeNumber(0), 2 ** 53],
    [wholeNumber(0), "1"],
    [wholeNumber(0), null],
  ])("refuse what is no whole number", (schema, input) => {
    expect(outcome(schema, input)).toContain("This must be a whole number between -(2^53 - 1) and 2^53 - 1.");
  });

  it("say what is wrong in a sentence", () => {
    expect(outcome(name(), undefined)).toEqual(["This field is required."]);
    expect(outcome(name(), 5)).toEqual(["This must be text."]);
    expect(outcome(name(), "")).toEqual(["This must not be empty."]);
    expect(outcome(name(3), "abcd")).toEqual(["This may have at most 3 characters."]);
    expect(outcome(freeText(9), "a\0b")).toEqual([
      "This contains a character that cannot be stored (U+0000 or half of a surrogate pair).",
    ]);
    expect(outcome(freeText(9), "\ud800")).toEqual([
      "This contains a character that cannot be stored (U+0000 or half of a surrogate pair).",
    ]);
    expect(outcome(oneOf(["a", "b"]), "c")).toEqual(["This must be one of a, b."]);
    expect(outcome(flag, "true")).toEqual(["This must be true or false."]);
    expect(outcome(wholeNumber(1, 5), 0)).toEqual(["This must be at least 1."]);
    expect(outcome(wholeNumber(1, 5), 6)).toEqual(["This must be at most 5."]);
    expect(outcome(measure(-90, 90), 90.1)).toEqual(["This must be at most 90."]);
    expect(outcome(measure(-90, 90), Number.POSITIVE_INFINITY)).toEqual(["This must be a number."]);
    expect(outcome(currency, "eur")).toEqual([
      "This must be an ISO 4217 currency code of three capital letters, such as EUR.",
    ]);
    expect(outcome(words(1, name(3)), "a")).toEqual(["This must be a list of texts."]);
    expect(outcome(words(1, name(3)), ["a", "b"])).toEqual(["A list may have at most 1 entries."]);
    expect(outcome(words(1, name(3)), [""])).toEqual(["This must not be empty."]);
  });

  it("keep free text exactly as it was typed", () => {
    const typed = fc.string({ unit: "binary", minLength: 1, maxLength: 100 }).filter((text) => !text.includes("\0"));
    const [names, notes] = [name(), freeText(200)];
    fc.assert(fc.property(typed, (text) => names.parse(text) === text && notes.parse(text) === text));
  });

  it("name the same moment however it is written", () => {
    const moments = fc.date({
      min: new Date("0001-01-03T00:00:00Z"),
      max: new Date("9999-12-29T00:00:00Z"),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(moments, fc.integer({ min: -23 * 60, max: 23 * 60 }), (moment, offset) => {
        const local = new Date(moment.getTime() + offset * 60_000).toISOString().slice(0, -1);
        const pad = (value: number) => String(Math.floor(value)).padStart(2, "0");
        const zone = `${offset < 0 ? "-" : "+"}${pad(Math.abs(offset) / 60)}:${pad(Math.abs(offset) % 60)}`;
        expect(toInstant(local + zone)).toBe(moment.toISOString());
      }),
    );
  });

  it("know the days of every year", () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date("0001-01-01T00:00:00Z"), max: new Date("9999-12-31T00:00:00Z"), noInvalidDate: true }),
        (date) => isDay(date.toISOString().slice(0, 10)),
      ),
    );
  });
});
