/**
 * Schemas of the values that bodies carry. Each refuses with a sentence a person understands, and where it
 * normalises (times, addresses, numbers), equal things become equal text, so that they can be compared and unique.
 */
import { parsePhoneNumberFromString } from "libphonenumber-js/core";
import * as z from "zod";
import phoneMetadata from "./phone-metadata.json" with { type: "json" };

/** The sentence for a value of the wrong type, or for one that is absent but required. */
const otherwise = (sentence: string) => ({
  error: (issue: { readonly input?: unknown }) => (issue.input === undefined ? "This field is required." : sentence),
});

const textOtherwise = otherwise("This must be text.");

/** What forms and tables should know of a value, beyond what its JSON Schema says and the published reference needs. */
interface Hint {
  readonly format?: "phone" | "currency" | "money";
  /** People write several lines of it. */
  readonly multiline?: boolean;
}

/** Hints of the schemas below; one that is made from another by a further check has that one's. */
export const hints = z.registry<Hint>();

// SQLite's JSON functions end a text at U+0000 and UTF-8 has no lone surrogates: neither would come back as it was sent.
const isStorable = (value: string) => value.isWellFormed() && !value.includes("\0");

const storableText = (max: number) =>
  z
    .string(textOtherwise)
    .max(max, `This may have at most ${max} characters.`)
    .refine(isStorable, "This contains a character that cannot be stored (U+0000 or half of a surrogate pair).");

/** Free text, kept exactly as it was typed; may be empty. `max` counts UTF-16 units; with more than 1,000 it is for several lines. */
export const freeText = (max: number) => storableText(max).register(hints, { multiline: max > 1_000 });

/** Text that is not empty, kept exactly as it was typed. */
export const name = (max = 200) => storableText(max).min(1, "This must not be empty.");

/** A short text of a fixed alphabet, such as a code; `rule` completes the sentence "This must be …, such as {example}." */
export const code = (pattern: RegExp, rule: string, example: string) =>
  z
    .string(textOtherwise)
    .regex(pattern, `This must be ${rule}, such as ${example}.`)
    .meta({ examples: [example] });

/** The id of a record or of a member; whether it exists is checked when it is written. */
export const reference = name(64);

/** One of a closed set of words. */
export const oneOf = <const Words extends readonly [string, ...string[]]>(words: Words) =>
  z.enum(words, otherwise(`This must be one of ${words.join(", ")}.`));

export const flag = z.boolean(otherwise("This must be true or false."));

/** A whole number from `min` to `max`, both included. */
export const wholeNumber = (min: number, max: number = Number.MAX_SAFE_INTEGER) =>
  z
    .int(otherwise("This must be a whole number between -(2^53 - 1) and 2^53 - 1."))
    .min(min, `This must be at least ${min}.`)
    .max(max, `This must be at most ${max}.`);

/** A number from `min` to `max`, both included. */
export const measure = (min: number, max: number) =>
  z
    .number(otherwise("This must be a number."))
    .min(min, `This must be at least ${min}.`)
    .max(max, `This must be at most ${max}.`);

/** Money, in the currency's minor unit (cents). */
export const minorUnits = wholeNumber(0).register(hints, { format: "money" });

export const currency = code(/^[A-Z]{3}$/, "an ISO 4217 currency code of three capital letters", "EUR").register(
  hints,
  {
    format: "currency",
  },
);

/** A list of at most `max` texts. */
export const words = (max: number, word: z.ZodString) =>
  z.array(word, otherwise("This must be a list of texts.")).max(max, `A list may have at most ${max} entries.`);

/** Short words that group records. */
export const tags = words(50, name(50));

const INSTANT = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(Z|[+-]\d{2}:\d{2})$/;

/**
 * An ISO 8601 time with its offset, as UTC with milliseconds (finer fractions are cut off);
 * null where the text is no such time or lies outside the years 0001 to 9999, which alone have the fixed shape.
 */
export function toInstant(text: string): string | null {
  const match = INSTANT.exec(text);
  if (!match) return null;
  const [, year, month, day, hour, minute, second = "0", fraction = "", zone = "Z"] = match;
  const start = startOfDay(Number(year), Number(month), Number(day));
  const offset = offsetMinutes(zone);
  if (start === null || offset === null || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return null;
  const milliseconds = Number(fraction.padEnd(3, "0").slice(0, 3));
  const at = start + ((Number(hour) * 60 + Number(minute) - offset) * 60 + Number(second)) * 1_000 + milliseconds;
  const utc = new Date(at).toISOString();
  return /^(?!0000)\d{4}-/.test(utc) ? utc : null;
}

/** Whether the text is a day of the calendar, `YYYY-MM-DD`. */
export function isDay(text: string): boolean {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  return match !== null && startOfDay(Number(match[1]), Number(match[2]), Number(match[3])) !== null;
}

/** Milliseconds of midnight UTC; null for a day that the calendar does not have, which Date would move to the next month. */
function startOfDay(year: number, month: number, day: number): number | null {
  const date = new Date(0);
  // Date.UTC takes the years 0 to 99 for 1900 to 1999; this does not.
  date.setUTCFullYear(year, month - 1, day);
  const exists =
    year > 0 && date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return exists ? date.getTime() : null;
}

function offsetMinutes(zone: string): number | null {
  if (zone === "Z") return 0;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(4, 6));
  if (hours > 23 || minutes > 59) return null;
  return (zone.startsWith("-") ? -1 : 1) * (hours * 60 + minutes);
}

/** A point in time; becomes UTC with milliseconds. The reference shows `example`. */
export const timeLike = (example: string) =>
  z
    .string(textOtherwise)
    .meta({ format: "date-time", examples: [example] })
    .transform((value, context) => {
      const utc = toInstant(value);
      if (utc !== null) return utc;
      context.addIssue(NO_TIME);
      return z.NEVER;
    });

const NO_TIME = "This must be a time with its offset, such as 2026-11-21T09:30:00Z, between the years 0001 and 9999.";

export const time = timeLike("2026-11-21T09:30:00.000Z");

/** A day of the calendar. */
export const day = z
  .string(textOtherwise)
  .refine(isDay, "This must be a day, such as 1987-03-21.")
  .meta({ format: "date", examples: ["1987-03-21"] });

// Letters of every script, because addresses and domains have them; a label neither begins nor ends with a hyphen.
const LABEL = "[\\p{L}\\p{M}\\p{N}](?:[\\p{L}\\p{M}\\p{N}-]*[\\p{L}\\p{M}\\p{N}])?";
const HOST = `(?:${LABEL}\\.)+(?=.{2,63}$)${LABEL}`;
const DOMAIN = new RegExp(`^${HOST}$`, "u");
const EMAIL = new RegExp(`^[^\\s\\p{C}@"(),:;<>[\\\\\\]]{1,64}@${HOST}$`, "u");

/** An e-mail address; becomes lower case without the spaces around it. */
export const emailAddress = z
  .string(textOtherwise)
  .trim()
  .toLowerCase()
  .max(254, "An e-mail address has at most 254 characters.")
  .refine((value) => EMAIL.test(value), "This must be an e-mail address, such as ada@example.com.")
  .meta({ format: "email", examples: ["ada@example.com"] });

/** A domain name; becomes lower case without the spaces around it. */
export const domainName = z
  .string(textOtherwise)
  .trim()
  .toLowerCase()
  .max(253, "A domain name has at most 253 characters.")
  .refine((value) => DOMAIN.test(value), "This must be a domain name, such as example.com.")
  .meta({ examples: ["example.com"] });

/** An address on the web. Only http and https: a link with another scheme could run code where it is shown. */
export const webAddress = z
  .string(textOtherwise)
  .max(2_000, "This may have at most 2000 characters.")
  .refine(
    (value) => isStorable(value) && /^https?:\/\/\S+$/i.test(value) && URL.canParse(value),
    "This must be a web address that starts with http:// or https://.",
  )
  .meta({ format: "uri", examples: ["https://example.com/"] });

const NO_PHONE_NUMBER =
  "This must be an international phone number that starts with + or 00 and the country code, such as +49 30 123456.";

/** A telephone number; becomes E.164. */
export const phoneNumber = z
  .string(textOtherwise)
  .max(60, "A phone number has at most 60 characters.")
  .meta({ examples: ["+4930123456"] })
  .transform((value, context) => {
    const parsed = parsePhoneNumberFromString(value.trim().replace(/^00/, "+"), { extract: false }, phoneMetadata);
    // Possible rather than valid: number ranges are opened faster than any library's tables are renewed.
    if (!parsed?.isPossible()) context.addIssue(NO_PHONE_NUMBER);
    else if (parsed.ext) context.addIssue("E.164 has no extensions: leave it out and keep it in the label.");
    else return parsed.number;
    return z.NEVER;
  })
  .register(hints, { format: "phone" });
