/** The demo's own changes to leads, over REST, undone at the end. */
import * as z from "zod";
import { WINDOW } from "./follower.ts";
import { Halt } from "./halt.ts";
import { type Lead, leadsSchema, type Stage, stagesSchema } from "./held.ts";
import type { DemoTenant } from "./tenants.ts";

interface Patch {
  readonly value?: number;
  readonly stage?: string;
}

const OPEN = "stage[nin]=won,lost&sort=-value";

export class Leads {
  readonly #tenant: DemoTenant;
  readonly #originals = new Map<string, Lead>();

  constructor(tenant: DemoTenant) {
    this.#tenant = tenant;
  }

  /** The least of the new leads that is not among `shown` and has not been changed yet. */
  async pick(shown: ReadonlyMap<string, Lead>): Promise<Lead> {
    const { data } = await this.#get("leads?stage=new&sort=value&limit=50", leadsSchema);
    const lead = data.find(({ id }) => !shown.has(id) && !this.#originals.has(id));
    if (lead) return lead;
    throw new Halt("There are too few new leads left to show changes with: npm run demo -- --fresh begins anew.");
  }

  /** Changes a lead and returns the position of the log that this made. */
  async change(lead: Lead, patch: Patch): Promise<number> {
    if (!this.#originals.has(lead.id)) this.#originals.set(lead.id, lead);
    const { api, handle } = this.#tenant;
    return (await api.call("PATCH", `/v1/tenants/${handle}/leads/${lead.id}`, z.json(), { body: patch })).seq;
  }

  /** Gives a lead its first values back; from being qualified the way to new leads through lost. */
  async reset(lead: Lead): Promise<number> {
    const { value, stage } = this.#originals.get(lead.id) ?? lead;
    const now = (await this.#get(`leads/${lead.id}`, z.object({ stage: z.string() }))).data.stage;
    if (now === "qualified" && stage === "new") await this.change(lead, { stage: "lost" });
    const seq = await this.change(lead, { value, stage });
    this.#originals.delete(lead.id);
    return seq;
  }

  async restore(): Promise<void> {
    for (const lead of [...this.#originals.values()]) await this.reset(lead);
  }

  /** What a client that asks now is told. */
  async asked(): Promise<{ leads: Lead[]; stages: Stage[] }> {
    const { data: leads } = await this.#get(`leads?${OPEN}&limit=${WINDOW}`, leadsSchema);
    const { data: stages } = await this.#get("leads/aggregate?groupBy=stage&count=true&sum=value", stagesSchema);
    return { leads, stages };
  }

  #get<Data>(path: string, schema: z.ZodType<Data>) {
    return this.#tenant.api.call("GET", `/v1/tenants/${this.#tenant.handle}/${path}`, schema);
  }
}
