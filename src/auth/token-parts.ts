/** What a token says before anybody has verified it: good for choosing who is to verify it, and for nothing else. */
import * as z from "zod";
import { parseJson } from "../protocol/json.ts";

/** Longer ones are nobody's. */
const LONGEST = 4_096;
const issuedSchema = z.object({ iss: z.string() });

/** The issuer that a token names, or null where it names none. */
export function namedIssuer(token: string): string | null {
  const [, payload, ...rest] = token.length <= LONGEST ? token.split(".") : [];
  if (payload === undefined || rest.length !== 1) return null;
  const parsed = issuedSchema.safeParse(jsonOfPart(payload));
  return parsed.success ? parsed.data.iss : null;
}

/** The JSON in a part of a token, or undefined where there is none. */
export function jsonOfPart(part: string): unknown {
  try {
    const bytes = Uint8Array.from(atob(part.replaceAll("-", "+").replaceAll("_", "/")), (char) => char.charCodeAt(0));
    const parsed = parseJson(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes));
    return parsed.ok ? parsed.value : undefined;
  } catch {
    return undefined;
  }
}
