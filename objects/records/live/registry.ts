/**
 * Who is there: sockets, groups, and which group a changed resource concerns. After a start it is put together again
 * from the sockets' attachments and the table `live_groups` when it is first needed; the results themselves are not read then.
 */
import { CLOSE } from "../../../src/protocol/close-codes.ts";
import type { SqlRow } from "../database.ts";
import type { Store } from "../store.ts";
import { Group } from "./group.ts";
import { Memory } from "./memory.ts";
import { Session, type Subscription } from "./session.ts";
import { type Credential, closeQuietly, type LiveSocket, socketStateSchema } from "./socket.ts";
import { concernOf, type GroupSpec, keyOf } from "./spec.ts";

interface GroupRow extends SqlRow {
  id: number;
  key: string;
  /** The group's `Concern`. */
  spec: string;
  last_seq: number;
}

const NO_GROUPS: ReadonlySet<Group> = new Set();

export class Registry {
  readonly #sessions = new Map<LiveSocket, Session>();
  readonly #store: Store;
  readonly #memory: Memory;
  readonly #byId = new Map<number, Group>();
  readonly #byKey = new Map<string, Group>();
  readonly #byResource = new Map<string, Set<Group>>();
  /** When the first credential ends, null for never, undefined for not known. */
  #nextExpiry: number | null | undefined;

  /** @param entries of results that are remembered in all. */
  constructor(store: Store, entries: number) {
    this.#store = store;
    this.#memory = new Memory(entries);
  }

  /** Finds out who is there after a start. Call it once, before anything else. */
  load(sockets: Iterable<LiveSocket>, now: number): void {
    const rows = this.#sql.exec<GroupRow>("SELECT id, key, spec, last_seq FROM live_groups").toArray();
    for (const row of rows)
      this.#keep(
        new Group({ id: row.id, key: row.key, concern: JSON.parse(row.spec), lastSeq: row.last_seq }, this.#store),
      );
    for (const socket of sockets) this.#restore(socket, now);
    const empty = [...this.#byId.values()].filter((group) => group.members.size === 0);
    for (const group of empty) this.#forget(group);
    this.#delete(empty);
  }

  get sessions(): readonly Session[] {
    return [...this.#sessions.values()];
  }

  get size(): number {
    return this.#sessions.size;
  }

  session(socket: LiveSocket): Session | undefined {
    return this.#sessions.get(socket);
  }

  add(session: Session): void {
    this.#sessions.set(session.socket, session);
    this.#nextExpiry = undefined;
  }

  renew(session: Session, credential: Credential): void {
    session.credential = credential;
    session.save();
    this.#nextExpiry = undefined;
  }

  /** When the first credential of a socket ends (milliseconds since 1970), or null. Asked after every message. */
  get nextExpiry(): number | null {
    if (this.#nextExpiry !== undefined) return this.#nextExpiry;
    const ends = this.sessions.flatMap(({ credential }) => credential.expiresAt ?? []);
    this.#nextExpiry = ends.length === 0 ? null : ends.reduce((first, end) => Math.min(first, end));
    return this.#nextExpiry;
  }

  /** Groups whose result may change with records of this resource. */
  concerned(resource: string): ReadonlySet<Group> {
    return this.#byResource.get(resource) ?? NO_GROUPS;
  }

  /** To be called when the result of a group was read or moved on: others may have to forget theirs. */
  used(group: Group): void {
    if (this.#byId.has(group.id)) this.#memory.used(group);
  }

  group(id: number): Group | undefined {
    return this.#byId.get(id);
  }

  /** The group that asks this, made if nobody asked it yet. Give it a member, or it stays until the next start. */
  open(spec: GroupSpec): Group {
    const key = keyOf(spec);
    const known = this.#byKey.get(key);
    if (known) return known;
    const resource = this.#store.resources.get(spec.resource);
    if (!resource) throw new Error(`There is no resource "${spec.resource}".`);
    const concern = concernOf(spec, resource, this.#store.resources);
    const { seq } = this.#store.log;
    const [row] = this.#sql
      .exec<{ id: number }>(
        "INSERT INTO live_groups (key, spec, last_seq) VALUES (?, ?, ?) RETURNING id",
        key,
        JSON.stringify(concern),
        seq,
      )
      .toArray();
    if (!row) throw new Error("A live group was not stored.");
    return this.#keep(new Group({ id: row.id, key, concern, lastSeq: seq }, this.#store));
  }

  /** Makes a subscription whose client stands at `seq`. The caller saves the session. */
  join(session: Session, id: string, group: Group, seq: number): Subscription {
    const subscription: Subscription = {
      id,
      head: `"id":${JSON.stringify(id)}`,
      session,
      group,
      start: seq,
      told: seq,
    };
    session.subscriptions.set(id, subscription);
    group.members.add(subscription);
    return subscription;
  }

  /** Ends a subscription. The caller saves the session. */
  leave(subscription: Subscription): void {
    subscription.session.subscriptions.delete(subscription.id);
    subscription.group.members.delete(subscription);
    this.release(subscription.group);
  }

  /** Forgets a group that nobody is a member of. */
  release(group: Group): void {
    if (group.members.size > 0 || !this.#byId.has(group.id)) return;
    this.#forget(group);
    this.#delete([group]);
  }

  /** Forgets a socket with everything it asked. */
  drop(session: Session): void {
    if (!this.#sessions.delete(session.socket)) return;
    if (session.credential.expiresAt === this.#nextExpiry) this.#nextExpiry = undefined;
    const groups = new Set<Group>();
    for (const subscription of session.subscriptions.values()) {
      subscription.group.members.delete(subscription);
      groups.add(subscription.group);
    }
    session.subscriptions.clear();
    const empty = [...groups].filter((group) => group.members.size === 0 && this.#byId.has(group.id));
    for (const group of empty) this.#forget(group);
    this.#delete(empty);
  }

  /** Remembers the last change these groups sent: after an eviction it tells what their members were told. */
  sent(groups: readonly Group[], seq: number): void {
    if (groups.length === 0) return;
    for (const group of groups) group.lastSeq = seq;
    const ids = JSON.stringify(groups.map((group) => group.id));
    this.#sql.exec("UPDATE live_groups SET last_seq = ? WHERE id IN (SELECT value FROM json_each(?))", seq, ids);
  }

  get #sql() {
    return this.#store.database.sql;
  }

  #restore(socket: LiveSocket, now: number): void {
    const state = stateOf(socket);
    // A socket that is being opened has no state yet: `connect` is still to come.
    if (state === undefined || state === null) return;
    const parsed = socketStateSchema.safeParse(state);
    if (!parsed.success) {
      closeQuietly(socket, CLOSE.RESTARTING, "restarting");
      return;
    }
    const session = new Session(socket, parsed.data.credential, this.#store.log.seq, now);
    this.add(session);
    for (const [id, groupId, start] of parsed.data.subscriptions) {
      const group = this.#byId.get(groupId);
      if (!group) {
        this.drop(session);
        closeQuietly(socket, CLOSE.RESTARTING, "restarting");
        return;
      }
      this.join(session, id, group, start).told = Math.max(start, group.lastSeq);
    }
  }

  #keep(group: Group): Group {
    this.#byId.set(group.id, group);
    this.#byKey.set(group.key, group);
    for (const resource of group.concern.resources) {
      const groups = this.#byResource.get(resource) ?? new Set();
      this.#byResource.set(resource, groups.add(group));
    }
    return group;
  }

  #forget(group: Group): void {
    this.#memory.drop(group);
    this.#byId.delete(group.id);
    this.#byKey.delete(group.key);
    for (const resource of group.concern.resources) this.#byResource.get(resource)?.delete(group);
  }

  #delete(groups: readonly Group[]): void {
    if (groups.length === 0) return;
    this.#sql.exec(
      "DELETE FROM live_groups WHERE id IN (SELECT value FROM json_each(?))",
      JSON.stringify(groups.map((group) => group.id)),
    );
  }
}

/** An attachment that cannot be read is as good as one that is not understood. */
function stateOf(socket: LiveSocket): unknown {
  try {
    return socket.state;
  } catch {
    return "unreadable";
  }
}
