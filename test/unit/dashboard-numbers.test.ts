import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { config } from "../../src/croft.config.ts";
import {
  decimalsOf,
  formatMoney,
  inCurrency,
  minorOf,
  plainNumber,
  writtenMoney,
  writtenNumber,
} from "../../src/dashboard/fields/numbers.ts";
import { readNumber } from "../../src/dashboard/fields/parse.ts";
import { type ShownField, shownFields } from "../../src/dashboard/fields/shown-field.ts";
import { describeConfig } from "../../src/resources/describe.ts";

const { resources } = describeConfig(config);

function field(name: string, path: string): ShownField {
  const fields = resources.filter((each) => each.name === name).flatMap((each) => shownFields(each, null));
  const found = fields.find((each) => each.name === path);
  if (!found) throw new Error(`There is no field ${path} of ${name}.`);
  return found;
}

describe("money", () => {
  it("is shown and written with as many decimals as its currency has", () => {
    expect(formatMoney(123_456, "EUR", "en")).toBe("€1,234.56");
    expect(formatMoney(123_456, "JPY", "en")).toBe("¥123,456");
    expect(formatMoney(123_456, "KWD", "en").replace(/\s/, " ")).toBe("KWD 123.456");
    expect([writtenMoney(5, "EUR", "en"), writtenMoney(123_456, "EUR", "de"), writtenMoney(7, "JPY", "en")]).toEqual([
      "0.05",
      "1234,56",
      "7",
    ]);
  });

  it("is kept through what it is written as, in every currency and language", () => {
    fc.assert(
      fc.property(
        fc.maxSafeNat(),
        fc.constantFrom("EUR", "JPY", "KWD", "CLF", "XYZ"),
        fc.constantFrom("en", "de", "fr", "de-CH", "pt"),
        (minor, currency, locale) => {
          const plain = plainNumber(writtenMoney(minor, currency, locale), locale);
          expect(minorOf(plain ?? "", currency)).toBe(minor);
        },
      ),
    );
  });

  it("takes no more decimals than the currency has, but zeros", () => {
    expect([minorOf("1.5", "EUR"), minorOf("1.500", "EUR"), minorOf("1.505", "EUR"), minorOf("1.0", "JPY")]).toEqual([
      150,
      150,
      null,
      1,
    ]);
    expect(minorOf("1e3", "EUR")).toBeNull();
  });

  it("stays the same amount when its currency becomes another one", () => {
    expect([inCurrency(10_000, "EUR", "JPY"), inCurrency(100, "JPY", "EUR"), inCurrency(5, "EUR", "USD")]).toEqual([
      100, 10_000, 5,
    ]);
  });

  it("has two decimals in a currency that nobody knows", () => {
    expect([decimalsOf("?"), formatMoney(1_234, "?", "en")]).toEqual([2, "12.34 ?"]);
  });
});

describe("a number that is written", () => {
  it("is read with the separators of its language, and never as ten times as much", () => {
    expect(plainNumber("1,234.5", "en")).toBe("1234.5");
    expect(plainNumber("1.234,5", "de")).toBe("1234.5");
    expect(plainNumber("1 234,5", "fr")).toBe("1234.5");
    expect(plainNumber("1,5", "en")).toBeNull();
    expect(plainNumber("1.5", "de")).toBe("1.5");
    expect(plainNumber("12,34", "en")).toBeNull();
    expect([
      plainNumber("−3", "en"),
      plainNumber("1e-7", "en"),
      plainNumber("abc", "en"),
      plainNumber(".", "en"),
    ]).toEqual(["-3", "1e-7", null, null]);
  });

  it("is what it was, however it is written", () => {
    fc.assert(
      fc.property(
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.constantFrom("en", "de", "fr"),
        (value, locale) => {
          expect(Number(plainNumber(writtenNumber(value, locale), locale))).toBe(value + 0);
        },
      ),
    );
  });

  it("is refused in words where the field cannot have it", () => {
    const seats = field("flights", "seats");
    expect(readNumber(seats, "12", "EUR", "en")).toEqual({ value: 12, problem: null });
    expect(readNumber(seats, "  ", "EUR", "en")).toEqual({ value: null, problem: null });
    expect(readNumber(seats, "1.5", "EUR", "en").problem).toBe("This must be a whole number.");
    expect(readNumber(seats, "-1", "EUR", "en").problem).toBe("This must be at least 0.");
    expect(readNumber(seats, "9999999", "EUR", "en").problem).toMatch(/^This must be at most 1.000.000\.$/);
    expect(readNumber(seats, "99999999999999999999", "EUR", "en").problem).toContain("too large");
    expect(readNumber(seats, "many", "EUR", "en").problem).toContain("1234");
    expect(readNumber(field("leads", "value"), "1.234", "EUR", "en").problem).toBe("EUR has at most 2 decimals.");
    expect(readNumber(field("leads", "value"), "12.3", "EUR", "en").value).toBe(1_230);
  });
});
