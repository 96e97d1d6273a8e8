/** What keeps one log: its resources, its live connection, and what goes across resources. */
import * as z from "zod/mini";
import { type ChangeEntry, changeSchema } from "../protocol/change.ts";
import { feedMetaSchema, type SearchHit, searchHitSchema, writeMetaSchema } from "../protocol/envelope.ts";
import type { CroftError } from "./error.ts";
import type { ConnectionState, Observable } from "./observable.ts";
import type { ClientParts } from "./parts.ts";
import { queryString } from "./query.ts";
import { ResourceClient, type ResourceParts } from "./resource.ts";
import type { AnyResource, ResourceTypes } from "./resource-types.ts";
import { TenantLive } from "./tenant-live.ts";
import type { CallOptions } from "./transport.ts";
import { Writes } from "./writes.ts";

/** One result of a search. */
export type Hit = SearchHit;

/** Where the log is reached. */
export interface Place {
  /** Below the service's address. */
  readonly path: string;
  /** Where sockets go from now on; `path` unless given. */
  readonly livePath?: string;
  /** Looks why sockets are refused, or where they should go: null where another one may be tried. */
  probe?(): Promise<CroftError | null>;
}

/** Every call fails with a `CroftError`. */
export class RecordsClient<Resources extends Readonly<Record<string, ResourceTypes>>> {
  static {
    // Resources stand behind the class's own members, so that these win and keep their private fields.
    Object.setPrototypeOf(RecordsClient.prototype, new Proxy(Object.prototype, { get: memberOf }));
  }

  /** How the live connection stands. */
  readonly connection: Observable<ConnectionState>;
  readonly #live: TenantLive;
  readonly #parts: ResourceParts;
  readonly #resources = new Map<string, ResourceClient<AnyResource>>();

  constructor({ transport, ...parts }: ClientParts, place: Place) {
    const { path } = place;
    const writes = new Writes(parts.clock);
    const live = new TenantLive(
      {
        ...parts,
        url: () => `${transport.url.replace(/^http/, "ws")}${place.livePath ?? path}/live`,
        probe: () => place.probe?.() ?? transport.probe(path),
      },
      writes,
    );
    this.connection = live.connection;
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
    const resource = this.#resources.get(name) ?? new ResourceClient<AnyResource>(this.#parts, name);
    this.#resources.set(name, resource);
    return resource;
  }

  /** Full text across all resources, or in one of them; the best first. */
  async search(
    q: string,
    { limit, resource, ...options }: CallOptions & { readonly limit?: number; readonly resource?: string } = {},
  ): Promise<readonly Hit[]> {
    const { transport, path } = this.#parts;
    const asked = `${path}/search${queryString({ q, limit, resource })}`;
    return (await transport.get(asked, z.array(searchHitSchema), writeMetaSchema, options)).data;
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
    const { transport, path } = this.#parts;
    for (let from = since; ; ) {
      const asked = `${path}/changes${queryString({ since: from, limit, resource })}`;
      const { data, meta } = await transport.get(asked, z.array(changeSchema), feedMetaSchema, options);
      yield* data;
      if (!meta.hasMore) return { seq: meta.seq };
      from = meta.seq;
    }
  }
}

/** How resources are named. Nothing else is one: `then` would make a promise of the client, and tools that print values ask for more. */
const RESOURCE_NAME = /^(?!then$)[a-z][a-z0-9-]*$/;

function memberOf(target: object, name: string | symbol, client: unknown): unknown {
  const isResource = typeof name === "string" && !(name in target) && RESOURCE_NAME.test(name);
  return isResource && client instanceof RecordsClient ? client.resource(name) : Reflect.get(target, name, client);
}
