/**
 * The repository's object: one repository of GitHub, whatever it is called, with its sockets and its alarm. Wiring only; what it does is
 * in the files beside it. As in a tenant's object, a request that is no upgrade does not pass through partyserver.
 */
import { type Connection, type ConnectionContext, Server } from "partyserver";
import { readerOf } from "../../src/auth/reader-header.ts";
import { parseEnv } from "../../src/env.ts";
import { log, setLogLevel } from "../../src/log.ts";
import { CLOSE } from "../../src/protocol/close-codes.ts";
import { AppError } from "../../src/protocol/errors.ts";
import { STREAMS } from "../../src/resources/github/streams.ts";
import type { Following } from "../github/following.ts";
import { armExpiry } from "../records/live/expiry.ts";
import { isMigrated, migrate } from "../records/migrate.ts";
import { databaseOf } from "../records/object-database.ts";
import { asAppError, errorReply, toResponse } from "../records/reply.ts";
import { liveSocket } from "../records/sockets.ts";
import { SharedAlarm } from "./alarm.ts";
import { askNow } from "./asking.ts";
import type { RepositoryContext } from "./context.ts";
import { type Delivery, type Received, receive } from "./deliveries.ts";
import { readFollowers } from "./followers.ts";
import { begin, describedBy, follow, type Shown, unfollow } from "./following.ts";
import { handle } from "./handle.ts";
import { repositoryMigrations } from "./migrations.ts";
import { githubIdOf, openRepository } from "./open.ts";
import { listPeople, type People } from "./people.ts";
import { credentialOf, principalOf } from "./readers.ts";
import { REBUILD } from "./rebuild.ts";
import { sync } from "./sync.ts";
import { repositoryRecord } from "./sync-state.ts";

/** Stands for a close that carried no code (RFC 6455, 7.4.1); never sent. */
const NO_STATUS = 1005;
/** A killed round begins again so much later. */
const SAFETY_MS = 10_000;

export class Repository extends Server<Cloudflare.Env> {
  static override options = { hibernate: true };

  readonly #alarm: SharedAlarm;
  #repository: RepositoryContext | null = null;

  constructor(ctx: DurableObjectState, env: Cloudflare.Env) {
    super(ctx, env);
    setLogLevel(parseEnv(env).logLevel);
    // Answered by the runtime: a heartbeat wakes nobody.
    ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair("ping", "pong"));
    this.#alarm = new SharedAlarm(ctx.storage);
    const database = databaseOf(ctx.storage);
    if (!isMigrated(database)) return;
    migrate(database, repositoryMigrations, Date.now());
    const repository = this.#open();
    // Tables without a repository are a first follow that was cut off: it may be repeated.
    if (!repositoryRecord(repository)) return;
    this.#repository = repository;
    repository.jobs.ensureRecurring();
    void ctx.blockConcurrencyWhile(async () => {
      if (readFollowers(database.sql).length > 0) await this.#alarm.ensureSync(Date.now());
      await repository.jobs.ensureArmed();
    });
  }

  override async fetch(request: Request): Promise<Response> {
    const requestId = request.headers.get("x-request-id") ?? "";
    if (request.headers.get("upgrade")?.toLowerCase() !== "websocket") {
      return toResponse(handle(this.#repository, request, requestId, Date.now()), requestId);
    }
    try {
      admit(this.#repository, request);
    } catch (error) {
      return toResponse(errorReply(asAppError(error), requestId), requestId);
    }
    return super.fetch(request);
  }

  /** RPC: a tenant follows; the object is provisioned where it is new. May be repeated. */
  async follow(following: Following): Promise<Shown> {
    const now = Date.now();
    const repository = this.#repository ?? this.#provision(following, now);
    const shown = follow(repository, following, now);
    this.#repository = repository;
    repository.jobs.ensureRecurring();
    await repository.jobs.arm();
    await this.#alarm.wantSync(now);
    return shown;
  }

  /** RPC: a tenant follows no more; what was taken stays. May be repeated. */
  unfollow({ tenant }: { readonly tenant: string }): void {
    if (this.#repository) unfollow(this.#repository, tenant, Date.now());
  }

  /** RPC: the people of the repository, some at a time. */
  people({ after, limit }: { readonly after: string | null; readonly limit: number }): People {
    return this.#repository ? listPeople(this.#repository, after, limit) : { people: [], next: null };
  }

  /** RPC: a delivery of GitHub. Whoever is no repository writes nothing. */
  receive(delivery: Delivery): Received {
    return this.#repository ? receive(this.#repository, delivery, Date.now()) : "unknown";
  }

  /** RPC: has the rows made anew from the pages that were kept. Returns whether there is a repository. */
  async rebuild(): Promise<boolean> {
    if (!this.#repository) return false;
    this.#repository.jobs.schedule(REBUILD, REBUILD, Date.now(), 0);
    await this.#repository.jobs.arm();
    return true;
  }

  /** RPC: has everything asked for anew at once. Returns whether there is a repository. */
  async refresh(): Promise<boolean> {
    if (!this.#repository) return false;
    for (const stream of STREAMS) askNow(this.#repository, stream);
    await this.#alarm.setSync(Date.now());
    return true;
  }

  /** RPC: nothing but being called: the constructor has armed what must ring. */
  wake(): void {}

  override onConnect(connection: Connection, context: ConnectionContext): void {
    const reader = readerOf(context.request.headers);
    const credential = credentialOf(reader);
    if (!this.#repository || !credential) {
      connection.close(CLOSE.FORBIDDEN, "not allowed");
      return;
    }
    this.#repository.live.connect(liveSocket(connection), credential);
    armExpiry(this.#repository.live, this.#repository.jobs);
    // Somebody looks: the next round comes as soon as it does for whoever is watched.
    void this.#alarm.wantSync(Date.now());
  }

  override async onMessage(connection: Connection, message: string | ArrayBuffer): Promise<void> {
    if (!this.#repository) return connection.close(CLOSE.FORBIDDEN, "not allowed");
    await this.#repository.live.message(liveSocket(connection), message);
    armExpiry(this.#repository.live, this.#repository.jobs);
  }

  override onClose(connection: Connection, code: number): void {
    this.#repository?.live.disconnected(liveSocket(connection));
    // Sent by `close()` without arguments. partyserver leaves it unanswered, and the client would wait ten seconds to end with 1006.
    if (code === NO_STATUS) connection.close(1000, "");
  }

  override onError(connection: Connection): void {
    this.#repository?.live.disconnected(liveSocket(connection));
  }

  override async onAlarm(): Promise<void> {
    const repository = this.#repository;
    if (!repository) return;
    await repository.jobs.runDue();
    if (!this.#alarm.isSyncDue(Date.now())) return;
    // Should the object die in the middle, it goes on from the last page it wrote.
    await this.#alarm.beginSync(Date.now() + SAFETY_MS);
    await repository.recheckKeys();
    const next = await sync(repository).catch((cause: unknown) => {
      // Not GitHub: an object or a database on the way. The alarm rings again, where one that throws would be given up in the end.
      log("error", { event: "round failed", repository: repository.githubId, cause });
      return Date.now() + SAFETY_MS;
    });
    await this.#alarm.endSync(next);
  }

  #provision({ found }: Following, now: number): RepositoryContext {
    const values = describedBy(found, githubIdOf(this.ctx.id.name));
    migrate(databaseOf(this.ctx.storage), repositoryMigrations, now);
    const repository = this.#open();
    begin(repository, values, now);
    return repository;
  }

  #open(): RepositoryContext {
    const host = {
      env: this.env,
      alarm: this.#alarm,
      sockets: () => [...this.getConnections()].map(liveSocket),
    };
    return openRepository(host, databaseOf(this.ctx.storage), githubIdOf(this.ctx.id.name));
  }
}

/** Refuses an upgrade as an HTTP answer, where the client can still read why. */
function admit(repository: RepositoryContext | null, request: Request): void {
  if (!repository) throw new AppError("NOT_FOUND");
  const reader = readerOf(request.headers);
  principalOf(repository, reader);
  // Operators administer; following records takes a key or a membership.
  if (reader.kind === "operator") throw new AppError("FORBIDDEN");
}
