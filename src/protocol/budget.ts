/** How a credential of GitHub stands. */
import * as z from "zod/mini";
import { integerSchema } from "./values.ts";

/** A credential's budget. Times are ISO 8601 UTC with milliseconds; nothing of the credential itself is in it. */
export const githubBudgetSchema = z.object({
  /** `anonymous`, `service`, `app`, `tenant:{handle}` or `installation:{id}`. */
  credential: z.string(),
  /** Whether there is such a credential. */
  present: z.boolean(),
  /** Whether GitHub refuses it. */
  dead: z.boolean(),
  /** What GitHub said of the hour; null before its first answer. */
  hour: z.nullable(z.object({ limit: integerSchema, remaining: integerSchema, resetAt: z.string() })),
  /** Until when GitHub wants not to be asked; null where it does not. */
  blockedUntil: z.nullable(z.string()),
  /** Until when GitHub is left alone, for it failed; null where it is not. */
  openUntil: z.nullable(z.string()),
  /** Failures in a row. */
  failures: integerSchema,
  /** Leases of requests, so at most so many are on their way. */
  leases: integerSchema,
  /** Repositories that wait for a lease. */
  waiting: integerSchema,
});
export type GithubBudget = z.infer<typeof githubBudgetSchema>;
