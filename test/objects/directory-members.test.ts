import { env } from "cloudflare:workers";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { REBUILD } from "../../objects/tenant/projection.ts";
import { membershipsOf, upsertMembership } from "../../src/directory/memberships.ts";
import { type Fault, faulty } from "../support/faulty-d1.ts";
import { addHuman, fresh } from "../support/projected.ts";
import { inTenant, type ProjectionBench } from "../support/projection-bench.ts";

const db = env.DIRECTORY;
const member = (userId: string, role: string) => ({ userId, email: `${userId}@example.com`, name: "Member", role });

/** Who is a member of the tenant, by the directory. */
async function shownOf(tenant: string): Promise<object[]> {
  const query =
    "SELECT user_id AS userId, role FROM memberships WHERE tenant = ? AND role IS NOT NULL ORDER BY user_id";
  return (await db.prepare(query).bind(tenant).all()).results;
}

/** The same by the tenant's own table. */
function membersOf({ source }: ProjectionBench): object[] {
  const query = "SELECT user_id AS userId, role FROM members WHERE deleted_at IS NULL ORDER BY user_id";
  return source.database.sql.exec(query).toArray();
}

/** Somebody becomes a member, gets another role, or leaves, as their state allows. */
function take(bench: ProjectionBench, userId: string, role: string | null): void {
  const [found] = bench.source.database.sql
    .exec<{ id: string }>("SELECT id FROM members WHERE user_id = ? AND deleted_at IS NULL", userId)
    .toArray();
  bench.write("members", (writer, resource) => {
    const before = found ? bench.store.get(resource, found.id) : null;
    if (!before) {
      if (role !== null) writer.createTrusted(resource, member(userId, role));
    } else if (role === null) writer.removeTrusted(resource, before);
    else writer.updateTrusted(resource, before, { role });
  });
}

describe("the members of a tenant in the directory", () => {
  it("are those of its log: who came, in which role, who left, and who came back", async () => {
    await inTenant(fresh(), async (bench) => {
      const { tenant } = bench.source.view;
      take(bench, "usr_a", "owner");
      take(bench, "usr_b", "viewer");
      addHuman(bench, "Lovelace");
      await bench.project();
      expect(await shownOf(tenant)).toEqual([
        { userId: "usr_a", role: "owner" },
        { userId: "usr_b", role: "viewer" },
      ]);
      take(bench, "usr_b", null);
      take(bench, "usr_a", "admin");
      await bench.project();
      expect(await shownOf(tenant)).toEqual([{ userId: "usr_a", role: "admin" }]);
      // Another record of the same person, before the first was projected as gone.
      take(bench, "usr_a", null);
      take(bench, "usr_a", "member");
      await bench.project();
      expect(await membershipsOf(db, "usr_a")).toEqual([{ tenant, role: "member" }]);
    });
  });

  it("give way to what was shown at once, and to nothing older", async () => {
    await inTenant(fresh(), async (bench) => {
      const { tenant } = bench.source.view;
      take(bench, "usr_early", "viewer");
      await upsertMembership(db, tenant, { userId: "usr_early", role: "viewer", seq: 1 });
      await bench.project();
      take(bench, "usr_early", null);
      await bench.project();
      // The announcement of the acceptance arrives when they have left again.
      await upsertMembership(db, tenant, { userId: "usr_early", role: "viewer", seq: 1 });
      expect(await shownOf(tenant)).toEqual([]);
    });
  });

  it("D1b: are the same after any history, with faults, as made anew from scratch", async () => {
    const step = fc.record({
      userId: fc.constantFrom("usr_a", "usr_b", "usr_c"),
      role: fc.constantFrom("owner", "admin", "viewer", null, null),
      next: fc.constantFrom<Fault | "nothing" | "project" | "rebuild">(
        "nothing",
        "project",
        "throw",
        "lose",
        "rebuild",
      ),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 15 }), async (steps) => {
        await inTenant(fresh(), async (bench) => {
          const { tenant } = bench.source.view;
          for (const { userId, role, next } of steps) {
            take(bench, userId, role);
            if (next === "project") await bench.project();
            if (next === "rebuild") await bench.project({}, REBUILD);
            if (next === "throw" || next === "lose")
              await bench.project({ directory: faulty(db, next) }).catch(() => 0);
          }
          await bench.project();
          expect(await shownOf(tenant)).toEqual(membersOf(bench));
          addHuman(bench, "Lovelace");
          await upsertMembership(db, tenant, { userId: "usr_nobody", role: "owner", seq: 0 });
          await bench.project({}, REBUILD);
          expect(await shownOf(tenant)).toEqual(membersOf(bench));
        });
      }),
      { numRuns: 25 },
    );
  }, 60_000);
});
