/** Whom an access token is for, as it says itself. The service alone verifies that; here it tells one person from another. */
import * as z from "zod/mini";

const subjectSchema = z.object({ sub: z.string() });

/** `usr_…`; null where the token does not say. */
export function subjectOf(token: string): string | null {
  try {
    const payload = atob(token.split(".")[1]?.replaceAll("-", "+").replaceAll("_", "/") ?? "");
    return z.parse(subjectSchema, JSON.parse(payload)).sub;
  } catch {
    return null;
  }
}
