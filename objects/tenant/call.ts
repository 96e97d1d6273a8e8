/** One request inside the object: who calls, what it says, and the tenant it is about. */

import type { Mail } from "../../src/auth/accounts.ts";
import type { MacSecrets } from "../../src/auth/key-format.ts";
import { AppError, invalidField } from "../../src/protocol/errors.ts";
import { isJsonType, parseJson } from "../../src/protocol/json.ts";
import type { TenantView } from "../../src/protocol/tenant.ts";
import type { Principal } from "../../src/resources/authorize.ts";
import type { Config, Plan } from "../../src/resources/config.ts";
import type { Resource, TenantSettings } from "../../src/resources/define.ts";
import { readRule, type Sight, scopeOf } from "../records/access.ts";
import type { Database } from "../records/database.ts";
import type { Jobs } from "../records/jobs.ts";
import type { Live } from "../records/live/live.ts";
import type { QueryScope } from "../records/scope.ts";
import type { Store } from "../records/store.ts";
import type { ExpectedVersions, WriteContext } from "../records/writer.ts";
import type { EndedSessions } from "./ended-sessions.ts";
import type { Repeatable } from "./idempotency.ts";
import type { Keys } from "./keys.ts";
import type { Limits } from "./limits.ts";
import type { Members } from "./members.ts";
import type { Room } from "./room.ts";

/** An open tenant: everything its routes work with. */
export interface TenantContext {
  view: TenantView;
  readonly config: Config;
  readonly macSecrets: MacSecrets;
  readonly directory: D1Database;
  /** Origin under which people reach the service, without a slash at the end. */
  readonly publicUrl: string;
  sendMail(mail: Mail): Promise<void>;
  readonly database: Database;
  readonly store: Store;
  readonly jobs: Jobs;
  readonly live: Live;
  readonly keys: Keys;
  readonly members: Members;
  readonly endedSessions: EndedSessions;
  readonly limits: Limits;
  settings(): TenantSettings;
  /** Bytes of the database. */
  size(): number;
  readonly room: Room;
  /** Until when the directory's projection rests (milliseconds since 1970). */
  restUntil: number;
  /** Removes everything, sockets and alarm included. */
  erase(): Promise<void>;
}

/** What the tenant may use. A plan that is no longer configured counts as the default one. */
export function planOf({ config, view }: TenantContext): Plan {
  const plan = config.plans[view.plan] ?? config.plans[config.defaultPlan];
  if (!plan) throw new Error(`Plan "${view.plan}" is not configured.`);
  return plan;
}

export class Call {
  readonly tenant: TenantContext;
  readonly principal: Principal;
  readonly request: Request;
  /** Query of the address, with its question mark; empty where there is none. */
  readonly search: string;
  readonly params: Readonly<Record<string, string>>;
  readonly requestId: string;
  readonly now: number;
  /** The raw body; read before the handler so that handlers stay synchronous. */
  readonly body: string;
  /** Set where the request carries an Idempotency-Key. */
  readonly repeatable: Repeatable | null;
  #query: URLSearchParams | null = null;

  constructor(
    fields: Pick<
      Call,
      "tenant" | "principal" | "request" | "search" | "params" | "requestId" | "now" | "body" | "repeatable"
    >,
  ) {
    this.tenant = fields.tenant;
    this.principal = fields.principal;
    this.request = fields.request;
    this.search = fields.search;
    this.params = fields.params;
    this.requestId = fields.requestId;
    this.now = fields.now;
    this.body = fields.body;
    this.repeatable = fields.repeatable;
  }

  /** The parameters; parsed when a route first looks at them. */
  get query(): URLSearchParams {
    this.#query ??= new URLSearchParams(this.search);
    return this.#query;
  }

  /** The resource in the path. @throws AppError NOT_FOUND */
  resource(): Resource {
    const resource = this.tenant.store.resources.get(this.param("resource"));
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
      rank: this.tenant.config.roleRank,
      resources: this.tenant.store.resources,
      settings: this.tenant.settings(),
    };
  }

  /** The scope of a query over `resource`. @throws AppError FORBIDDEN */
  scope(resource: Resource): QueryScope {
    const sight = this.sight();
    if (!readRule(sight, resource).readable) throw new AppError("FORBIDDEN");
    return scopeOf(sight, resource, this.now);
  }

  /** The body as JSON. @throws AppError UNSUPPORTED_MEDIA_TYPE, BAD_REQUEST */
  json(): unknown {
    if (!isJsonType(this.request.headers.get("content-type"))) throw new AppError("UNSUPPORTED_MEDIA_TYPE");
    const parsed = parseJson(this.body);
    if (!parsed.ok) throw new AppError("BAD_REQUEST", { message: parsed.reason });
    return parsed.value;
  }

  writeContext(): WriteContext {
    return { principal: this.principal, requestId: this.requestId, now: this.now, settings: this.tenant.settings() };
  }

  /** Versions that `If-Match` names; null when it is absent or `*`. A weak or foreign tag matches nothing. */
  expectedVersions(): ExpectedVersions {
    const header = this.request.headers.get("if-match");
    if (header === null || header.trim() === "*") return null;
    return header.split(",").flatMap((tag) => {
      const match = /^"(\d{1,15})"$/.exec(tag.trim());
      return match ? [Number(match[1])] : [];
    });
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
