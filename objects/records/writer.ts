/**
 * The writes of one transaction. Every method checks who may, what is valid and what must hold, changes the row,
 * keeps the search index in step and appends to the log; the caller's transaction makes all of it one step.
 */
import type { ChangeAction } from "../../src/protocol/change.ts";
import { AppError, invalidField } from "../../src/protocol/errors.ts";
import type { Filter } from "../../src/protocol/filter.ts";
import { authorize, type Principal, type RoleRank } from "../../src/resources/authorize.ts";
import type { Action, Json, RecordData, RecordReader, Resource, TenantSettings } from "../../src/resources/define.ts";
import { bodyOf, completeCustom, patchedCustom } from "./body.ts";
import type { Actor, Change, ChangeLog } from "./change-log.ts";
import type { Database } from "./database.ts";
import { matches } from "./match.ts";
import { newId } from "./new-id.ts";
import { recordReader } from "./reader.ts";
import { requireRules, requireSize, sameJson } from "./record-rules.ts";
import { indexRecord } from "./search-index.ts";
import { insertRecord, purgeRecord, selectRecord, updateRecord } from "./statements.ts";

/** Who writes, when, and under which settings of the tenant. */
export interface WriteContext {
  readonly principal: Principal;
  readonly requestId: string;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly settings: TenantSettings;
}

/** A record after a write; `created` tells a new one from one that existed. */
export interface Written {
  readonly record: RecordData;
  readonly json: string;
  readonly created: boolean;
}

export interface WriterParts {
  readonly database: Database;
  readonly resources: ReadonlyMap<string, Resource>;
  readonly log: ChangeLog;
  readonly rank: RoleRank;
}

/** Versions that `If-Match` accepts; null accepts every version. */
export type ExpectedVersions = readonly number[] | null;

export class Writer {
  readonly changes: Change[] = [];
  readonly #parts: WriterParts;
  readonly #context: WriteContext;
  readonly #actor: Actor;
  readonly #at: string;
  readonly #reader: RecordReader;

  constructor(parts: WriterParts, context: WriteContext) {
    this.#parts = parts;
    this.#context = context;
    this.#actor = { kind: context.principal.kind, id: context.principal.id };
    this.#at = new Date(context.now).toISOString();
    this.#reader = recordReader(parts.database.sql, parts.resources);
  }

  create(resource: Resource, body: unknown): Written {
    this.#permit("create", resource);
    return this.#insert(resource, bodyOf(resource.create, body), newId(resource.idPrefix, this.#context.now));
  }

  /** Makes a record whose values Croft itself has made up; bypasses the body schema, not the rules. */
  createTrusted(
    resource: Resource,
    values: Readonly<Record<string, Json>>,
    id = newId(resource.idPrefix, this.#context.now),
  ): Written {
    return this.#insert(resource, values, id);
  }

  /** Changes the fields that `body` names. */
  update(resource: Resource, id: string, body: unknown, expected: ExpectedVersions): Written {
    const before = this.#living("update", resource, id, expected);
    return this.#change(resource, before, bodyOf(resource.update, body), "merge");
  }

  /** Changes fields that no client may set (when a key was last used, what a job found). */
  updateTrusted(
    resource: Resource,
    before: RecordData,
    values: Readonly<Record<string, Json>>,
    expected: ExpectedVersions = null,
  ): Written {
    requireVersion(before, expected);
    return this.#change(resource, before, values, "merge");
  }

  /** Gives every field the body leaves out its default again; immutable fields must stay as they are. */
  replace(resource: Resource, id: string, body: unknown, expected: ExpectedVersions): Written {
    const before = this.#living("update", resource, id, expected);
    const given = bodyOf(resource.create, body);
    for (const name of resource.immutable) {
      if (!sameJson(given[name] ?? resource.defaults[name] ?? null, before[name] ?? null)) {
        throw invalidField("VALIDATION_ERROR", name, "This field cannot change.");
      }
    }
    return this.#change(resource, before, { ...resource.defaults, ...given }, "replace");
  }

  /** Updates the living record that carries the body's value of `match`, or creates one. Never revives a deleted record. */
  upsert(resource: Resource, match: string, body: unknown, expected: ExpectedVersions): Written {
    const rule = resource.unique.find((candidate) => candidate.field === match);
    if (!rule || (rule.when && !rule.when(this.#context.settings))) {
      const fields = resource.unique.map((candidate) => candidate.field).join(", ") || "none";
      throw invalidField("BAD_REQUEST", "upsert", `Match a unique field of this resource (${fields}).`);
    }
    const rows = this.#permit("update", resource);
    const given = bodyOf(resource.create, body);
    const value = given[match] ?? null;
    if (value === null) throw invalidField("VALIDATION_ERROR", match, "An upsert needs a value to match.");
    // One out of sight counts as none: creating then meets it as a conflict.
    const [before] = this.#reader
      .find(resource.name, { [match]: value })
      .filter((record) => !rows || matches(rows, record));
    if (!before && expected !== null)
      throw new AppError("PRECONDITION_FAILED", { message: `There is no record with this ${match}.` });
    if (!before) return this.create(resource, body);
    requireVersion(before, expected);
    const changeable = Object.fromEntries(Object.entries(given).filter(([name]) => !resource.immutable.includes(name)));
    return this.#change(resource, before, changeable, "merge");
  }

  remove(resource: Resource, id: string, expected: ExpectedVersions): RecordData {
    return this.removeTrusted(resource, this.#living("delete", resource, id, expected));
  }

  /** Deletes a living record on Croft's own authority. */
  removeTrusted(resource: Resource, before: RecordData, expected: ExpectedVersions = null): RecordData {
    requireVersion(before, expected);
    const after = { ...before, deletedAt: this.#at, updatedAt: this.#at, version: before.version + 1 };
    resource.check?.({ before, after: null, now: this.#context.now, settings: this.#context.settings }, this.#reader);
    const { sql } = this.#parts.database;
    updateRecord(sql, resource, after);
    indexRecord(sql, resource, before, null);
    this.#append(resource, "delete", before, after, JSON.stringify(after));
    return after;
  }

  restore(resource: Resource, id: string, expected: ExpectedVersions): Written {
    const before = this.#visible("delete", resource, id);
    if (before.deletedAt === null) throw new AppError("CONFLICT", { message: "The record is not deleted." });
    requireVersion(before, expected);
    const after = { ...before, deletedAt: null, updatedAt: this.#at, version: before.version + 1 };
    return this.#store(resource, "restore", before, after);
  }

  /** Removes the row for good; its history stays. */
  purge(resource: Resource, id: string, expected: ExpectedVersions): RecordData {
    const before = this.#visible("purge", resource, id);
    requireVersion(before, expected);
    const alive = before.deletedAt === null;
    if (alive)
      resource.check?.({ before, after: null, now: this.#context.now, settings: this.#context.settings }, this.#reader);
    const { sql } = this.#parts.database;
    purgeRecord(sql, resource, id);
    if (alive) indexRecord(sql, resource, before, null);
    this.#append(resource, "purge", before, null, "null");
    return { ...before, deletedAt: before.deletedAt ?? this.#at };
  }

  /** Logs a change of something that is not a record (the tenant itself), which the caller has made. */
  note(resource: string, recordId: string, before: object, after: object): void {
    const states = { before: noted(recordId, before), after: noted(recordId, after) };
    const entry = {
      at: this.#at,
      actor: this.#actor,
      requestId: this.#context.requestId,
      resource,
      recordId,
      action: "update" as const,
    };
    this.changes.push(this.#parts.log.append({ ...entry, ...states, afterJson: JSON.stringify(states.after) }));
  }

  #insert(resource: Resource, given: Readonly<Record<string, Json>>, id: string): Written {
    const record: Record<string, Json> = {};
    const system: Record<string, Json> = {
      id,
      createdAt: this.#at,
      updatedAt: this.#at,
      createdBy: this.#context.principal.id,
      version: 1,
      deletedAt: null,
    };
    for (const name of resource.fields.keys())
      record[name] = system[name] ?? given[name] ?? resource.defaults[name] ?? null;
    record.custom = completeCustom(this.#context.settings, resource, given.custom);
    return this.#store(resource, "create", null, record as RecordData);
  }

  #change(
    resource: Resource,
    before: RecordData,
    given: Readonly<Record<string, Json>>,
    mode: "merge" | "replace",
  ): Written {
    const custom = patchedCustom(this.#context.settings, resource, before, given.custom, mode);
    const values: Record<string, Json> = { ...given, custom };
    const changed = Object.keys(values).some((name) => !sameJson(values[name] ?? null, before[name] ?? null));
    if (!changed) return { record: before, json: JSON.stringify(before), created: false };
    const after: RecordData = { ...before, ...values, updatedAt: this.#at, version: before.version + 1 };
    return this.#store(resource, "update", before, after);
  }

  /** Stores what a living record becomes: the row, its search document and the log's entry, from one text. */
  #store(
    resource: Resource,
    action: "create" | "update" | "restore",
    before: RecordData | null,
    after: RecordData,
  ): Written {
    // To the rules and to search, a deleted record is not there.
    const living = action === "restore" ? null : before;
    this.#require(resource, living, after);
    const json = JSON.stringify(after);
    requireSize(json);
    const { sql } = this.#parts.database;
    if (before) updateRecord(sql, resource, after);
    else insertRecord(sql, resource, after);
    indexRecord(sql, resource, living, after);
    this.#append(resource, action, before, after, json);
    return { record: after, json, created: !before };
  }

  #require(resource: Resource, before: RecordData | null, after: RecordData): void {
    const { now, settings, principal } = this.#context;
    const read = authorize(principal, "read", resource, this.#parts.rank);
    const mayName = (record: RecordData) => read.allowed && (read.rows === null || matches(read.rows, record));
    requireRules(resource, { before, after, now, settings }, this.#reader, mayName);
  }

  /** @throws AppError FORBIDDEN; returns the rows the action is narrowed to. */
  #permit(action: Action, resource: Resource): Filter | null {
    const verdict = authorize(this.#context.principal, action, resource, this.#parts.rank);
    if (!verdict.allowed) throw new AppError("FORBIDDEN");
    return verdict.rows;
  }

  /** The record, alive or deleted, if the actor may act on it; an absent one and one out of sight answer alike. */
  #visible(action: Action, resource: Resource, id: string): RecordData {
    const rows = this.#permit(action, resource);
    const record = selectRecord(this.#parts.database.sql, resource, id);
    if (!record || (rows && !matches(rows, record))) throw new AppError("NOT_FOUND");
    return record;
  }

  #living(action: Action, resource: Resource, id: string, expected: ExpectedVersions): RecordData {
    const record = this.#visible(action, resource, id);
    if (record.deletedAt !== null) throw new AppError("NOT_FOUND");
    requireVersion(record, expected);
    return record;
  }

  #append(
    resource: Resource,
    action: ChangeAction,
    before: RecordData | null,
    after: RecordData | null,
    afterJson: string,
  ): void {
    const recordId = (after ?? before)?.id ?? "";
    const entry = {
      at: this.#at,
      actor: this.#actor,
      requestId: this.#context.requestId,
      resource: resource.name,
      recordId,
      action,
      before,
      after,
      afterJson,
    };
    this.changes.push(this.#parts.log.append(entry));
  }
}

/** The log shows states as records; what is not one has no version and no creator. */
function noted(id: string, state: object): RecordData {
  return { createdAt: "", updatedAt: "", createdBy: "", version: 0, deletedAt: null, ...state, id };
}

function requireVersion(record: RecordData, expected: ExpectedVersions): void {
  if (expected === null || expected.includes(record.version)) return;
  throw new AppError("PRECONDITION_FAILED", {
    details: [{ field: "version", message: String(record.version) }],
    headers: { ETag: `"${record.version}"` },
  });
}
