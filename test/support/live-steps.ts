/** Short ways to say what happens in a `LiveWorld`. */
import type { DownMessage } from "../../src/protocol/live-down.ts";
import type { Principal } from "../../src/resources/authorize.ts";
import type { Held } from "./live-client.ts";
import { tasks } from "./live-things.ts";
import type { LiveWorld, Seat } from "./live-world.ts";

export const SYSTEM: Principal = { kind: "system", id: "system", role: null, resources: null, readOnly: false };

type Body = Readonly<Record<string, unknown>>;

/** Makes tasks in one transaction, and returns their ids. */
export function create(world: LiveWorld, body: Body = {}, count = 1, by = SYSTEM): string[] {
  const ids: string[] = [];
  world.write(by, (writer) => {
    for (let made = 0; made < count; made += 1) ids.push(writer.create(tasks, body).record.id);
  });
  return ids;
}

export function update(world: LiveWorld, id: string, body: Body): boolean {
  return world.write(SYSTEM, (writer) => void writer.update(tasks, id, body, null));
}

/** Connects and follows tasks, or whatever the question says, under the id `a`. */
export function follow(world: LiveWorld, question: object = {}, key = "key_a"): Seat {
  const seat = world.connect(key);
  seat.client.subscribe({ type: "subscribe", id: "a", resource: "tasks", ...question });
  return seat;
}

/** Follows a question and goes again; returns what was held then. */
export function leave(world: LiveWorld, question: object = {}, key = "key_a"): Held {
  const seat = follow(world, question, key);
  const held = seat.client.held.get("a");
  if (!held || seat.client.failure) throw seat.client.failure ?? new Error("Nothing is held.");
  world.disconnect(seat);
  return held;
}

/** Comes back with what was held. @throws what the client found wrong with the answer. */
export function comeBack(world: LiveWorld, held: Held, since = held.seq ?? -1, key = "key_a"): Seat {
  const seat = world.connect(key);
  seat.client.subscribe({ ...held.message, since }, held);
  if (seat.client.failure) throw seat.client.failure;
  return seat;
}

/** The newest message. */
export function last(seat: Seat): DownMessage | undefined {
  return seat.client.messages.at(-1);
}

/** The statements that `work` runs. */
export function statements(world: LiveWorld, work: () => void): string[] {
  const { sql } = world.database;
  const exec = sql.exec.bind(sql);
  const queries: string[] = [];
  sql.exec = (query, ...bindings) => {
    queries.push(query);
    return exec(query, ...bindings);
  };
  work();
  sql.exec = exec;
  return queries;
}

/** Lets statements that `which` picks fail, as often as `times` says. */
export function breakStatements(
  world: LiveWorld,
  which: (query: string) => boolean,
  times = Number.POSITIVE_INFINITY,
): void {
  const { sql } = world.database;
  const exec = sql.exec.bind(sql);
  let left = times;
  sql.exec = (query, ...bindings) => {
    if (left > 0 && which(query)) {
      left -= 1;
      throw new Error("The disk is on fire.");
    }
    return exec(query, ...bindings);
  };
}
