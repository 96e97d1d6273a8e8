/**
 * An object with live queries, without workerd: the store and `Live` over node:sqlite, sockets that keep their state as
 * attachments do, and an eviction that leaves of the object what hibernation leaves: database and attachments.
 */

import type { Sight } from "../../objects/records/access.ts";
import { scopeOf } from "../../objects/records/access.ts";
import { aggregateRow, aggregateStatement } from "../../objects/records/aggregate.ts";
import { recordOf } from "../../objects/records/codec.ts";
import { Live } from "../../objects/records/live/live.ts";
import type { Credential, LiveSocket, SocketState } from "../../objects/records/live/socket.ts";
import { type Ask, normalised } from "../../objects/records/live/spec.ts";
import { migrate } from "../../objects/records/migrate.ts";
import { listStatement } from "../../objects/records/page.ts";
import { parseLiveAggregate, parseLiveQuery } from "../../objects/records/parse-live.ts";
import { selectRecord } from "../../objects/records/statements.ts";
import { Store } from "../../objects/records/store.ts";
import type { WriteContext, Writer } from "../../objects/records/writer.ts";
import { config } from "../../src/croft.config.ts";
import { AppError } from "../../src/protocol/errors.ts";
import type { DownMessage, LiveOf } from "../../src/protocol/live-down.ts";
import type { SubscribeMessage } from "../../src/protocol/live-up.ts";
import { apiKeys } from "../../src/resources/api-keys.ts";
import type { Principal } from "../../src/resources/authorize.ts";
import type { RecordData } from "../../src/resources/define.ts";
import { LiveClient } from "./live-client.ts";
import { LIVE_TABLES, liveResources, liveSettings } from "./live-things.ts";
import { openSqlite, type TestDatabase } from "./sqlite.ts";
import { readTenantMigrations } from "./tenant-migrations.ts";

const START = Date.parse("2026-11-21T10:00:00.000Z");
const SYSTEM: Principal = { kind: "system", id: "system", role: null, resources: null, readOnly: false };

/** One client with its socket. */
export interface Seat {
  readonly key: string;
  readonly client: LiveClient;
  socket: FakeSocket;
}

/** A socket that hands messages on at once and keeps its attachment as text. */
export class FakeSocket implements LiveSocket {
  readonly id: string;
  bufferedAmount: number | undefined = undefined;
  attachment: string | null;
  readonly client: LiveClient;
  /** Makes `send` throw, as it does when the peer is gone. */
  broken = false;

  constructor(id: string, client: LiveClient, attachment: string | null = null) {
    this.id = id;
    this.client = client;
    this.attachment = attachment;
  }

  send(text: string): void {
    if (this.broken) throw new Error("The socket is gone.");
    this.client.receive(text);
  }

  close(code: number, reason: string): void {
    if (!this.client.closed) this.client.close(code, reason);
  }

  get state(): unknown {
    return this.attachment === null ? null : JSON.parse(this.attachment);
  }

  setState(state: SocketState): void {
    this.attachment = JSON.stringify(state);
  }
}

/** A database with every table a world needs; worlds over one database must not live at the same time. */
export function openLiveDatabase(): TestDatabase {
  const database = openSqlite();
  migrate(database, readTenantMigrations(), START);
  for (const table of LIVE_TABLES) database.sql.exec(table);
  return database;
}

const EMPTIED = ["tasks", "teams", "api_keys", "account_config", "changes", "meta", "live_groups", "search_docs"];

export class LiveWorld {
  now = START;
  readonly database: TestDatabase;
  readonly seats = new Set<Seat>();
  /** What was logged: nothing, when all is well. */
  readonly logged: unknown[] = [];
  /** Answers the `auth` message. */
  renew: (token: string) => Promise<Credential | null> = async () => null;
  maxSockets = 1_000;
  of: LiveOf = { tenant: "acme" };
  store: Store;
  live: Live;
  #deferred: (() => void)[] = [];
  #sockets = 0;
  #lost = false;

  readonly #memory: number | undefined;

  /** @param memory entries of results that `Live` may remember. */
  constructor(database: TestDatabase = openLiveDatabase(), memory?: number) {
    this.database = database;
    this.#memory = memory;
    for (const table of EMPTIED) database.sql.exec(`DELETE FROM "${table}"`);
    database.sql.exec("INSERT INTO search_fts (search_fts) VALUES ('rebuild')");
    [this.store, this.live] = this.#start();
  }

  /** Whether something waits to be run later, or was lost in an eviction while it waited. */
  get waits(): boolean {
    return this.#lost || this.#deferred.length > 0;
  }

  /** Runs what was put off, and what that puts off; what an eviction lost is found again when the object is next asked. */
  flush(): void {
    this.live.nextExpiry();
    while (this.#deferred.length > 0) this.#deferred.shift()?.();
    this.#lost = false;
  }

  /** Takes everything from memory. Sockets stay open; what was put off is lost. */
  evict(): void {
    this.#lost ||= this.#deferred.length > 0;
    this.#deferred = [];
    for (const seat of this.seats) seat.socket = new FakeSocket(seat.socket.id, seat.client, seat.socket.attachment);
    [this.store, this.live] = this.#start();
  }

  /** Makes a key of that role; members see all tasks, viewers their own. */
  addKey(id: string, role: string): void {
    this.write(SYSTEM, (writer) =>
      writer.createTrusted(apiKeys, { name: id, role, resources: null, readOnly: false }, id),
    );
  }

  /** One transaction. Returns false when it was refused. */
  write(
    principal: Principal,
    work: (writer: Writer) => void,
    touched: readonly string[] = [...liveResources.keys()],
  ): boolean {
    this.now += 1_000;
    const context: WriteContext = { principal, requestId: "req_1", now: this.now, settings: liveSettings };
    try {
      this.store.commit(context, touched, work);
      return true;
    } catch (error) {
      if (error instanceof AppError) return false;
      throw error;
    }
  }

  /** Changes the role of a key, and in the same transaction whatever else. */
  changeRole(id: string, role: string, also: (writer: Writer) => void = () => {}): boolean {
    const before = selectRecord(this.database.sql, apiKeys, id);
    if (!before) throw new Error(`There is no key ${id}.`);
    return this.write(SYSTEM, (writer) => {
      writer.updateTrusted(apiKeys, before, { role });
      also(writer);
    });
  }

  principal(id: string): Principal {
    const key = selectRecord(this.database.sql, apiKeys, id);
    return { kind: "key", id, role: typeof key?.role === "string" ? key.role : null, resources: null, readOnly: false };
  }

  sight(id: string): Sight | null {
    const key = selectRecord(this.database.sql, apiKeys, id);
    if (!key || key.revokedAt !== null) return null;
    return { principal: this.principal(id), rank: config.roleRank, resources: liveResources, settings: liveSettings };
  }

  connect(key: string, each: (message: DownMessage) => void = () => {}, expiresAt: number | null = null): Seat {
    this.#sockets += 1;
    const client = new LiveClient((text) => void this.live.message(seat.socket, text), each);
    const seat: Seat = { key, client, socket: new FakeSocket(`socket-${this.#sockets}`, client) };
    this.seats.add(seat);
    this.live.connect(seat.socket, { kind: "key", id: key, expiresAt });
    return seat;
  }

  disconnect(seat: Seat): void {
    this.seats.delete(seat);
    seat.client.closed ??= { code: 1006, reason: "" };
    this.live.disconnected(seat.socket);
  }

  /** What a fresh query answers; `at` is when the relative dates of the message were fixed. */
  requery(key: string, message: SubscribeMessage, at = this.now): Record<string, unknown>[] {
    const sight = this.sight(key);
    const resource = liveResources.get(message.resource);
    if (!sight || !resource) throw new Error("Nothing to query.");
    const scope = scopeOf(sight, resource, at);
    const { sql } = this.database;
    const ask = askOf(message, scope);
    if (ask.kind === "aggregate") {
      const { query } = ask;
      const statement = aggregateStatement(query, scope);
      return sql
        .exec(statement.sql, ...statement.params)
        .toArray()
        .map((row) => aggregateRow(query, row));
    }
    const statement = listStatement(ask.query, scope);
    const rows: RecordData[] = sql
      .exec(statement.sql, ...statement.params)
      .toArray()
      .map((row) => recordOf(resource, row));
    return rows.slice(0, ask.query.limit);
  }

  #start(): [Store, Live] {
    const store: Store = new Store({
      database: this.database,
      resources: liveResources,
      rank: config.roleRank,
      beforeWrite: (touched) => live.beforeWrite(touched),
      afterCommit: (changes) => {
        if (changes.some((change) => change.resource === "api-keys")) live.rightsChanged();
        live.afterCommit(changes);
      },
    });
    const live: Live = new Live({
      store,
      of: this.of,
      sockets: () => [...this.seats].map((seat) => seat.socket),
      sightOf: (credential) => this.sight(credential.id),
      renew: (token) => this.renew(token),
      maxSockets: () => this.maxSockets,
      ...(this.#memory === undefined ? {} : { memory: this.#memory }),
      now: () => this.now,
      defer: (run) => void this.#deferred.push(run),
      log: (event) => void this.logged.push(event),
    });
    return [store, live];
  }
}

function askOf(message: SubscribeMessage, scope: ReturnType<typeof scopeOf>): Ask {
  if (message.aggregate)
    return { kind: "aggregate", query: parseLiveAggregate(message.aggregate, message.query, scope) };
  return normalised({ kind: "records", query: parseLiveQuery(message.query, scope) });
}
