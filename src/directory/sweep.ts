/** A slice of all that is to be woken, another one each time, so that everybody's turn comes. */
import * as z from "zod";

const tenantSchema = z.object({ handle: z.string() });
const repositorySchema = z.object({ github_id: z.int() });

/** Handles of the `slot`-th slice of at most `size` tenants; slots count on for ever and wrap around. */
export async function tenantSlice(db: D1Database, slot: number, size: number): Promise<string[]> {
  const rows = await slice(db, "SELECT handle FROM tenants", "handle", slot, size);
  return z
    .array(tenantSchema)
    .parse(rows)
    .map((row) => row.handle);
}

/** GitHub's numbers of the `slot`-th slice of at most `size` repositories that somebody follows. */
export async function repositorySlice(db: D1Database, slot: number, size: number): Promise<number[]> {
  const rows = await slice(db, "SELECT github_id FROM repositories WHERE followers > 0", "github_id", slot, size);
  return z
    .array(repositorySchema)
    .parse(rows)
    .map((row) => row.github_id);
}

/** @param of a query without parameters, `key` its column that orders. */
async function slice(db: D1Database, of: string, key: string, slot: number, size: number): Promise<unknown[]> {
  const count = z.number().parse(await db.prepare(`SELECT count(*) AS count FROM (${of})`).first("count"));
  const slices = Math.max(1, Math.ceil(count / size));
  const { results } = await db
    .prepare(`${of} ORDER BY ${key} LIMIT ?1 OFFSET ?2`)
    .bind(size, (slot % slices) * size)
    .all();
  return results;
}
