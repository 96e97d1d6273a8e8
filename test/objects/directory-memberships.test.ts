import { env } from "cloudflare:workers";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  MEMBERSHIPS_READ,
  type Membership,
  membershipsOf,
  rebuildMemberships,
  releaseTenant,
  reserveTenant,
  sweepMemberships,
  upsertMembership,
} from "../../src/directory/memberships.ts";
import { eraseTenant } from "../../src/directory/projection.ts";
import { fresh } from "../support/projected.ts";

const db = env.DIRECTORY;
const NOW = Date.UTC(2026, 10, 21, 9, 30);
let people = 0;
/** Somebody whom no other test knows. */
const somebody = () => {
  people += 1;
  return `usr_${people}`;
};

async function rowsOf(userId: string): Promise<object[]> {
  const query = "SELECT tenant, role, seq, reserved_at FROM memberships WHERE user_id = ? ORDER BY tenant";
  return (await db.prepare(query).bind(userId).all()).results;
}

describe("the directory's memberships", () => {
  it("are those that somebody has now, in the order of the handles", async () => {
    const [userId, other] = [somebody(), somebody()];
    await upsertMembership(db, "members-b", { userId, role: "viewer", seq: 3 });
    await upsertMembership(db, "members-a", { userId, role: "owner", seq: 7 });
    await upsertMembership(db, "members-a", { userId: other, role: "member", seq: 8 });
    await upsertMembership(db, "members-c", { userId, role: "admin", seq: 1 });
    await upsertMembership(db, "members-c", { userId, role: null, seq: 2 });
    expect(await membershipsOf(db, userId)).toEqual([
      { tenant: "members-a", role: "owner" },
      { tenant: "members-b", role: "viewer" },
    ]);
    expect(await membershipsOf(db, userId, "members-a")).toEqual([{ tenant: "members-b", role: "viewer" }]);
    expect(await membershipsOf(db, somebody())).toEqual([]);
  });

  it("D1b: are what the newest change says, however often and in whatever order changes arrive", async () => {
    const changes = fc.array(
      fc.record({
        userId: fc.constantFrom("usr_a", "usr_b", "usr_c"),
        role: fc.constantFrom("owner", "admin", "viewer", null),
      }),
      { minLength: 1, maxLength: 12 },
    );
    await fc.assert(
      fc.asyncProperty(changes, fc.infiniteStream(fc.nat()), async (made, random) => {
        const tenant = fresh();
        const log: Membership[] = made.map((change, index) => ({ ...change, seq: index + 1 }));
        const arriving = [...log, ...log].toSorted(() => (random.next().value % 2) - 0.5);
        for (const membership of arriving) await upsertMembership(db, tenant, membership);
        const expected = new Map(log.map((membership) => [membership.userId, membership]));
        const query = "SELECT user_id AS userId, role, seq FROM memberships WHERE tenant = ? ORDER BY user_id";
        expect((await db.prepare(query).bind(tenant).all()).results).toEqual(
          [...expected.values()].toSorted((a, b) => (a.userId < b.userId ? -1 : 1)),
        );
      }),
      { numRuns: 25 },
    );
  });

  it("are made anew by a rebuild, which removes what belongs to nobody and leaves what is newer", async () => {
    const tenant = fresh();
    const [kept, wrong, stray, newer, left] = [somebody(), somebody(), somebody(), somebody(), somebody()];
    await upsertMembership(db, tenant, { userId: kept, role: "member", seq: 2 });
    await upsertMembership(db, tenant, { userId: wrong, role: "owner", seq: 9 });
    await upsertMembership(db, tenant, { userId: stray, role: "owner", seq: 4 });
    await upsertMembership(db, tenant, { userId: newer, role: "viewer", seq: 12 });
    await upsertMembership(db, tenant, { userId: left, role: null, seq: 11 });
    const members = [kept, wrong, newer, left].map((userId) => ({ userId, role: "admin" }));
    await rebuildMemberships(db, tenant, members, 9);
    const roles = await Promise.all([kept, wrong, stray, newer, left].map((userId) => membershipsOf(db, userId)));
    expect(roles.map(([membership]) => membership?.role)).toEqual(["admin", "admin", undefined, "viewer", undefined]);
  });

  it("are read and rebuilt in their thousands", async () => {
    const tenant = fresh();
    const members = Array.from({ length: 12_000 }, (_, n) => ({ userId: `usr_many_${n}`, role: "viewer" }));
    await rebuildMemberships(db, tenant, members, 1);
    const count = "SELECT count(*) AS count FROM memberships WHERE tenant = ?";
    expect(await db.prepare(count).bind(tenant).first("count")).toBe(12_000);
    await rebuildMemberships(db, tenant, [], 2);
    expect(await db.prepare(count).bind(tenant).first("count")).toBe(0);
    const userId = somebody();
    const insert = db.prepare("INSERT INTO memberships (tenant, user_id, role, seq) VALUES (?, ?, 'viewer', 1)");
    await db.batch(Array.from({ length: MEMBERSHIPS_READ + 5 }, (_, n) => insert.bind(`many-${1_000 + n}`, userId)));
    const first = await membershipsOf(db, userId);
    expect(first).toHaveLength(MEMBERSHIPS_READ);
    expect(await membershipsOf(db, userId, first.at(-1)?.tenant)).toHaveLength(5);
  });

  it("go with the tenant that is erased", async () => {
    const [tenant, userId] = [fresh(), somebody()];
    await upsertMembership(db, tenant, { userId, role: "owner", seq: 5 });
    await upsertMembership(db, "members-kept", { userId, role: "owner", seq: 5 });
    await eraseTenant(db, tenant);
    expect(await membershipsOf(db, userId)).toEqual([{ tenant: "members-kept", role: "owner" }]);
  });
});

describe("the number of tenants that somebody may own", () => {
  const reserve = (tenant: string, userId: string, now = NOW) =>
    reserveTenant(db, { tenant, userId, owner: "owner", limit: 3 }, now);

  it("is exact under fifty parallel requests", async () => {
    const userId = somebody();
    await upsertMembership(db, "owned", { userId, role: "owner", seq: 1 });
    await upsertMembership(db, "joined", { userId, role: "admin", seq: 1 });
    const handles = Array.from({ length: 50 }, (_, n) => `parallel-${n}`);
    const got = await Promise.all(handles.map((tenant) => reserve(tenant, userId)));
    expect(got.filter(Boolean)).toHaveLength(2);
    expect(await membershipsOf(db, userId)).toHaveLength(2);
    expect(await reserve("parallel-x", somebody())).toBe(true);
  });

  it("leaves room for a repetition of the request that made the last one", async () => {
    const userId = somebody();
    for (const tenant of ["last-1", "last-2", "last-3"])
      await upsertMembership(db, tenant, { userId, role: "owner", seq: 1 });
    expect([await reserve("last-3", userId), await reserve("last-4", userId)]).toEqual([true, false]);
  });

  it("counts a place that was kept until it is given back, or a minute", async () => {
    const userId = somebody();
    for (const tenant of ["kept-1", "kept-2", "kept-3"]) expect(await reserve(tenant, userId)).toBe(true);
    expect(await reserve("kept-4", userId)).toBe(false);
    await releaseTenant(db, "kept-2", userId);
    expect([await reserve("kept-4", userId), await reserve("kept-5", userId)]).toEqual([true, false]);
    expect(await reserve("kept-5", userId, NOW + 60_000)).toBe(true);
  });

  it("keeps no place of a tenant that was made, and shows none of one that was not", async () => {
    const userId = somebody();
    await reserve("made", userId);
    await reserve("not-made", userId);
    await upsertMembership(db, "made", { userId, role: "owner", seq: 3 });
    expect(await membershipsOf(db, userId)).toEqual([{ tenant: "made", role: "owner" }]);
    await sweepMemberships(db, NOW + 59_999);
    expect(await rowsOf(userId)).toHaveLength(2);
    await sweepMemberships(db, NOW + 60_000);
    expect(await rowsOf(userId)).toEqual([{ tenant: "made", role: "owner", seq: 3, reserved_at: null }]);
  });
});
