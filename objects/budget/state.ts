/** What a budget keeps over evictions, as one small value. */
import * as z from "zod";
import { type Budget, NEW_BUDGET } from "./decisions.ts";

export interface State {
  readonly budget: Budget;
  /** Since when GitHub refuses the credential (ms); null where it does not. */
  readonly deadSince: number | null;
  /** Of the credential that all this is about. */
  readonly fingerprint: string;
}

const KEPT = "state";

const budgetSchema: z.ZodType<Budget> = z.object({
  hour: z.object({ limit: z.number(), remaining: z.number(), resetAt: z.number() }).nullable(),
  blockedUntil: z.number(),
  limitedInARow: z.number(),
  failures: z.number(),
  openUntil: z.number(),
  leases: z.array(z.object({ repository: z.number(), requests: z.number(), lent: z.number(), until: z.number() })),
  pace: z.object({ requests: z.number(), at: z.number() }),
  typical: z.object({ ms: z.number(), requests: z.number() }),
});
const stateSchema = z.object({ budget: budgetSchema, deadSince: z.number().nullable(), fingerprint: z.string() });

/** The state kept of this credential; a new one for another credential, and for what another version of Croft kept. */
export function readState(storage: Pick<DurableObjectStorage["kv"], "get">, fingerprint: string): State {
  const kept = stateSchema.safeParse(storage.get(KEPT)).data;
  return kept?.fingerprint === fingerprint ? kept : { budget: NEW_BUDGET, deadSince: null, fingerprint };
}

export function writeState(storage: Pick<DurableObjectStorage["kv"], "put">, state: State): void {
  storage.put(KEPT, state);
}
