/** `GET /v1/budgets`: how the credentials stand with which GitHub is asked, for operators. */
import type { Context } from "hono";
import * as z from "zod";
import { credentialOf } from "../../objects/budget/credential.ts";
import type { BudgetView } from "../../objects/budget/view.ts";
import { decodeCursor, encodeCursor } from "../directory/cursor.ts";
import { followingTenants } from "../directory/following-tenants.ts";
import { parseEnv } from "../env.ts";
import type { AppBindings } from "../middleware/variables.ts";
import type { GithubBudget } from "../protocol/budget.ts";
import { AppError, invalidField } from "../protocol/errors.ts";
import { budgetStub, callObject } from "../stubs.ts";
import { inParallel } from "./in-parallel.ts";
import { requireOperator } from "./operator.ts";
import { readParams } from "./params.ts";

const pageSize = "Write a number from 1 to 200.";
const listSchema = z.strictObject({
  credential: z.string().optional(),
  limit: z.coerce.number(pageSize).int(pageSize).min(1, pageSize).max(200, pageSize).default(50),
  cursor: z.string().optional(),
});
/** What a cursor is bound to. */
const LIST = ["budgets"];

/** Credentials of a page, and where the next one begins. */
interface Credentials {
  readonly named: readonly string[];
  readonly nextCursor: string | null;
}

/** Those of the service and of tenants that follow something and have brought a token; or the one that is named. */
export async function listBudgets(context: Context<AppBindings>): Promise<Response> {
  requireOperator(context);
  const { credential, limit, cursor } = readParams(context.req.url, listSchema);
  const { named, nextCursor } =
    credential === undefined ? await knownCredentials(context.env, limit, cursor) : only(credential);
  const now = Date.now();
  const budgets = await inParallel(named, async (name) =>
    shown(name, await callObject(true, async () => budgetStub(context.env, name).view()), now),
  );
  const data = budgets.filter((budget) => budget.present || budget.credential === credential);
  const meta = { pagination: { limit, nextCursor, hasMore: nextCursor !== null } };
  return Response.json({ data, meta });
}

/** @throws AppError BAD_REQUEST for what is no name of a credential */
function only(credential: string): Credentials {
  try {
    credentialOf(credential);
  } catch (cause) {
    const { message, details = [] } = invalidField(
      "BAD_REQUEST",
      "credential",
      "Write anonymous, service, app, tenant:{handle} or installation:{id}.",
    );
    throw new AppError("BAD_REQUEST", { message, details, cause });
  }
  return { named: [credential], nextCursor: null };
}

/** The service's own stand on the first page. @param limit of tenants. */
async function knownCredentials(env: Cloudflare.Env, limit: number, cursor: string | undefined): Promise<Credentials> {
  const after = cursor === undefined ? "" : decodeCursor(LIST, cursor).tie;
  const found = await followingTenants(env.DIRECTORY, after, limit + 1);
  const tenants = found.slice(0, limit);
  const last = found.length > limit ? tenants.at(-1) : undefined;
  const own = cursor === undefined ? ["anonymous", "service", "app"] : [];
  return {
    named: [...own.filter((name) => isUsed(env, name)), ...tenants.map((handle) => `tenant:${handle}`)],
    nextCursor: last === undefined ? null : encodeCursor(LIST, { value: "", tie: last }),
  };
}

/** Nobody asks without a credential where the service has one. */
function isUsed(env: Cloudflare.Env, name: string): boolean {
  return name !== "anonymous" || parseEnv(env).githubToken === null;
}

function shown(credential: string, view: BudgetView, now: number): GithubBudget {
  const { present, dead, hour, blockedUntil, openUntil, failures, leases, waiting } = view;
  const ahead = (at: number) => (at > now ? new Date(at).toISOString() : null);
  return {
    credential,
    present,
    dead,
    hour: hour && { ...hour, resetAt: new Date(hour.resetAt).toISOString() },
    blockedUntil: ahead(blockedUntil),
    openUntil: ahead(openUntil),
    failures,
    leases,
    waiting,
  };
}
