/** The client of a Croft service, for browsers, Node and Workers. */
import { systemClock } from "./clock.ts";
import { CroftError } from "./error.ts";
import { PARTS } from "./parts.ts";
import type { PersonCalls } from "./person-calls.ts";
import type { ResourceTypes } from "./resource-types.ts";
import type { SocketConstructor } from "./socket.ts";
import { openTenant, type Tenant } from "./tenant.ts";
import { type Token, TokenSource, type Tokens } from "./token.ts";
import { Transport } from "./transport.ts";

export type { ChangeEntry } from "../protocol/change.ts";
export type { ClientErrorCode } from "./error.ts";
export type { ConnectionState, LiveQuery, LiveResult, Observable } from "./observable.ts";
export type { Page } from "./page.ts";
export type {
  AggregateQuery,
  FilterOf,
  ListQuery,
  LiveAggregateQuery,
  LiveListQuery,
  Selection,
  SortOf,
} from "./query.ts";
export type { Hit } from "./records-client.ts";
export type { Aggregate, OptimisticOptions, ReadResource, ResourceClient, Written } from "./resource.ts";
export type { AnyRecord, AnyResource, Fields, Json, ResourceTypes, TypesOf } from "./resource-types.ts";
export type { Operation, Tenant } from "./tenant.ts";
export type { CallOptions, WriteOptions } from "./transport.ts";
export type { SocketConstructor, Token };
export { CroftError };

interface ServiceOptions {
  /** Address of the service, such as `https://api.example.com`. */
  readonly url: string;
  /** Stands in for the global `WebSocket`; in Node before version 22, which has none, that of the package ws. */
  readonly webSocket?: SocketConstructor;
  /** Stands in for the global `fetch`. */
  readonly fetch?: (url: string, init: RequestInit) => Promise<Response>;
  /** Milliseconds for one attempt of a call; 30,000 unless given. */
  readonly timeout?: number;
  /** Repetitions of a call that failed in a way that may pass; 3 unless given. */
  readonly retries?: number;
  /** Longest wait, in milliseconds, that the server may ask for; 60,000 unless given. */
  readonly patience?: number;
}

export interface CroftOptions extends ServiceOptions {
  /** An API key, or what fetches an access token: at the first call, and again when the server refuses the one it gave. */
  readonly token: Token;
  readonly session?: undefined;
}

export interface SignedInOptions extends ServiceOptions {
  /** A session of `croft/client/session`: the client acts for whoever is signed in. */
  readonly session: ClientSession;
  readonly token?: undefined;
}

/** What a client needs of a session. */
export interface ClientSession {
  readonly tokens: Tokens;
  calls(transport: Transport): PersonCalls;
}

export interface Croft<Resources extends Readonly<Record<string, ResourceTypes>>> {
  /** One tenant, by its handle; the same object every time. */
  tenant(handle: string): Tenant<Resources>;
}

/** A client. `Resources` says which types a resource has (see `TypesOf`); others are reached by name, as JSON. */
export function createCroft<Resources extends Readonly<Record<string, ResourceTypes>> = Record<never, never>>(
  options: CroftOptions,
): Croft<Resources>;
/** A client of whoever is signed in. */
export function createCroft<Resources extends Readonly<Record<string, ResourceTypes>> = Record<never, never>>(
  options: SignedInOptions,
): Croft<Resources> & PersonCalls;
export function createCroft<Resources extends Readonly<Record<string, ResourceTypes>>>(
  options: CroftOptions | SignedInOptions,
): Croft<Resources> {
  const clock = systemClock;
  const tokens: Tokens = options.session ? options.session.tokens : new TokenSource(options.token, clock);
  const transport = new Transport({
    url: options.url.replace(/\/+$/, ""),
    tokens,
    // Browsers refuse a fetch that is called as a method of something else.
    fetch: options.fetch ?? ((url, init) => fetch(url, init)),
    timeout: options.timeout ?? 30_000,
    retries: options.retries ?? 3,
    patience: options.patience ?? 60_000,
    clock,
  });
  const parts = { transport, tokens, webSocket: options.webSocket ?? globalThis.WebSocket, clock };
  const tenants = new Map<string, Tenant<Resources>>();
  const croft: Croft<Resources> = {
    ...options.session?.calls(transport),
    tenant(handle) {
      const tenant = tenants.get(handle) ?? openTenant<Resources>(parts, handle);
      tenants.set(handle, tenant);
      return tenant;
    },
  };
  PARTS.set(croft, parts);
  return croft;
}
