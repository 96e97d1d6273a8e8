/** Clerk's people, as its webhooks tell of them. Events may come late, twice and in any order. */
import { eq, sql } from "drizzle-orm";
import type { Person } from "../accounts.ts";
import { database } from "./auth.ts";
import type { ClerkPerson } from "./clerk-event.ts";
import { clerkPeople } from "./tables.ts";

/** Null for somebody of whom Clerk has not told, or who is gone. */
export async function findClerkPerson(id: string): Promise<Person | null> {
  const [row] = await database.select().from(clerkPeople).where(eq(clerkPeople.id, id));
  if (!row || row.deleted) return null;
  const { email, emailVerified, name, suspended, createdAt } = row;
  const status = suspended ? "suspended" : "active";
  return { id, email, emailVerified, name, status, operator: false, createdAt: new Date(createdAt).toISOString() };
}

/** Keeps what an event says of somebody. False where something newer is known, or that they are gone. */
export async function keepClerkPerson(person: ClerkPerson): Promise<boolean> {
  const { id, ...columns } = person;
  const changed = await database
    .insert(clerkPeople)
    .values({ id, ...columns, deleted: false })
    .onConflictDoUpdate({
      target: clerkPeople.id,
      set: columns,
      setWhere: sql`NOT ${clerkPeople.deleted} AND (${clerkPeople.updatedAt}, ${clerkPeople.eventAt}) <= (excluded.updated_at, excluded.event_at)`,
    })
    .returning({ id: clerkPeople.id });
  return changed.length > 0;
}

/** Forgets all that is known of somebody but that they are gone: Clerk never gives an id twice. */
export async function forgetClerkPerson(id: string, eventAt: number): Promise<void> {
  const gone = { email: "", emailVerified: false, name: "", suspended: true, deleted: true, updatedAt: 0, eventAt };
  await database
    .insert(clerkPeople)
    .values({ id, ...gone, createdAt: 0 })
    .onConflictDoUpdate({ target: clerkPeople.id, set: gone });
}
