/** One tenant: what every log's client can do, and writes of several records at once. */
import { batchResultsSchema, writeMetaSchema } from "../protocol/envelope.ts";
import { type ClientParts, PARTS } from "./parts.ts";
import { RecordsClient } from "./records-client.ts";
import type { ResourceClient } from "./resource.ts";
import type { Json, ResourceTypes } from "./resource-types.ts";
import type { Transport, WriteOptions } from "./transport.ts";

/** One operation of a batch. `match` is the unique field of an upsert. */
export type Operation =
  | { readonly op: "create"; readonly resource: string; readonly data: object }
  | { readonly op: "update"; readonly resource: string; readonly id: string; readonly data: object; ifMatch?: number }
  | { readonly op: "delete"; readonly resource: string; readonly id: string; ifMatch?: number }
  | { readonly op: "upsert"; readonly resource: string; readonly match: string; readonly data: object };

/** Every call fails with a `CroftError`. */
export class TenantClient<Resources extends Readonly<Record<string, ResourceTypes>>> extends RecordsClient<Resources> {
  readonly tenant: string;
  readonly #transport: Transport;
  readonly #path: string;

  constructor(parts: ClientParts, tenant: string) {
    const path = `/v1/tenants/${encodeURIComponent(tenant)}`;
    super(parts, { path });
    this.tenant = tenant;
    this.#transport = parts.transport;
    this.#path = path;
    PARTS.set(this, parts);
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
}

/** A tenant with its resources as properties; where a resource is called like a member of the tenant, the member wins. */
export type Tenant<Resources extends Readonly<Record<string, ResourceTypes>>> = TenantClient<Resources> & {
  readonly [Name in Exclude<keyof Resources & string, keyof TenantClient<Resources>>]: ResourceClient<Resources[Name]>;
};

/** One tenant. */
export function openTenant<Resources extends Readonly<Record<string, ResourceTypes>>>(
  parts: ClientParts,
  handle: string,
): Tenant<Resources> {
  // The resources come from the prototype, which types cannot say.
  return new TenantClient<Resources>(parts, handle) as Tenant<Resources>;
}
