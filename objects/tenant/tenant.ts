/**
 * The tenant's object: one tenant's database, its sockets and its alarm. Wiring only; what it does is in the files beside it.
 *
 * A request that is no upgrade does not pass through partyserver: its `fetch` would write a name record even into an
 * object that was never provisioned, and answer an exception with its stack.
 */
import { type Connection, type ConnectionContext, Server } from "partyserver";
import type { RequestActor } from "../../src/auth/actor.ts";
import { actorOf } from "../../src/auth/actor-header.ts";
import { config } from "../../src/croft.config.ts";
import { eraseTenant } from "../../src/directory/projection.ts";
import { parseEnv } from "../../src/env.ts";
import { setLogLevel } from "../../src/log.ts";
import { CLOSE } from "../../src/protocol/close-codes.ts";
import { armExpiry } from "../records/live/expiry.ts";
import { isMigrated, migrate } from "../records/migrate.ts";
import { databaseOf } from "../records/object-database.ts";
import { asAppError, errorReply, type Reply, toResponse } from "../records/reply.ts";
import { liveSocket } from "../records/sockets.ts";
import { type Acceptance, acceptInvitation } from "./acceptance.ts";
import type { TenantContext } from "./call.ts";
import { credentialOf } from "./credentials.ts";
import { leaveGithub } from "./follows.ts";
import { admit, handle } from "./handle.ts";
import { readTenant } from "./meta.ts";
import { tenantMigrations } from "./migrations.ts";
import { openTenant, type TenantHost } from "./open.ts";
import {
  createTables,
  firstKey,
  newTenant,
  type Provisioning,
  provision,
  provisionedAlready,
  withKey,
} from "./provision.ts";
import { type RepositoryNews, takeRepositoryNews } from "./repository-news.ts";
import { type Identified, whoIs } from "./who-is.ts";

/** Stands for a close that carried no code (RFC 6455, 7.4.1); never sent. */
const NO_STATUS = 1005;

export class Tenant extends Server<Cloudflare.Env> {
  static override options = { hibernate: true };

  #tenant: TenantContext | null = null;

  constructor(ctx: DurableObjectState, env: Cloudflare.Env) {
    super(ctx, env);
    setLogLevel(parseEnv(env).logLevel);
    // Answered by the runtime: a heartbeat wakes nobody.
    ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair("ping", "pong"));
    this.#open();
    const { jobs } = this.#tenant ?? {};
    if (jobs) {
      jobs.ensureRecurring();
      void ctx.blockConcurrencyWhile(() => jobs.ensureArmed());
    }
  }

  override async fetch(request: Request): Promise<Response> {
    const requestId = request.headers.get("x-request-id") ?? "";
    if (request.headers.get("upgrade")?.toLowerCase() !== "websocket") {
      return toResponse(await handle(() => this.#tenant, request, requestId, Date.now), requestId);
    }
    try {
      admit(this.#tenant, request, Date.now());
    } catch (error) {
      return toResponse(errorReply(asAppError(error), requestId), requestId);
    }
    return super.fetch(request);
  }

  /** RPC: makes this object the tenant that `wanted` describes, once. */
  async provision(wanted: Provisioning): Promise<Reply> {
    const now = Date.now();
    try {
      if (wanted.body.tenant !== this.ctx.id.name)
        throw new Error("A tenant is provisioned in the object of its own name.");
      const { keyMacSecrets } = parseEnv(this.env);
      const first = await firstKey(config, wanted, keyMacSecrets, now);
      if (this.#tenant) return await provisionedAlready(this.#tenant, wanted, now);
      const view = newTenant(config, wanted.body, now);
      const database = databaseOf(this.ctx.storage);
      createTables(database, now);
      const tenant = openTenant(this.#host(), database, view);
      const answer = provision(tenant, wanted, first, now);
      this.#tenant = tenant;
      tenant.jobs.ensureRecurring();
      await tenant.jobs.arm();
      return await withKey(tenant, answer, wanted);
    } catch (error) {
      return errorReply(asAppError(error), wanted.requestId);
    }
  }

  /** RPC: who this actor is here, for routes that ask no record; null in an object that was never provisioned. */
  whoIs(actor: RequestActor): Identified | null {
    return this.#tenant && whoIs(this.#tenant, actor, Date.now());
  }

  /** RPC: makes the person a member whose invitation this is; null in an object that was never provisioned. */
  acceptInvitation(acceptance: Acceptance): Reply | null {
    try {
      return this.#tenant && acceptInvitation(this.#tenant, acceptance, Date.now());
    } catch (error) {
      return errorReply(asAppError(error), acceptance.requestId);
    }
  }

  /** RPC: takes what a repository tells of itself; whether it is followed here. */
  takeRepositoryNews(news: RepositoryNews): boolean {
    return this.#tenant !== null && takeRepositoryNews(this.#tenant, news, Date.now());
  }

  /** RPC: these sessions have ended, or all of these people: closes their sockets, and refuses their access tokens from now on. */
  endSessions(sessions: readonly string[]): void {
    this.#tenant?.endedSessions.add(sessions, Date.now());
    this.#tenant?.live.sessionsEnded(sessions);
  }

  /** RPC: nothing but being called: the constructor has armed what must ring. */
  wake(): void {}

  override onConnect(connection: Connection, context: ConnectionContext): void {
    const actor = actorOf(context.request.headers);
    const credential = this.#tenant && credentialOf(this.#tenant, actor, Date.now());
    if (!this.#tenant || !credential) {
      connection.close(CLOSE.UNAUTHENTICATED, "not authenticated");
      return;
    }
    this.#tenant.live.connect(liveSocket(connection), credential);
    armExpiry(this.#tenant.live, this.#tenant.jobs);
  }

  override async onMessage(connection: Connection, message: string | ArrayBuffer): Promise<void> {
    if (!this.#tenant) return connection.close(CLOSE.FORBIDDEN, "erased");
    await this.#tenant.live.message(liveSocket(connection), message);
    armExpiry(this.#tenant.live, this.#tenant.jobs);
  }

  override onClose(connection: Connection, code: number): void {
    this.#tenant?.live.disconnected(liveSocket(connection));
    // Sent by `close()` without arguments. partyserver leaves it unanswered, and the client would wait ten seconds to end with 1006.
    if (code === NO_STATUS) connection.close(1000, "");
  }

  override onError(connection: Connection): void {
    this.#tenant?.live.disconnected(liveSocket(connection));
  }

  override async onAlarm(): Promise<void> {
    await this.#tenant?.jobs.runDue();
  }

  #open(): void {
    const database = databaseOf(this.ctx.storage);
    if (!isMigrated(database)) return;
    migrate(database, tenantMigrations, Date.now());
    const view = readTenant(database.sql);
    // Tables without a tenant are a provisioning that was cut off: it may be repeated.
    if (view) this.#tenant = openTenant(this.#host(), database, view);
  }

  #host(): TenantHost {
    return {
      env: this.env,
      storage: this.ctx.storage,
      sockets: () => [...this.getConnections()].map(liveSocket),
      erase: () => this.#erase(),
    };
  }

  async #erase(): Promise<void> {
    const { live, view } = this.#tenant ?? {};
    if (!this.#tenant || !live || !view) return;
    await leaveGithub(this.#tenant, Date.now());
    await eraseTenant(this.env.DIRECTORY, view.tenant);
    this.#tenant = null;
    live.closeAll(CLOSE.FORBIDDEN, "erased");
    await this.ctx.storage.deleteAll();
    // A projection that was under way may have written between the two.
    await eraseTenant(this.env.DIRECTORY, view.tenant);
  }
}
