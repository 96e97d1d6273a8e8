/** One resource of a tenant over REST. */
import * as z from "zod/mini";
import { type ChangeEntry, changeSchema } from "../protocol/change.ts";
import { aggregateMetaSchema, deletedSchema, pageMetaSchema, writeMetaSchema } from "../protocol/envelope.ts";
import { isRecord, recordSchema } from "../protocol/values.ts";
import type { Row } from "./field.ts";
import type { Question } from "./follow.ts";
import type { LiveQuery } from "./observable.ts";
import { Page } from "./page.ts";
import {
  type AggregateQuery,
  type ListQuery,
  type LiveAggregateQuery,
  type LiveListQuery,
  queryString,
} from "./query.ts";
import type { ResourceTypes } from "./resource-types.ts";
import type { CallOptions, Method, Transport, WriteOptions } from "./transport.ts";
import type { Write, Writes } from "./writes.ts";

/** A record that was written, with the position of the log at which that happened. */
export interface Written<Item> {
  readonly record: Item;
  readonly seq: number;
}

export interface Aggregate {
  /** One row a group: its keys by label, and `count`, `sum`, `avg`, `min`, `max`. */
  readonly rows: readonly Row[];
  readonly seq: number;
  /** Whether there are more groups than are shown. */
  readonly truncated: boolean;
}

export type GetOptions<Item> = CallOptions &
  Pick<ListQuery<Item>, "fields" | "expand"> & { readonly deleted?: "include" };

/** What a write may take beside the options of every write. */
export interface OptimisticOptions extends WriteOptions {
  /** Shown in live queries at once, sent as soon as there is a connection, and taken back when it is refused or aborted. */
  readonly optimistic?: boolean | undefined;
}

/** The reading half of a resource: all of one that is read alone. */
export interface ReadResource<Types extends ResourceTypes>
  extends Pick<ResourceClient<Types>, "name" | "list" | "get" | "history" | "aggregate" | "live" | "liveAggregate"> {
  /** Never there: it tells the compiler what the resource is made of. */
  readonly types?: Types | undefined;
}

/** What a resource shares with the others of its tenant. */
export interface ResourceParts {
  readonly transport: Transport;
  /** `/v1/tenants/{tenant}` */
  readonly path: string;
  readonly writes: Writes;
  readonly follow: (question: Question) => LiveQuery<Row>;
}

/** Every call fails with a `CroftError`. */
export class ResourceClient<Types extends ResourceTypes> {
  /** As it stands in paths. */
  readonly name: string;
  /** Never there: it tells the compiler what the resource is made of. */
  declare readonly types?: Types | undefined;
  readonly #parts: ResourceParts;
  readonly #base: string;
  /** What the fields hold is the server's word: it writes records by the definition that the types are made of. */
  readonly #record = z.custom<Types["record"]>(isRecord);

  constructor(parts: ResourceParts, name: string) {
    this.name = name;
    this.#parts = parts;
    this.#base = `${parts.path}/${encodeURIComponent(name)}`;
  }

  /** The first page of a query; iterated with `for await`, it goes on through all records. */
  list(query: ListQuery<Types["record"]> = {}, options: CallOptions = {}): Promise<Page<Types["record"]>> {
    return this.#page(this.#base, query, this.#record, options);
  }

  async get(id: string, { signal, timeout, ...shape }: GetOptions<Types["record"]> = {}): Promise<Types["record"]> {
    const { record } = await this.#one("GET", this.#path(id) + queryString(shape), undefined, { signal, timeout });
    return record;
  }

  create(body: Types["create"], options: OptimisticOptions = {}): Promise<Written<Types["record"]>> {
    const create = (given: WriteOptions) => this.#one("POST", this.#base, body, given);
    return this.#make({ kind: "create", id: null, body }, (_, given) => create(given), options);
  }

  /** Creates the record, or updates the living one that has the same value in the unique field `match`. */
  upsert(match: string, body: Types["create"], options: WriteOptions = {}): Promise<Written<Types["record"]>> {
    return this.#one("POST", this.#base + queryString({ upsert: match }), body, options);
  }

  /** Changes the given fields. */
  update(id: string, body: Types["update"], options: OptimisticOptions = {}): Promise<Written<Types["record"]>> {
    const update = (known: string, given: WriteOptions) => this.#one("PATCH", this.#path(known), body, given);
    return this.#make({ kind: "update", id, body }, update, options);
  }

  /** Gives every field a value; what is left out gets its default. */
  replace(id: string, body: Types["create"], options: WriteOptions = {}): Promise<Written<Types["record"]>> {
    return this.#one("PUT", this.#path(id), body, options);
  }

  /** Takes the record out of every list; with `purge`, removes it for good. */
  async delete(
    id: string,
    { purge, ...options }: OptimisticOptions & { readonly purge?: boolean } = {},
  ): Promise<{ id: string; deletedAt: string; seq: number }> {
    const remove = async (known: string, given: WriteOptions) => {
      const path = this.#path(known) + queryString({ purge: purge ? true : undefined });
      const call = { method: "DELETE", path, data: deletedSchema, meta: writeMetaSchema, options: given } as const;
      const { data, meta } = await this.#parts.transport.call(call);
      return { ...data, seq: meta.seq, record: null };
    };
    const { record: _, ...deleted } = await this.#make({ kind: "delete", id, body: {} }, remove, options);
    return deleted;
  }

  /** Brings a deleted record back. */
  restore(id: string, options: WriteOptions = {}): Promise<Written<Types["record"]>> {
    return this.#one("POST", `${this.#path(id)}/restore`, undefined, options);
  }

  /** What happened to a record, newest first; it outlives the record. */
  history(
    id: string,
    query: { readonly limit?: number; readonly cursor?: string } = {},
    options: CallOptions = {},
  ): Promise<Page<ChangeEntry>> {
    return this.#page(`${this.#path(id)}/changes`, query, changeSchema, options);
  }

  /** Figures by group. */
  async aggregate(query: AggregateQuery<Types["record"]> = {}, options: CallOptions = {}): Promise<Aggregate> {
    const path = `${this.#base}/aggregate${queryString({ ...query })}`;
    const { data, meta } = await this.#parts.transport.get(path, z.array(recordSchema), aggregateMetaSchema, options);
    return { rows: data, ...meta };
  }

  /** The first records of a query, followed while somebody subscribes: at most `limit` of them, 100 unless given. */
  live(query: LiveListQuery<Types["record"]> = {}): LiveQuery<Types["record"]> {
    // What the fields hold is the server's word, as with `#record`.
    return this.#parts.follow({ resource: this.name, query }) as LiveQuery<Types["record"]>;
  }

  /** Figures by group, followed while somebody subscribes. */
  liveAggregate({ filter, q, ...aggregate }: LiveAggregateQuery<Types["record"]> = {}): LiveQuery<Row> {
    return this.#parts.follow({ resource: this.name, query: { filter, q }, aggregate });
  }

  #make<Answered extends { readonly seq: number; readonly record: object | null }>(
    write: Omit<Write, "resource">,
    call: (id: string, options: WriteOptions) => Promise<Answered>,
    { optimistic, ...options }: OptimisticOptions,
  ): Promise<Answered> {
    if (!optimistic) return call(write.id ?? "", options);
    // One key for every attempt, however often the connection is lost in between.
    const given = { ...options, idempotencyKey: options.idempotencyKey ?? crypto.randomUUID() };
    return this.#parts.writes.make({ ...write, resource: this.name }, (id) => call(id, given), options.signal);
  }

  async #page<Item>(
    path: string,
    query: { readonly cursor?: string | undefined },
    item: z.core.$ZodType<Item>,
    options: CallOptions,
  ): Promise<Page<Item>> {
    const { data, meta } = await this.#parts.transport.get(
      path + queryString(query),
      z.array(item),
      pageMetaSchema,
      options,
    );
    return new Page(data, meta, (cursor) => this.#page(path, { ...query, cursor }, item, options));
  }

  #path(id: string): string {
    return `${this.#base}/${encodeURIComponent(id)}`;
  }

  async #one(method: Method, path: string, body: unknown, options: WriteOptions): Promise<Written<Types["record"]>> {
    const call = { method, path, body, data: this.#record, meta: writeMetaSchema, options };
    const { data, meta } = await this.#parts.transport.call(call);
    return { record: data, seq: meta.seq };
  }
}
