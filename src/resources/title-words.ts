/** Titles of records, put together from fields that may be empty. */
import type { Json } from "./define.ts";

/** The given texts that are not empty, with spaces between them. */
export function titleWords(...parts: readonly (Json | undefined)[]): string {
  return parts.filter((part) => typeof part === "string" && part !== "").join(" ");
}
