/** The call about GitHub's budgets, which is the operators'. */
import { githubBudgetSchema } from "../protocol/budget.ts";
import { EXAMPLE_TIME } from "./examples.ts";
import { list, type Part, ref, schemaOf, text } from "./json-schema.ts";
import type { Operations } from "./operation.ts";
import { count, query } from "./parameters.ts";
import { REPOSITORIES_TAG } from "./repository-records.ts";

/** Schemas of this call, by name. */
export const BUDGET_SCHEMAS: Part = {
  GithubBudget: {
    ...schemaOf(githubBudgetSchema),
    description:
      "How a credential of GitHub stands. `hour` is what GitHub said last; nobody asks before `blockedUntil` (GitHub's word) and `openUntil` (it failed). `dead`: GitHub refuses the credential. The credential itself is never shown.",
  },
};

/** By `METHOD path`, as the application's route table writes them. */
export const BUDGET_OPERATIONS: Operations = {
  "GET /v1/budgets": {
    id: "budgetsList",
    tag: REPOSITORIES_TAG,
    audience: "operator",
    summary: "List the budgets of GitHub's credentials",
    description:
      "On the first page those of the service itself, and then those of tenants that follow a repository and have a GitHub token. Installations of the App are shown by name.",
    parameters: [
      query(
        "credential",
        text,
        "Only this one: `anonymous`, `service`, `app`, `tenant:{handle}`, `installation:{id}`.",
      ),
      count("limit", 200, 50),
      ref("parameters", "Cursor"),
    ],
    answers: {
      200: {
        description: "A page; `limit` counts tenants, and those without a token are left out.",
        data: list(ref("schemas", "GithubBudget")),
        meta: "DirectoryMeta",
        example: {
          data: [
            {
              credential: "service",
              present: true,
              dead: false,
              hour: { limit: 5_000, remaining: 4_210, resetAt: EXAMPLE_TIME },
              blockedUntil: null,
              openUntil: null,
              failures: 0,
              leases: 2,
              waiting: 0,
            },
          ],
          meta: { pagination: { limit: 50, nextCursor: null, hasMore: false } },
        },
      },
    },
    limited: false,
  },
};
