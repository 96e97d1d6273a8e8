/** Cursors of the directory's lists: opaque to clients, and good for the query they came from alone. */
import * as z from "zod";
import { AppError } from "../protocol/errors.ts";

const shape = z.tuple([z.string(), z.union([z.string(), z.number()]), z.string()]);

/** Where a page ended: the last value of the sorted column, and what breaks ties. */
export interface Position {
  readonly value: string | number;
  readonly tie: string;
}

/** @param query whatever decides which rows come in which order. */
export function encodeCursor(query: readonly unknown[], position: Position): string {
  const text = JSON.stringify([fingerprint(query), position.value, position.tie]);
  const bytes = new TextEncoder().encode(text);
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}

/** @throws AppError INVALID_CURSOR for one that was never given out, or was for another query. */
export function decodeCursor(query: readonly unknown[], cursor: string): Position {
  const parsed = shape.safeParse(parse(cursor));
  if (!parsed.success) throw new AppError("INVALID_CURSOR");
  const [print, value, tie] = parsed.data;
  if (print !== fingerprint(query)) throw new AppError("INVALID_CURSOR");
  return { value, tie };
}

function parse(cursor: string): unknown {
  try {
    const bytes = Uint8Array.from(atob(cursor.replaceAll("-", "+").replaceAll("_", "/")), (char) => char.charCodeAt(0));
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return null;
  }
}

/** Tells queries apart, not forgers: a cursor holds no rights, those are checked anew on every page. FNV-1a, 32 bits. */
function fingerprint(query: readonly unknown[]): string {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(JSON.stringify(query))) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash.toString(36);
}
