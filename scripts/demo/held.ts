/** What a client holds of its live queries: built from snapshots and changes alone, never asked for again. */
import * as z from "zod";
import type { DownMessage } from "../../src/protocol/live-down.ts";
import { roundMoney } from "./print.ts";

const leadSchema = z.object({
  id: z.string(),
  version: z.int(),
  title: z.string().nullable(),
  stage: z.string(),
  value: z.int(),
});
export type Lead = z.infer<typeof leadSchema>;
export const leadsSchema = z.array(leadSchema);

const stageSchema = z.object({ stage: z.string(), count: z.int(), sum: z.object({ value: z.int() }) });
export type Stage = z.infer<typeof stageSchema>;
export const stagesSchema = z.array(stageSchema);
const goneSchema = z.array(z.object({ stage: z.string() }));

export const OPEN_LEADS = "open-leads";
export const BY_STAGE = "by-stage";

/** One message about a subscription, in names. */
export interface Heard {
  readonly subscription: string;
  readonly seq: number;
  /** When it arrived, on the clock of `performance.now()`. */
  readonly at: number;
  /** `change`, `current`, `snapshot`, or `reset: …` for a snapshot that replaces what could not be continued. */
  readonly kind: string;
  /** `enter virtix`, `new 29 €1.67M`: what it says. */
  readonly says: readonly string[];
}

export class Held {
  readonly leads = new Map<string, Lead>();
  readonly stages = new Map<string, Stage>();
  /** Position up to which each subscription has been heard. */
  readonly seqs = new Map<string, number>();

  /** The highest position heard; it holds for every subscription of a socket. */
  get seq(): number {
    return Math.max(0, ...this.seqs.values());
  }

  /** The window in its query's order. */
  list(): Lead[] {
    return [...this.leads.values()].sort((a, b) => b.value - a.value || (a.id < b.id ? -1 : 1));
  }

  /** Takes one message in; null for those that are not about a subscription. */
  apply(message: DownMessage, at: number): Heard | null {
    if (message.type === "welcome" || message.type === "error") return null;
    const { id: subscription, seq } = message;
    this.seqs.set(subscription, seq);
    if (message.type === "current") return { subscription, seq, at, kind: "current", says: [] };
    if (message.type === "snapshot") {
      this.#replace(subscription, message.data);
      return { subscription, seq, at, kind: message.reset ? `reset: ${message.reset}` : "snapshot", says: [] };
    }
    const says = "groups" in message ? this.#regroup(message.groups, message.gone) : this.#change(message);
    return { subscription, seq, at, kind: "change", says };
  }

  #replace(subscription: string, data: unknown): void {
    if (subscription === OPEN_LEADS) {
      this.leads.clear();
      for (const lead of leadsSchema.parse(data)) this.leads.set(lead.id, lead);
    } else {
      this.stages.clear();
      for (const stage of stagesSchema.parse(data)) this.stages.set(stage.stage, stage);
    }
  }

  #change({ enter, update, leave }: { enter: unknown; update: unknown; leave: readonly string[] }): string[] {
    const entered = leadsSchema.parse(enter);
    const updated = leadsSchema.parse(update);
    const left = leave.map((id) => this.leads.get(id)?.title ?? id);
    for (const id of leave) this.leads.delete(id);
    for (const lead of [...entered, ...updated]) this.leads.set(lead.id, lead);
    return [
      ...entered.map((lead) => `enter ${lead.title}`),
      ...updated.map((lead) => `update ${lead.title}`),
      ...left.map((title) => `leave ${title}`),
    ];
  }

  #regroup(groups: unknown, gone: unknown): string[] {
    const rows = stagesSchema.parse(groups);
    const emptied = goneSchema.parse(gone);
    for (const { stage } of emptied) this.stages.delete(stage);
    for (const row of rows) this.stages.set(row.stage, row);
    return [
      ...rows.map((row) => `${row.stage} ${row.count} ${roundMoney(row.sum.value)}`),
      ...emptied.map(({ stage }) => `${stage} 0`),
    ];
  }
}
