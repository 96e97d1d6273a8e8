/**
 * What a benchmark is compared with: a Worker and one Durable Object a name, which run the SQL that a request of Croft needs
 * and nothing of Croft. No rights, no validation, no log, no search, no limits, no headers.
 */
import { DurableObject } from "cloudflare:workers";
import { type Db, insertLead, type LeadBody, type LeadRecord, leadById, leadsPage, loadLeads } from "./leads.ts";

interface BareEnv {
  readonly BARE: DurableObjectNamespace<Bare>;
}

export class Bare extends DurableObject<BareEnv> {
  readonly #db: Db;

  constructor(state: DurableObjectState, env: BareEnv) {
    super(state, env);
    this.#db = state.storage.sql;
  }

  override async fetch(request: Request): Promise<Response> {
    const url = new URL(request.url);
    const [, , resource, id] = url.pathname.split("/");
    if (resource === "setup") return this.#setup(await request.json<string[]>());
    if (resource === "load") return Response.json({ data: loadLeads(this.#db, await request.json<LeadRecord[]>()) });
    if (request.method === "POST")
      return Response.json({ data: insertLead(this.#db, await request.json<LeadBody>()) }, { status: 201 });
    if (id) return Response.json({ data: leadById(this.#db, id) });
    const { searchParams } = url;
    return Response.json({
      data: leadsPage(this.#db, {
        stage: searchParams.get("stage") ?? "",
        least: Number(searchParams.get("value[gte]")),
        limit: Number(searchParams.get("limit")),
      }),
    });
  }

  /** Makes the tables and indexes, which are those of Croft's own migrations. */
  #setup(statements: readonly string[]): Response {
    for (const statement of statements) this.#db.exec(statement);
    return Response.json({ data: statements.length });
  }
}

export default {
  fetch(request: Request, env: BareEnv): Response | Promise<Response> {
    const [, name = ""] = new URL(request.url).pathname.split("/");
    // Tells what the generator of load can drive where the server does nothing.
    if (name === "nothing") return Response.json({ data: null });
    return env.BARE.getByName(name).fetch(request);
  },
};
