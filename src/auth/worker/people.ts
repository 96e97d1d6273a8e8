/** People as croft and its operators see them. */
import { and, asc, eq, gt, sql } from "drizzle-orm";
import type { People, PeopleQuery, Person, PersonChange, UpdatedPerson } from "../accounts.ts";
import { CLERK_USER_ID } from "../clerk-token.ts";
import { database, internalAdapter } from "./auth.ts";
import { findClerkPerson } from "./clerk-people.ts";
import { withEnded } from "./ended-in-request.ts";
import { users } from "./tables.ts";

type UserRow = typeof users.$inferSelect;

export async function findPerson(id: string): Promise<Person | null> {
  if (CLERK_USER_ID.test(id)) return findClerkPerson(id);
  const [row] = await database.select().from(users).where(eq(users.id, id));
  return row ? personOf(row) : null;
}

/** Ids order by time of sign-up. */
export async function listPeople({ q, limit, cursor }: PeopleQuery): Promise<People> {
  const matches = q ? sql`instr(lower(${users.name} || ' ' || ${users.email}), ${q.toLowerCase()}) > 0` : undefined;
  const rows = await database
    .select()
    .from(users)
    .where(and(matches, cursor ? gt(users.id, cursor) : undefined))
    .orderBy(asc(users.id))
    .limit(limit + 1);
  const page = rows.slice(0, limit);
  return { data: page.map(personOf), nextCursor: rows.length > limit ? (page.at(-1)?.id ?? null) : null };
}

/** The row changes first: a sign-in that races with this finds it changed, or its session is ended here. */
export async function changePerson(id: string, { status, operator }: PersonChange): Promise<UpdatedPerson | null> {
  const set = { ...(status === undefined ? {} : { status }), ...(operator === undefined ? {} : { operator }) };
  const [row] = await database
    .update(users)
    .set({ ...set, updatedAt: new Date() })
    .where(eq(users.id, id))
    .returning();
  if (!row) return null;
  const { ended } = await withEnded(() => internalAdapter.deleteUserSessions(id));
  return { person: personOf(row), ended: { userId: id, sessions: ended.sessions } };
}

function personOf({ id, email, emailVerified, name, status, operator, createdAt }: UserRow): Person {
  return { id, email, emailVerified, name, status, operator, createdAt: createdAt.toISOString() };
}
