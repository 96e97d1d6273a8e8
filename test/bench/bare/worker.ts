/**
 * What a benchmark is compared with: a Worker and one Durable Object a name, which run the SQL that a request of Croft needs
 * and nothing of Croft. No rights, no validation, no log, no search, no limits, no headers. Binding and class have the names
 * that wrangler.toml gives them.
 */
import { DurableObject } from "cloudflare:workers";
import { insertLead, type LeadBody, type LeadRecord, leadById, leadsAfter, leadsPage, loadLeads } from "./leads.ts";

interface BareEnv {
  readonly TENANT: DurableObjectNamespace<Tenant>;
}

export class Tenant extends DurableObject<BareEnv> {
  #seq = 0;

  override async fetch(request: Request): Promise<Response> {
    const url = new URL(request.url);
    const [, , resource, id] = url.pathname.split("/");
    const db = this.ctx.storage.sql;
    if (resource === "setup") return this.#setup(await request.json<string[]>());
    if (resource === "load") return Response.json({ data: loadLeads(db, await request.json<LeadRecord[]>()) });
    if (resource === "live") return this.#connect(url.searchParams.get("since"));
    if (resource === "broadcast") return this.#broadcast(await request.json<LeadBody>());
    if (request.method === "POST")
      return Response.json({ data: insertLead(db, await request.json<LeadBody>()) }, { status: 201 });
    if (id) return Response.json({ data: leadById(db, id) });
    const query = {
      stage: url.searchParams.get("stage") ?? "",
      least: Number(url.searchParams.get("value[gte]")),
      limit: Number(url.searchParams.get("limit")),
    };
    return Response.json({ data: leadsPage(db, query) });
  }

  /** Makes the tables and indexes, which are those of Croft's own migrations. */
  #setup(statements: readonly string[]): Response {
    for (const statement of statements) this.ctx.storage.sql.exec(statement);
    return Response.json({ data: statements.length });
  }

  /** Accepts a socket and tells it what was inserted after the row `since`. */
  #connect(since: string | null): Response {
    const { 0: client, 1: server } = new WebSocketPair();
    this.ctx.acceptWebSocket(server);
    const enter = since === null ? [] : leadsAfter(this.ctx.storage.sql, Number(since));
    server.send(JSON.stringify({ type: "snapshot", seq: Number(since), enter }));
    return new Response(null, { status: 101, webSocket: client });
  }

  /** Inserts a lead and tells every socket. */
  #broadcast(body: LeadBody): Response {
    const lead = insertLead(this.ctx.storage.sql, body);
    this.#seq += 1;
    const change = {
      type: "change",
      id: "all",
      from: this.#seq - 1,
      seq: this.#seq,
      enter: [lead],
      update: [],
      leave: [],
    };
    const text = JSON.stringify(change);
    for (const socket of this.ctx.getWebSockets()) socket.send(text);
    return Response.json({ data: lead }, { status: 201 });
  }
}

export default {
  fetch(request: Request, env: BareEnv): Response | Promise<Response> {
    const [, name = ""] = new URL(request.url).pathname.split("/");
    // Tells what the generator of load can drive where the server does nothing, and when a Worker has started.
    if (name === "healthz") return Response.json({ data: null });
    return env.TENANT.getByName(name).fetch(request);
  },
};
