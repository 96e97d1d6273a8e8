/** A slice of all tenants, another one each time, so that every tenant's turn comes. */
import * as z from "zod";

const rowSchema = z.object({ handle: z.string() });

/** Handles of the `slot`-th slice of at most `size` tenants; slots count on for ever and wrap around. */
export async function tenantSlice(db: D1Database, slot: number, size: number): Promise<string[]> {
  const count = z.number().parse(await db.prepare("SELECT count(*) AS count FROM tenants").first("count"));
  const slices = Math.max(1, Math.ceil(count / size));
  const { results } = await db
    .prepare("SELECT handle FROM tenants ORDER BY handle LIMIT ?1 OFFSET ?2")
    .bind(size, (slot % slices) * size)
    .all();
  return z
    .array(rowSchema)
    .parse(results)
    .map((row) => row.handle);
}
