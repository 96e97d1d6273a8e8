/** One resource of a tenant over REST. */
import * as z from "zod/mini";
import { type ChangeEntry, changeSchema } from "../protocol/change.ts";
import { Page, pageMetaSchema } from "./page.ts";
import { type AggregateQuery, type ListQuery, queryString } from "./query.ts";
import type { Json, ResourceTypes } from "./resource-types.ts";
import type { CallOptions, Method, Transport, WriteOptions } from "./transport.ts";

const seqMetaSchema = z.object({ seq: z.int() });
const deletedSchema = z.object({ id: z.string(), deletedAt: z.nullable(z.string()) });
const aggregateRowSchema = z.record(z.string(), z.json());
const aggregateMetaSchema = z.object({ seq: z.int(), truncated: z.boolean() });

/** A record that was written, with the position of the log at which that happened. */
export interface Written<Item> {
  readonly record: Item;
  readonly seq: number;
}

export interface Aggregate {
  /** One row a group: its keys by label, and `count`, `sum`, `avg`, `min`, `max`. */
  readonly rows: readonly Readonly<Record<string, Json>>[];
  readonly seq: number;
  /** Whether there are more groups than are shown. */
  readonly truncated: boolean;
}

export type GetOptions<Item> = CallOptions &
  Pick<ListQuery<Item>, "fields" | "expand"> & { readonly deleted?: "include" };

/** Every call fails with a `CroftError`. */
export class ResourceClient<Types extends ResourceTypes> {
  /** As it stands in paths. */
  readonly name: string;
  readonly #transport: Transport;
  readonly #base: string;
  /** What the fields hold is the server's word: it writes records by the definition that the types are made of. */
  readonly #record = z.custom<Types["record"]>((value) => z.safeParse(recordSchema, value).success);

  /** @param tenantPath `/v1/tenants/{tenant}` */
  constructor(transport: Transport, tenantPath: string, name: string) {
    this.name = name;
    this.#transport = transport;
    this.#base = `${tenantPath}/${encodeURIComponent(name)}`;
  }

  /** The first page of a query; iterated with `for await`, it goes on through all records. */
  list(query: ListQuery<Types["record"]> = {}, options: CallOptions = {}): Promise<Page<Types["record"]>> {
    const read = async (cursor: string | undefined): Promise<Page<Types["record"]>> => {
      const path = this.#base + queryString({ ...query, ...(cursor === undefined ? {} : { cursor }) });
      const data = z.array(this.#record);
      const answer = await this.#transport.call({ method: "GET", path, data, meta: pageMetaSchema, options });
      return new Page(answer.data, answer.meta, read);
    };
    return read(query.cursor);
  }

  async get(id: string, { signal, timeout, ...shape }: GetOptions<Types["record"]> = {}): Promise<Types["record"]> {
    const { record } = await this.#one("GET", this.#path(id) + queryString(shape), undefined, { signal, timeout });
    return record;
  }

  create(body: Types["create"], options: WriteOptions = {}): Promise<Written<Types["record"]>> {
    return this.#one("POST", this.#base, body, options);
  }

  /** Creates the record, or updates the living one that has the same value in the unique field `match`. */
  upsert(match: string, body: Types["create"], options: WriteOptions = {}): Promise<Written<Types["record"]>> {
    return this.#one("POST", this.#base + queryString({ upsert: match }), body, options);
  }

  /** Changes the given fields. */
  update(id: string, body: Types["update"], options: WriteOptions = {}): Promise<Written<Types["record"]>> {
    return this.#one("PATCH", this.#path(id), body, options);
  }

  /** Gives every field a value; what is left out gets its default. */
  replace(id: string, body: Types["create"], options: WriteOptions = {}): Promise<Written<Types["record"]>> {
    return this.#one("PUT", this.#path(id), body, options);
  }

  /** Takes the record out of every list; with `purge`, removes it for good. */
  async delete(
    id: string,
    { purge, ...options }: WriteOptions & { readonly purge?: boolean } = {},
  ): Promise<{ id: string; deletedAt: string | null; seq: number }> {
    const path = this.#path(id) + queryString({ purge: purge ? true : undefined });
    const call = { method: "DELETE", path, data: deletedSchema, meta: seqMetaSchema, options } as const;
    const { data, meta } = await this.#transport.call(call);
    return { ...data, seq: meta.seq };
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
    const read = async (cursor: string | undefined): Promise<Page<ChangeEntry>> => {
      const path = `${this.#path(id)}/changes${queryString({ limit: query.limit, cursor })}`;
      const data = z.array(changeSchema);
      const answer = await this.#transport.call({ method: "GET", path, data, meta: pageMetaSchema, options });
      return new Page(answer.data, answer.meta, read);
    };
    return read(query.cursor);
  }

  /** Figures by group. */
  async aggregate(query: AggregateQuery<Types["record"]> = {}, options: CallOptions = {}): Promise<Aggregate> {
    const path = `${this.#base}/aggregate${queryString({ ...query })}`;
    const data = z.array(aggregateRowSchema);
    const answer = await this.#transport.call({ method: "GET", path, data, meta: aggregateMetaSchema, options });
    return { rows: answer.data, ...answer.meta };
  }

  #path(id: string): string {
    return `${this.#base}/${encodeURIComponent(id)}`;
  }

  async #one(method: Method, path: string, body: unknown, options: WriteOptions): Promise<Written<Types["record"]>> {
    const call = { method, path, body, data: this.#record, meta: seqMetaSchema, options };
    const { data, meta } = await this.#transport.call(call);
    return { record: data, seq: meta.seq };
  }
}

const recordSchema = z.record(z.string(), z.json());
