/** The promise of live queries, tried on random histories: what a client holds is what the query answers. (L1, L2, L11, R5) */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Writer } from "../../objects/records/writer.ts";
import { AppError } from "../../src/protocol/errors.ts";
import type { DownMessage } from "../../src/protocol/live-down.ts";
import type { Principal } from "../../src/resources/authorize.ts";
import type { Held } from "../support/live-client.ts";
import { history, KEYS, type Question, ROLES, RUNS, type Step, type Write } from "../support/live-histories.ts";
import { tasks, teams } from "../support/live-things.ts";
import { LiveWorld, openLiveDatabase, type Seat } from "../support/live-world.ts";

const SYSTEM: Principal = { kind: "system", id: "system", role: null, resources: null, readOnly: false };

/** What a client keeps over its connections. */
interface Place {
  seat: Seat | null;
  readonly key: string;
  /** What it held when it was last connected, with the time at which each query was asked. */
  held: Map<string, Held>;
  seq: number;
  readonly asked: Map<string, number>;
}

class Play {
  readonly world: LiveWorld;
  readonly places: Place[];
  readonly #questions: readonly Question[];
  #ids: string[] = [];
  #teams: string[] = [];

  constructor(world: LiveWorld, questions: readonly Question[]) {
    this.world = world;
    this.#questions = questions;
    for (const key of KEYS) world.addKey(key, ROLES[key] ?? "viewer");
    for (const name of ["red", "blue", "green"]) {
      world.write(SYSTEM, (writer) => void this.#teams.push(writer.create(teams, { name, size: 1 }).record.id));
    }
    this.places = ["key_a", "key_m", "key_v", "key_w", "key_v"].map((key) => ({
      seat: null,
      key,
      held: new Map(),
      seq: -1,
      asked: new Map(),
    }));
    for (const place of this.places) this.#connect(place);
  }

  run(step: Step): void {
    const { world } = this;
    switch (step.step) {
      case "write":
        world.write(world.principal(KEYS[step.by] ?? ""), (writer) => this.#write(writer, step.writes));
        return;
      case "role":
        world.changeRole(KEYS[step.key] ?? "", step.role, (writer) => this.#write(writer, step.writes));
        return;
      case "evict":
        world.evict();
        return;
      case "flush":
        world.flush();
        return;
      case "trim":
        if (world.store.log.trim(new Date(world.now - 8_000).toISOString(), 1_000) > 0)
          world.live.rowsExpired("audit-log");
        return;
      case "expire":
        world.database.sql.exec("DELETE FROM tasks WHERE id IN (SELECT id FROM tasks ORDER BY id LIMIT 1)");
        world.database.sql.exec(
          "DELETE FROM search_docs WHERE resource = 'tasks' AND record_id NOT IN (SELECT id FROM tasks)",
        );
        world.database.sql.exec("INSERT INTO search_fts (search_fts) VALUES ('rebuild')");
        world.live.rowsExpired("tasks");
        return;
      default:
        this.#byClient(step);
    }
  }

  /** Every client that is connected holds what a fresh query answers; searches do once they have been run again. */
  check(): void {
    expect(this.world.logged).toEqual([]);
    for (const place of this.places) {
      if (!place.seat) continue;
      const { client } = place.seat;
      if (client.failure) throw client.failure;
      expect(client.closed).toBeNull();
      for (const held of client.held.values()) if (!this.world.waits || !isSearched(held)) this.#compare(place, held);
    }
  }

  #compare({ key, asked }: Place, held: Held): void {
    const rows = this.world.requery(key, held.message, asked.get(held.message.id));
    if (held.message.aggregate) expect(new Set(held.rows.map(text))).toEqual(new Set(rows.map(text)));
    else expect(held.rows).toEqual(rows);
  }

  /** Whoever is away can only come back, and whoever is here cannot. */
  #byClient(step: Extract<Step, { seat: number }>): void {
    const able = this.places.filter(({ seat }) => (seat === null) === (step.step === "return"));
    const place = able[step.seat % Math.max(1, able.length)];
    if (!place) return;
    const { seat } = place;
    if (step.step === "return") this.#comeBack(place, step.from);
    else if (seat) this.#byConnected(step, place, seat);
  }

  #byConnected(step: Exclude<Extract<Step, { seat: number }>, { step: "return" }>, place: Place, seat: Seat): void {
    if (step.step === "leave") {
      place.held = new Map(seat.client.held);
      place.seq = seat.client.seq;
      this.world.disconnect(seat);
      place.seat = null;
    } else if (step.step === "subscribe") {
      const question = this.#questions[step.question];
      place.asked.set(step.id, this.world.now);
      if (question) seat.client.subscribe({ type: "subscribe", id: step.id, ...question });
    } else if (step.step === "unsubscribe") seat.client.unsubscribe(step.id);
    else seat.client.acknowledge();
  }

  #comeBack(place: Place, from: "own" | "highest"): void {
    const seat = this.#connect(place);
    for (const [id, held] of place.held) {
      if (held.seq === null) throw new Error("A subscription was never answered.");
      place.asked.set(id, this.world.now);
      seat.client.subscribe({ ...held.message, since: from === "own" ? held.seq : place.seq }, held);
    }
  }

  #connect(place: Place): Seat {
    const seat = this.world.connect(place.key, (message) => this.#requireVisible(place.key, message));
    place.seat = seat;
    return seat;
  }

  /** Whoever is not above a viewer is sent records of their own alone; nobody without a role is sent any. */
  #requireVisible(key: string, message: DownMessage): void {
    const role = this.world.principal(key).role;
    const records =
      message.type === "snapshot"
        ? message.data
        : message.type === "change" && "enter" in message
          ? [...message.enter, ...message.update]
          : [];
    for (const record of records) {
      const own = !("createdBy" in record) || record.createdBy === key || role !== "viewer";
      if (!own || role === "nobody") throw new Error(`A ${role} is shown ${JSON.stringify(record)}.`);
    }
  }

  /** What is refused is left out, so that long batches do not all come to nothing. */
  #write(writer: Writer, writes: readonly Write[]): void {
    for (const write of writes) {
      try {
        this.#writeOne(writer, write);
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
      }
    }
  }

  #writeOne(writer: Writer, write: Write): void {
    if (write.op === "create") {
      const teamId = write.team === null ? null : this.#teams[write.team];
      this.#ids.push(writer.create(tasks, { ...write.body, teamId }).record.id);
      return;
    }
    const id = this.#ids[write.at % Math.max(1, this.#ids.length)] ?? "none";
    switch (write.op) {
      case "update":
        return void writer.update(tasks, id, write.body, null);
      case "delete":
        return void writer.remove(tasks, id, null);
      case "restore":
        return void writer.restore(tasks, id, null);
      case "purge":
        return void writer.purge(tasks, id, null);
      case "team":
        return void writer.update(teams, this.#teams[write.at] ?? "", { size: write.size }, null);
    }
  }
}

/** Whether a changed record alone cannot tell what becomes of the result. */
function isSearched({ message }: Held): boolean {
  const doubles = message.aggregate?.sum?.includes("ratio") ?? false;
  return doubles || message.query?.q !== undefined || JSON.stringify(message.query?.filter ?? {}).includes('"team.');
}

/** JSON of a row with its keys in order. */
function text(row: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(Object.entries(row).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

test("after every step each connected client holds exactly what a fresh query answers", () => {
  const database = openLiveDatabase();
  fc.assert(
    fc.property(history, ({ memory, questions, steps }) => {
      const run = new Play(new LiveWorld(database, memory), questions);
      for (const step of steps) {
        run.run(step);
        run.check();
      }
      run.run({ step: "flush" });
      run.check();
    }),
    { numRuns: RUNS },
  );
}, 600_000);
