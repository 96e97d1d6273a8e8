/**
 * A client of live queries that trusts nothing: it keeps each result as api.md says and fails on a gap, a doubled row,
 * a record that enters twice, changes or leaves unknown, and on anything out of order.
 */
import { isDeepStrictEqual } from "node:util";
import { compareRecords, DEFAULT_SORT } from "../../objects/records/order.ts";
import type { SortTerm } from "../../src/protocol/filter.ts";
import { LIMITS } from "../../src/protocol/limits.ts";
import { type DownMessage, downMessageSchema } from "../../src/protocol/live-down.ts";
import type { SubscribeMessage } from "../../src/protocol/live-up.ts";
import type { RecordData } from "../../src/resources/define.ts";

type Row = Readonly<Record<string, unknown>>;
type Message<Type extends DownMessage["type"]> = Extract<DownMessage, { type: Type }>;

/** What the client holds of one subscription. */
export interface Held {
  readonly message: SubscribeMessage;
  /** Position of the result, null until the first answer. */
  seq: number | null;
  /** Records in order, or an aggregate's rows in no order. */
  rows: readonly Row[];
}

export class LiveClient {
  readonly held = new Map<string, Held>();
  /** Every message, as it came. */
  readonly messages: DownMessage[] = [];
  closed: { code: number; reason: string } | null = null;
  /** The first thing that did not fit: a sender must not notice, so it is kept here. */
  failure: unknown = null;
  /** Highest position seen on this connection. */
  seq = -1;
  readonly #send: (text: string) => void;
  readonly #each: (message: DownMessage) => void;
  #unacknowledged = 0;

  /** @param each looks at every message before it is applied. */
  constructor(send: (text: string) => void, each: (message: DownMessage) => void = () => {}) {
    this.#send = send;
    this.#each = each;
  }

  /** Follows a query. What `from` holds is carried on when the message has a `since`. */
  subscribe(message: SubscribeMessage, from?: Held): void {
    const carried = message.since === undefined ? undefined : from;
    this.held.set(message.id, { message, seq: null, rows: carried?.rows ?? [] });
    this.#send(JSON.stringify(message));
  }

  unsubscribe(id: string): void {
    this.held.delete(id);
    this.#send(JSON.stringify({ type: "unsubscribe", id }));
  }

  acknowledge(): void {
    this.#unacknowledged = 0;
    this.#send(JSON.stringify({ type: "ack", seq: this.seq }));
  }

  /** Takes in one message; what does not fit what came before becomes the `failure`. */
  receive(text: string): void {
    try {
      this.#receive(text);
    } catch (error) {
      this.failure ??= error;
    }
  }

  close(code: number, reason: string): void {
    this.closed = { code, reason };
  }

  /** The result of a subscription that has been answered. */
  rows(id: string): readonly Row[] {
    const held = this.held.get(id);
    if (!held || held.seq === null) throw new Error(`"${id}" has no result.`);
    return held.rows;
  }

  #receive(text: string): void {
    if (this.closed) throw new Error(`A message after the close: ${text}`);
    const message = downMessageSchema.parse(JSON.parse(text));
    this.messages.push(message);
    this.#each(message);
    this.#apply(message);
    this.#unacknowledged += 1;
    if (this.#unacknowledged >= LIMITS.live.ackEvery) this.acknowledge();
  }

  #apply(message: DownMessage): void {
    if (message.type === "error") {
      if (message.id !== undefined) this.held.delete(message.id);
      return;
    }
    if (message.seq < this.seq) throw new Error(`Position ${message.seq} came after ${this.seq}.`);
    this.seq = message.seq;
    if (message.type === "welcome") return;
    const held = this.held.get(message.id);
    if (!held) throw new Error(`A message for "${message.id}", which does not exist: ${JSON.stringify(message)}`);
    if (message.type === "snapshot") this.#snapshot(held, message);
    else if (message.type === "current") this.#current(held);
    else this.#change(held, message);
    held.seq = message.seq;
  }

  #snapshot(held: Held, message: Message<"snapshot">): void {
    const asked = held.seq === null;
    if (asked && held.message.since === undefined && message.reset !== undefined)
      throw new Error("A first snapshot is no reset.");
    if ((!asked || held.message.since !== undefined) && message.reset === undefined)
      throw new Error("A snapshot came without a reason.");
    held.rows = message.data;
    requireShape(held);
  }

  #current(held: Held): void {
    if (held.seq !== null || held.message.since === undefined) throw new Error('"current" answers nothing.');
  }

  #change(held: Held, message: Message<"change">): void {
    const stands = held.seq ?? held.message.since;
    if (message.from !== stands) throw new Error(`A change from ${message.from}, but the client stands at ${stands}.`);
    if (message.seq <= message.from) throw new Error("A change that goes nowhere.");
    if ("groups" in message) changeGroups(held, message);
    else changeRecords(held, message);
    requireShape(held);
  }
}

function changeRecords(held: Held, { enter, update, leave }: Extract<DownMessage, { enter: unknown }>): void {
  if (enter.length + update.length + leave.length === 0) throw new Error("A change without a change.");
  const rows = new Map(held.rows.map((row) => [row.id, row]));
  for (const id of leave) if (!rows.delete(id)) throw new Error(`${id} leaves, but was never here.`);
  for (const row of update) {
    if (!rows.has(row.id)) throw new Error(`${row.id} changes, but is not here.`);
    if (isDeepStrictEqual(rows.get(row.id), row)) throw new Error(`${row.id} changes into itself.`);
    rows.set(row.id, row);
  }
  for (const row of enter) {
    if (rows.has(row.id) || leave.includes(String(row.id))) throw new Error(`${row.id} enters, but was here.`);
    rows.set(row.id, row);
  }
  held.rows = inOrder(held, [...rows.values()]);
  const order = new Map(held.rows.map((row, index) => [row.id, index]));
  const places = enter.map((row) => order.get(row.id) ?? -1);
  if (places.some((place, index) => index > 0 && place <= (places[index - 1] ?? 0)))
    throw new Error("Records enter out of order.");
}

function changeGroups(held: Held, { groups, gone }: Extract<DownMessage, { groups: unknown }>): void {
  if (groups.length + gone.length === 0) throw new Error("A change without a change.");
  const labels = held.message.aggregate?.groupBy ?? [];
  const keyOf = (row: Row) => JSON.stringify(labels.map((label) => row[label]));
  const rows = new Map(held.rows.map((row) => [keyOf(row), row]));
  for (const key of gone)
    if (!rows.delete(keyOf(key)) && held.seq !== null)
      throw new Error(`Group ${JSON.stringify(key)} is gone, but was never here.`);
  for (const row of groups) rows.set(keyOf(row), row);
  if (new Set([...groups, ...gone].map(keyOf)).size < groups.length + gone.length)
    throw new Error("A group stands twice in one change.");
  held.rows = [...rows.values()];
}

/** Holds for every result: no row twice, no more than asked for, in the order of the query. */
function requireShape(held: Held): void {
  if (held.message.aggregate) return;
  const { rows } = held;
  if (new Set(rows.map((row) => row.id)).size < rows.length) throw new Error("A record stands twice in a result.");
  if (rows.length > (held.message.query?.limit ?? 100)) throw new Error("A result is longer than its limit.");
  const sorted = inOrder(held, rows);
  if (rows.some((row, index) => row.id !== sorted[index]?.id)) throw new Error("A result is out of order.");
}

function inOrder(held: Held, rows: readonly Row[]): Row[] {
  const compare = compareRecords(sortOf(held.message));
  return rows.toSorted((a, b) => compare(asRecord(a), asRecord(b)));
}

/** The client knows the meaning of a sort from api.md alone; kinds of custom fields are the server's business. */
function sortOf(message: SubscribeMessage): readonly SortTerm[] {
  const terms = message.query?.sort ?? [];
  if (terms.length === 0) return DEFAULT_SORT;
  return terms.map((term) =>
    term.startsWith("-") ? { path: term.slice(1), descending: true } : { path: term, descending: false },
  );
}

/** Rows of a result are records: the schema of the messages cannot say so for every resource. */
function asRecord(row: Row): RecordData {
  return row as RecordData;
}
