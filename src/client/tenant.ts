/** One tenant: its resources, its live connection, and what goes across resources. */
import * as z from "zod/mini";
import { type ChangeEntry, changeSchema } from "../protocol/change.ts";
import {
  batchResultsSchema,
  feedMetaSchema,
  type SearchHit,
  searchHitSchema,
  writeMetaSchema,
} from "../protocol/envelope.ts";
import type { Clock } from "./clock.ts";
import type { ConnectionState, Observable } from "./observable.ts";
import { queryString } from "./query.ts";
import { ResourceClient, type ResourceParts } from "./resource.ts";
import type { AnyResource, Json, ResourceTypes } from "./resource-types.ts";
import type { SocketConstructor } from "./socket.ts";
import { TenantLive } from "./tenant-live.ts";
import type { Tokens } from "./token.ts";
import type { CallOptions, Transport, WriteOptions } from "./transport.ts";
import { Writes } from "./writes.ts";

/** One operation of a batch. `match` is the unique field of an upsert. */
export type Operation =
  | { readonly op: "create"; readonly resource: string; readonly data: object }
  | { readonly op: "update"; readonly resource: string; readonly id: string; readonly data: object; ifMatch?: number }
  | { readonly op: "delete"; readonly resource: string; readonly id: string; ifMatch?: number }
  | { readonly op: "upsert"; readonly resource: string; readonly match: string; readonly data: object };

/** One result of a search. */
export type Hit = SearchHit;

/** What the tenants of a client share. */
export interface TenantParts {
  readonly transport: Transport;
  readonly tokens: Tokens;
  readonly webSocket: SocketConstructor | undefined;
  readonly clock: Clock;
}

/** Every call fails with a `CroftError`. */
export class TenantClient<Resources extends Readonly<Record<string, ResourceTypes>>> {
  static {
    // Resources stand behind the class's own members, so that these win and keep their private fields.
    Object.setPrototypeOf(TenantClient.prototype, new Proxy(Object.prototype, { get: memberOf }));
  }

  readonly tenant: string;
  /** How the live connection stands. */
  readonly connection: Observable<ConnectionState>;
  readonly #transport: Transport;
  readonly #path: string;
  readonly #live: TenantLive;
  readonly #parts: ResourceParts;
  readonly #resources = new Map<string, ResourceClient<AnyResource>>();

  constructor({ transport, tokens, webSocket, clock }: TenantParts, tenant: string) {
    const path = `/v1/tenants/${encodeURIComponent(tenant)}`;
    const writes = new Writes(clock);
    const url = `${transport.url.replace(/^http/, "ws")}${path}/live`;
    const probe = () => transport.probe(path);
    const live = new TenantLive({ url, tokens, webSocket, clock, probe }, writes);
    this.tenant = tenant;
    this.connection = live.connection;
    this.#transport = transport;
    this.#path = path;
    this.#live = live;
    this.#parts = { transport, path, writes, follow: (question) => live.query(question) };
  }

  /** Connects anew, at once: what to offer when the connection is `closed`, or nobody wants to wait until `retryAt`. */
  reconnect(): void {
    this.#live.reconnect();
  }

  /**
   * A resource by the name that stands in paths, the same object every time. Of names unknown to the compiler the records are JSON.
   * Names known to it are properties, too: `acme.leads`, `acme["phone-numbers"]`.
   */
  resource<Name extends keyof Resources & string>(name: Name): ResourceClient<Resources[Name]>;
  resource(name: string): ResourceClient<AnyResource>;
  resource(name: string): unknown {
    const known = this.#resources.get(name);
    if (known) return known;
    const made = new ResourceClient<AnyResource>(this.#parts, name);
    this.#resources.set(name, made);
    return made;
  }

  /** Up to 500 operations, all or nothing. A refusal names the operation in its details: `operations[3].value`. */
  async batch(
    operations: readonly Operation[],
    options: Omit<WriteOptions, "ifMatch"> = {},
  ): Promise<{ results: readonly Readonly<Record<string, Json>>[]; seq: number }> {
    const { data, meta } = await this.#transport.call({
      method: "POST",
      path: `${this.#path}/batch`,
      body: { operations },
      data: batchResultsSchema,
      meta: writeMetaSchema,
      options,
    });
    return { results: data, seq: meta.seq };
  }

  /** Full text across the tenant's resources, or in one of them; the best first. */
  async search(
    q: string,
    { limit, resource, ...options }: CallOptions & { readonly limit?: number; readonly resource?: string } = {},
  ): Promise<readonly Hit[]> {
    const path = `${this.#path}/search${queryString({ q, limit, resource })}`;
    const { data } = await this.#transport.get(path, z.array(searchHitSchema), writeMetaSchema, options);
    return data;
  }

  /** Everything that happened behind `since`, in order, page by page, up to now. @throws CroftError, GONE included. */
  async *changes({
    since = 0,
    limit,
    resource,
    ...options
  }: CallOptions & {
    readonly since?: number;
    readonly limit?: number;
    readonly resource?: string;
  } = {}): AsyncGenerator<ChangeEntry, { readonly seq: number }, void> {
    for (let from = since; ; ) {
      const path = `${this.#path}/changes${queryString({ since: from, limit, resource })}`;
      const { data, meta } = await this.#transport.get(path, z.array(changeSchema), feedMetaSchema, options);
      yield* data;
      if (!meta.hasMore) return { seq: meta.seq };
      from = meta.seq;
    }
  }
}

/** A tenant with its resources as properties; where a resource is called like a member of the tenant, the member wins. */
export type Tenant<Resources extends Readonly<Record<string, ResourceTypes>>> = TenantClient<Resources> & {
  readonly [Name in Exclude<keyof Resources & string, keyof TenantClient<Resources>>]: ResourceClient<Resources[Name]>;
};

/** How resources are named. Nothing else is one: `then` would make a promise of the tenant, and tools that print values ask for more. */
const RESOURCE_NAME = /^(?!then$)[a-z][a-z0-9-]*$/;

function memberOf(target: object, name: string | symbol, tenant: unknown): unknown {
  const isResource = typeof name === "string" && !(name in target) && RESOURCE_NAME.test(name);
  return isResource && tenant instanceof TenantClient ? tenant.resource(name) : Reflect.get(target, name, tenant);
}

/** One tenant. */
export function openTenant<Resources extends Readonly<Record<string, ResourceTypes>>>(
  parts: TenantParts,
  handle: string,
): Tenant<Resources> {
  // The resources come from the prototype, which types cannot say.
  return new TenantClient<Resources>(parts, handle) as Tenant<Resources>;
}
