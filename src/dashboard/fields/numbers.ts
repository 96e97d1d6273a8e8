/** Numbers and money as people read and write them. Money is kept in minor units: 1,234 of EUR is 12.34. */

const KNOWN = new Map<string, number>();

/** Decimals of a currency; 2 for what Intl does not know. */
export function decimalsOf(currency: string): number {
  const known = KNOWN.get(currency) ?? decimalsByIntl(currency);
  KNOWN.set(currency, known);
  return known;
}

function decimalsByIntl(currency: string): number {
  try {
    return new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2;
  } catch {
    return 2;
  }
}

const FORMATS = new Map<string, Intl.NumberFormat>();

/** To make one takes longer than to draw the cell that shows the number. */
function formatOf(locale: string | undefined, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = JSON.stringify([locale, options]);
  const format = FORMATS.get(key) ?? new Intl.NumberFormat(locale, options);
  FORMATS.set(key, format);
  return format;
}

/** @param minor in minor units @param locale the reader's unless given */
export function formatMoney(minor: number, currency: string, locale?: string): string {
  const major = minor / 10 ** decimalsOf(currency);
  try {
    return formatOf(locale, { style: "currency", currency }).format(major);
  } catch {
    return `${formatNumber(major, locale)} ${currency}`;
  }
}

export function formatNumber(value: number, locale?: string): string {
  return formatOf(locale, { maximumSignificantDigits: 17 }).format(value);
}

interface Separators {
  readonly decimal: string;
  readonly group: string;
}

function separatorsOf(locale: string | undefined): Separators {
  const parts = new Intl.NumberFormat(locale).formatToParts(1234567.8);
  const partOf = (type: string) => parts.find((part) => part.type === type)?.value ?? "";
  return { decimal: partOf("decimal") || ".", group: partOf("group") || "," };
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/**
 * A number as somebody of the locale writes it, as JSON would; null for what cannot be read. Groups of thousands count only
 * where they are whole, so that `1,5` is never taken for 15.
 */
export function plainNumber(text: string, locale?: string): string | null {
  const { decimal, group } = separatorsOf(locale);
  const tidy = text.trim().replace(/^[−–]/, "-");
  const groups = `\\d{1,3}(?:${/\s/.test(group) ? "\\s" : escaped(group)}\\d{3})+`;
  const written = new RegExp(`^(-?)(${groups}|\\d+)(?:${escaped(decimal)}(\\d+))?(e[+-]?\\d{1,3})?$`, "i").exec(tidy);
  if (written) {
    const [, sign = "", whole = "", fraction, exponent = ""] = written;
    return `${sign}${whole.replace(/\D/g, "")}${fraction === undefined ? "" : `.${fraction}`}${exponent}`;
  }
  return /^-?\d+(?:\.\d+)?(?:e[+-]?\d{1,3})?$/i.test(tidy) ? tidy : null;
}

/** Minor units of an amount that `plainNumber` gave; null where it has more decimals than the currency, or an exponent. */
export function minorOf(plain: string, currency: string): number | null {
  const digits = decimalsOf(currency);
  const match = /^(-?)(\d+)(?:\.(\d*?)0*)?$/.exec(plain);
  if (!match) return null;
  const [, sign = "", whole = "", fraction = ""] = match;
  return fraction.length > digits ? null : Number(`${sign}${whole}${fraction.padEnd(digits, "0")}`);
}

/** A number as it is written into a field: without groups. */
export function writtenNumber(value: number, locale?: string): string {
  return String(value).replace(".", separatorsOf(locale).decimal);
}

/** Minor units as they are written into a field. */
export function writtenMoney(minor: number, currency: string, locale?: string): string {
  const digits = decimalsOf(currency);
  const text = String(Math.abs(minor)).padStart(digits + 1, "0");
  const cut = text.length - digits;
  const fraction = digits === 0 ? "" : `${separatorsOf(locale).decimal}${text.slice(cut)}`;
  return `${minor < 0 ? "-" : ""}${text.slice(0, cut)}${fraction}`;
}

/** The same amount in minor units of another currency's decimals, rounded: 10,000 of EUR is 100 of JPY. */
export function inCurrency(minor: number, from: string, to: string): number {
  return Math.round(minor * 10 ** (decimalsOf(to) - decimalsOf(from)));
}
