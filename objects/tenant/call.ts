/** One request inside the object: who calls, what it says, and the tenant it is about. */

import type { Mail } from "../../src/auth/accounts.ts";
import type { MacSecrets } from "../../src/auth/key-format.ts";
import { AppError } from "../../src/protocol/errors.ts";
import { isJsonType, parseJson } from "../../src/protocol/json.ts";
import type { TenantView } from "../../src/protocol/tenant.ts";
import type { Config, Plan } from "../../src/resources/config.ts";
import type { Database } from "../records/database.ts";
import type { Jobs } from "../records/jobs.ts";
import type { Live } from "../records/live/live.ts";
import { ReadCall, type ReadContext, type ReadFields } from "../records/read-call.ts";
import type { ExpectedVersions, WriteContext } from "../records/writer.ts";
import type { EndedSessions } from "./ended-sessions.ts";
import type { Telling } from "./follows.ts";
import type { TenantGithub } from "./github.ts";
import type { Repeatable } from "./idempotency.ts";
import type { Keys } from "./keys.ts";
import type { Limits } from "./limits.ts";
import type { Members } from "./members.ts";
import type { Room } from "./room.ts";

/** An open tenant: everything its routes work with. */
export interface TenantContext extends ReadContext {
  view: TenantView;
  readonly config: Config;
  readonly macSecrets: MacSecrets;
  readonly directory: D1Database;
  /** Origin under which people reach the service, without a slash at the end. */
  readonly publicUrl: string;
  sendMail(mail: Mail): Promise<void>;
  readonly github: TenantGithub;
  readonly telling: Telling;
  readonly database: Database;
  readonly jobs: Jobs;
  readonly live: Live;
  readonly keys: Keys;
  readonly members: Members;
  readonly endedSessions: EndedSessions;
  readonly limits: Limits;
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

type CallFields = ReadFields & Pick<Call, "tenant" | "body" | "repeatable"> & { readonly renew: () => Call };

export class Call extends ReadCall {
  readonly tenant: TenantContext;
  /** The raw body; read before the handler so that handlers stay synchronous. */
  readonly body: string;
  /** Set where the request carries an Idempotency-Key. */
  readonly repeatable: Repeatable | null;
  readonly #renew: () => Call;

  constructor(fields: CallFields) {
    super(fields.tenant, fields);
    this.tenant = fields.tenant;
    this.body = fields.body;
    this.repeatable = fields.repeatable;
    this.#renew = fields.renew;
  }

  /**
   * The same request with the time, and with who acts and what they may, as they are now. For after an await: meanwhile the
   * tenant may have been erased, the key revoked, the role changed.
   * @throws AppError NOT_FOUND, UNAUTHENTICATED, FORBIDDEN
   */
  renewed(): Call {
    return this.#renew();
  }

  /** The same request as one for another path, or as one that is not kept for repetitions. */
  altered(fields: Partial<Pick<Call, "params" | "repeatable">>): Call {
    const { tenant, principal, request, search, params, requestId, now, body, repeatable } = this;
    const renew = () => this.#renew().altered(fields);
    return new Call({
      tenant,
      principal,
      request,
      search,
      params,
      requestId,
      now,
      body,
      repeatable,
      renew,
      ...fields,
    });
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
}
