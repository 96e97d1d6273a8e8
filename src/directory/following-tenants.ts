/** Which tenants follow repositories. */
import * as z from "zod";
import { reach } from "./reach.ts";

const rowSchema = z.object({ tenant: z.string() });

/** The first `limit` of them behind a handle ("" for the beginning), in order. @throws AppError UNAVAILABLE */
export async function followingTenants(db: D1Database, after: string, limit: number): Promise<string[]> {
  const query = "SELECT DISTINCT tenant FROM repository_tenants WHERE tenant > ?1 ORDER BY tenant LIMIT ?2";
  const { results } = await reach(() => db.prepare(query).bind(after, limit).all());
  return z
    .array(rowSchema)
    .parse(results)
    .map(({ tenant }) => tenant);
}
