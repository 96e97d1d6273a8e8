/** What a run of benchmarks shares: the two servers, the generator of load, and how long to measure. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../../scripts/paths.ts";
import { createLeads, type Lead, loadBare, makeBare, makeTenant, type Target } from "./api.ts";
import { Audience } from "./audience.ts";
import { Clients } from "./clients.ts";
import { makeLeads } from "./leads.ts";
import { LoadGenerator } from "./load.ts";
import { type BenchServer, startBenchServer } from "./servers.ts";

/** How much is done. Tests of the harness itself make do with less. */
export interface Effort {
  /** Of one round of one server. */
  readonly seconds: number;
  readonly rounds: number;
  /** Part of the records, sockets and writes of a case; 1 is the whole. */
  readonly scale: number;
}

/** The same leads in a tenant of Croft and in a bare object. */
export interface Pair {
  readonly croft: Target;
  readonly bare: Target;
  readonly leads: readonly Lead[];
}

export class Bench {
  readonly effort: Effort;
  readonly load = new LoadGenerator();
  readonly #inspectorPort: number | undefined;
  readonly #servers = new Map<BenchServer["kind"], Promise<BenchServer>>();
  readonly #pairs = new Map<number, Promise<Pair>>();
  readonly #followers: (Audience | Clients)[] = [];
  #names = 0;

  constructor(effort: Effort, inspectorPort?: number) {
    this.effort = effort;
    this.#inspectorPort = inspectorPort;
  }

  croft(): Promise<BenchServer> {
    return this.#server("croft");
  }

  bare(): Promise<BenchServer> {
    return this.#server("bare");
  }

  /** One route of hono, which takes credentials of these secrets and keys. */
  route(of: { readonly settings: Readonly<Record<string, string>>; readonly jwks: string }): Promise<BenchServer> {
    return this.#server("route", of);
  }

  /** As many as a case asks for, scaled to the effort; at least one. */
  scaled(count: number): number {
    return Math.max(1, Math.round(count * this.effort.scale));
  }

  /** An empty tenant and an empty bare object. */
  async newPair(): Promise<Pair> {
    this.#names += 1;
    const name = `bench-${this.#names}`;
    const croft = await makeTenant(await this.croft(), name);
    return { croft, bare: await makeBare(await this.bare(), name, tenantTables()), leads: [] };
  }

  /** A pair with the same `count` leads in both; cases that only read share it. */
  pairWith(count: number): Promise<Pair> {
    const known = this.#pairs.get(count);
    if (known !== undefined) return known;
    const made = this.#fill(count);
    this.#pairs.set(count, made);
    return made;
  }

  /** Live sockets, which end with the run if they are not closed before. */
  async audience(...of: Parameters<typeof Audience.open>): Promise<Audience> {
    const opened = await Audience.open(...of);
    this.#followers.push(opened);
    return opened;
  }

  /** The same of Croft's own clients. */
  async clients(...of: Parameters<typeof Clients.open>): Promise<Clients> {
    const opened = await Clients.open(...of);
    this.#followers.push(opened);
    return opened;
  }

  async stop(): Promise<void> {
    this.load.stop();
    for (const each of this.#followers) await each.close();
    for (const server of this.#servers.values()) await (await server).stop();
  }

  async #fill(count: number): Promise<Pair> {
    const pair = await this.newPair();
    const leads = await createLeads(pair.croft, makeLeads(count));
    await loadBare(pair.bare, leads);
    return { ...pair, leads };
  }

  #server(kind: BenchServer["kind"], unusual: Parameters<typeof startBenchServer>[1] = {}): Promise<BenchServer> {
    const known = this.#servers.get(kind);
    if (known !== undefined) return known;
    const started = startBenchServer(kind, {
      ...unusual,
      inspectorPort: kind === "croft" ? this.#inspectorPort : undefined,
    });
    this.#servers.set(kind, started);
    return started;
  }
}

/** The tables and indexes of a tenant, from Croft's migrations; without those of its full-text search, which are triggers. */
function tenantTables(): string[] {
  const folder = join(ROOT, "migrations", "tenant");
  const ups = readdirSync(folder).filter((name) => /^\d+_\w+(?<!\.down)\.sql$/.test(name));
  const statements = ups
    .toSorted()
    .flatMap((name) => readFileSync(join(folder, name), "utf8").split("--> statement-breakpoint"));
  return statements.filter((statement) => !/search_/.test(statement));
}
