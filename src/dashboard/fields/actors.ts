/** Who did something, as records and logs keep it. */

/** `id`: of a person or a key; `system` and `operator` stand for themselves. */
export interface Actor {
  readonly kind: string;
  readonly id: string;
}

/** Whoever a record's `createdBy` names, which tells the kind by its form alone. */
export function actorOf(id: string): Actor {
  if (id === "system" || id === "operator") return { kind: id, id };
  return { kind: id.startsWith("key_") ? "key" : "user", id };
}

/** Whether a field says who did something. */
export function namesActor(name: string): boolean {
  return name === "createdBy" || name === "actorId";
}

/** A person's name of the title of a member, which has the address behind it; the address where there is no name. */
export function personName(title: string): string {
  return title.replace(/(?<=\S)\s+\S+@\S+$/, "");
}
