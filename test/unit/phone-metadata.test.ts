import { readFileSync } from "node:fs";
import { getExampleNumber, parsePhoneNumberFromString as parseReduced } from "libphonenumber-js/core";
import examples from "libphonenumber-js/examples.mobile.json";
import complete from "libphonenumber-js/metadata.min.json";
import { getCountries, parsePhoneNumberFromString as parseComplete } from "libphonenumber-js/min";
import { describe, expect, it } from "vitest";
import { phoneMetadata } from "../../scripts/phone-tables.ts";
import reduced from "../../src/resources/phone-metadata.json" with { type: "json" };

/** An example of every country as people write it: with spaces, with and without the trunk zero, one digit short. */
const written = getCountries().flatMap((country) => {
  const example = getExampleNumber(country, examples, complete);
  if (!example) return [];
  const { countryCallingCode: code, nationalNumber: national } = example;
  const spaced = example.formatInternational();
  return [spaced, `+${code} (0)${national}`, `+${code} 0${national}`, `+${code}${national.slice(0, -1)}`];
});

const understood = (number: ReturnType<typeof parseComplete>) => [number?.number, number?.isPossible(), number?.ext];

describe("The numbering plans", () => {
  it("are those of the installed library; if not, run npm run phone-metadata", () => {
    expect(readFileSync("src/resources/phone-metadata.json", "utf8") === phoneMetadata()).toBe(true);
  });

  it("read numbers of every country as the complete ones do", () => {
    expect(written.length).toBeGreaterThan(900);
    for (const text of [...written, "+12", "+999 123456789", "+800 12345678", "+870 773111632", "+49 30 1 ext 5"]) {
      const small = parseReduced(text, { extract: false }, reduced);
      expect([text, ...understood(small)]).toEqual([text, ...understood(parseComplete(text, { extract: false }))]);
    }
  });
});
