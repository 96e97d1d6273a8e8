/**
 * JSON as Croft accepts it: what `JSON.parse` lets through in silence (depth without limit, duplicate keys,
 * `__proto__`, lone surrogates, NUL, numbers beyond double) is refused, so that what is stored is what was sent.
 */
import { AppError } from "./errors.ts";
import { LIMITS } from "./limits.ts";

export type JsonResult = { ok: true; value: unknown } | { ok: false; reason: string };

/** Whether a `Content-Type` says that a body is JSON, whatever its parameters. */
export function isJsonType(contentType: string | null): boolean {
  return /^application\/json\s*(;|$)/i.test(contentType ?? "");
}

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * Bytes as text.
 * @throws AppError BAD_REQUEST for what is not UTF-8, as replacement characters would be stored in silence, and for a byte
 * order mark, which some readers on the way drop and others take for a character (RFC 8259, 8.1 forbids it).
 */
export function decodeText(bytes: ArrayBuffer | Uint8Array): string {
  let text: string;
  try {
    text = utf8.decode(bytes);
  } catch (cause) {
    throw new AppError("BAD_REQUEST", { message: "The body is not valid UTF-8.", cause });
  }
  if (text.startsWith("\ufeff"))
    throw new AppError("BAD_REQUEST", { message: "The body must not begin with a byte order mark." });
  return text;
}

/**
 * Parses one JSON document.
 * @returns the value, or a sentence that says what is wrong with the text.
 */
export function parseJson(text: string): JsonResult {
  const flaw = structuralFlaw(text);
  if (flaw) return { ok: false, reason: flaw };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { ok: false, reason: "The body is not valid JSON." };
  }
  const badValue = valueFlaw(value);
  return badValue ? { ok: false, reason: badValue } : { ok: true, value };
}

/** Scans before parsing: depth, number of keys and duplicate keys are invisible afterwards, or too late to see. */
function structuralFlaw(text: string): string | null {
  const scopes: (Set<string> | null)[] = [];
  let keys = 0;
  let at = 0;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === 0x7b || code === 0x5b) {
      scopes.push(code === 0x7b ? new Set() : null);
      if (scopes.length > LIMITS.jsonDepth) return `The body is nested deeper than ${LIMITS.jsonDepth} levels.`;
    } else if (code === 0x7d || code === 0x5d) {
      scopes.pop();
    } else if (code === 0x22) {
      const end = endOfString(text, at);
      if (end < 0) return "The body is not valid JSON.";
      const scope = scopes.at(-1);
      if (scope && isKey(text, end)) {
        const key = decodeKey(text.slice(at, end));
        if (key === null) return "The body is not valid JSON.";
        if (key === "__proto__") return 'The key "__proto__" is not allowed.';
        if (scope.has(key)) return "A key stands twice in one object.";
        scope.add(key);
        keys += 1;
        if (keys > LIMITS.jsonKeys) return "The body has too many keys.";
      }
      at = end;
      continue;
    }
    at += 1;
  }
  return null;
}

/** Index after the closing quote of the string that opens at `start`, or -1. */
function endOfString(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (end >= 0) {
    let slashes = 0;
    while (text.charCodeAt(end - 1 - slashes) === 0x5c) slashes += 1;
    if (slashes % 2 === 0) return end + 1;
    end = text.indexOf('"', end + 1);
  }
  return -1;
}

function isKey(text: string, end: number): boolean {
  let at = end;
  while (" \t\r\n".includes(text.charAt(at)) && at < text.length) at += 1;
  return text.charCodeAt(at) === 0x3a;
}

/** `"a"` and `"\u0061"` are one key. */
function decodeKey(quoted: string): string | null {
  if (!quoted.includes("\\")) return quoted.slice(1, -1);
  try {
    const key: unknown = JSON.parse(quoted);
    return typeof key === "string" ? key : null;
  } catch {
    return null;
  }
}

function valueFlaw(value: unknown): string | null {
  if (typeof value === "string") return textFlaw(value);
  if (typeof value === "number") return Number.isFinite(value) ? null : "A number is too large.";
  if (Array.isArray(value)) return firstFlaw(value);
  if (typeof value === "object" && value !== null)
    return firstFlaw(Object.keys(value)) ?? firstFlaw(Object.values(value));
  return null;
}

function firstFlaw(values: readonly unknown[]): string | null {
  for (const value of values) {
    const flaw = valueFlaw(value);
    if (flaw) return flaw;
  }
  return null;
}

/** SQLite would turn a lone surrogate into U+FFFD and end some functions at NUL: neither comes back as it was sent. */
function textFlaw(text: string): string | null {
  if (text.includes("\0")) return "Text must not contain the NUL character.";
  return text.isWellFormed() ? null : "Text must be well-formed Unicode.";
}
