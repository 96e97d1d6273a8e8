/** The reading half of a request inside an object: who calls, what the address says, and the records it is about. */

import { AppError, invalidField } from "../../src/protocol/errors.ts";
import type { Principal, RoleRank } from "../../src/resources/authorize.ts";
import type { Resource, TenantSettings } from "../../src/resources/define.ts";
import { readRule, type Sight, scopeOf } from "./access.ts";
import type { QueryScope } from "./scope.ts";
import type { Store } from "./store.ts";

/** What reading takes of an open object, whatever it holds. */
export interface ReadContext {
  readonly store: Store;
  readonly config: { readonly roleRank: RoleRank };
  /** Settings that define fields of the object's own; empty where it has none. */
  settings(): TenantSettings;
}

/** What a request says, as a call is made from it. */
export type ReadFields = Pick<ReadCall, "principal" | "request" | "search" | "params" | "requestId" | "now">;

export class ReadCall {
  readonly context: ReadContext;
  readonly principal: Principal;
  readonly request: Request;
  /** Query of the address, with its question mark; empty where there is none. */
  readonly search: string;
  readonly params: Readonly<Record<string, string>>;
  readonly requestId: string;
  /** Milliseconds since 1970. */
  readonly now: number;
  #query: URLSearchParams | null = null;

  constructor(context: ReadContext, fields: ReadFields) {
    this.context = context;
    this.principal = fields.principal;
    this.request = fields.request;
    this.search = fields.search;
    this.params = fields.params;
    this.requestId = fields.requestId;
    this.now = fields.now;
  }

  get store(): Store {
    return this.context.store;
  }

  /** The parameters; parsed when a route first looks at them. */
  get query(): URLSearchParams {
    this.#query ??= new URLSearchParams(this.search);
    return this.#query;
  }

  /** What an object adds to `meta` of the answers that show records. */
  extraMeta(): Readonly<Record<string, unknown>> {
    return NOTHING;
  }

  /** The resource in the path. @throws AppError NOT_FOUND */
  resource(): Resource {
    const resource = this.store.resources.get(this.param("resource"));
    if (!resource) throw new AppError("NOT_FOUND");
    return resource;
  }

  param(name: string): string {
    const value = this.params[name];
    if (value === undefined) throw new Error(`The route has no parameter ":${name}".`);
    return value;
  }

  /** What the caller sees through. */
  sight(): Sight {
    return {
      principal: this.principal,
      rank: this.context.config.roleRank,
      resources: this.store.resources,
      settings: this.context.settings(),
    };
  }

  /** The scope of a query over `resource`. @throws AppError FORBIDDEN */
  scope(resource: Resource): QueryScope {
    const sight = this.sight();
    if (!readRule(sight, resource).readable) throw new AppError("FORBIDDEN");
    return scopeOf(sight, resource, this.now);
  }

  /** Refuses parameters that the route does not know, and repeated ones: a typo must never widen a request. */
  allowParams(...known: string[]): void {
    if (this.search === "") return;
    for (const name of this.query.keys()) {
      if (!known.includes(name)) throw invalidField("BAD_REQUEST", name, "This parameter is unknown here.");
      if (this.query.getAll(name).length > 1) throw invalidField("BAD_REQUEST", name, "This parameter stands twice.");
    }
  }

  /** A flag parameter: absent or `false`, or `true`. */
  flag(name: string): boolean {
    const value = this.query.get(name);
    if (value === null || value === "false") return false;
    if (value === "true") return true;
    throw invalidField("BAD_REQUEST", name, "Write true or false.");
  }

  /** A whole number from a parameter. */
  integer(name: string, fallback: number, least: number, most: number): number {
    const value = this.query.get(name);
    if (value === null) return fallback;
    const number = /^\d{1,15}$/.test(value) ? Number(value) : Number.NaN;
    if (!(number >= least && number <= most))
      throw invalidField("BAD_REQUEST", name, `Write a whole number from ${least} to ${most}.`);
    return number;
  }
}

const NOTHING = {};
