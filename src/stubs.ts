/** The only file that names an object, or the other Worker. */
import {
  type Accounts,
  clerkReceiptSchema,
  endedSinceSchema,
  jwksSchema,
  peopleSchema,
  personSchema,
  updatedPersonSchema,
} from "./auth/accounts.ts";
import { AppError } from "./protocol/errors.ts";

/** One hop to the tenant's object; handles are canonical (protocol/tenant.ts), so one spelling names one object. */
export function tenantStub(env: Cloudflare.Env, tenant: string): ReturnType<Cloudflare.Env["TENANT"]["getByName"]> {
  return env.TENANT.getByName(tenant);
}

/** The budget of one credential of GitHub: `anonymous`, `service`, `installation:{id}` or `tenant:{handle}`. */
export function budgetStub(env: Cloudflare.Env, credential: string): ReturnType<Cloudflare.Env["BUDGET"]["getByName"]> {
  return env.BUDGET.getByName(credential);
}

/** One hop to a repository's object, by GitHub's number. */
export function repositoryStub(
  env: Cloudflare.Env,
  githubId: number,
): ReturnType<Cloudflare.Env["REPOSITORY"]["getByName"]> {
  return env.REPOSITORY.getByName(String(githubId));
}

/** croft-auth. Its answers are held against their schemas: during a deploy the other side may be an older or a newer one. */
export function accounts({ AUTH }: Pick<Cloudflare.Env, "AUTH">): Accounts {
  return {
    fetch: (request) => AUTH.fetch(request),
    jwks: async () => jwksSchema.parse(await AUTH.jwks()),
    endedSince: async (after) => endedSinceSchema.parse(await AUTH.endedSince(after)),
    person: async (id) => personSchema.nullable().parse(await AUTH.person(id)),
    clerkMessage: async (message) => clerkReceiptSchema.parse(await AUTH.clerkMessage(message)),
    sendMail: (mail) => AUTH.sendMail(mail),
    people: async (query) => peopleSchema.parse(await AUTH.people(query)),
    updatePerson: async (id, change) => updatedPersonSchema.nullable().parse(await AUTH.updatePerson(id, change)),
  };
}

/** Attempts at a call that the runtime says may be repeated; the object may have moved or restarted meanwhile. */
const ATTEMPTS = 3;
const FIRST_WAIT_MS = 50;

/**
 * Calls an object, again with a new stub and full jitter where the runtime allows it and the call is `repeatable`.
 * An overloaded object is never asked again: that would feed the overload (platform.md 1.1).
 * @throws AppError UNAVAILABLE with `Retry-After`
 */
export async function callObject<Answer>(repeatable: boolean, call: () => Promise<Answer>): Promise<Answer> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await call();
    } catch (error) {
      if (attempt >= ATTEMPTS || !mayRepeat(error, repeatable)) throw unavailable(error);
      await new Promise((resolve) => setTimeout(resolve, Math.random() * FIRST_WAIT_MS * 2 ** attempt));
    }
  }
}

function mayRepeat(error: unknown, repeatable: boolean): boolean {
  return flag(error, "retryable") && !flag(error, "overloaded") && repeatable;
}

function unavailable(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const transport = flag(error, "retryable") || flag(error, "overloaded") || flag(error, "durableObjectReset");
  return new AppError(transport ? "UNAVAILABLE" : "INTERNAL", {
    cause: error,
    ...(transport ? { headers: { "Retry-After": "1" } } : {}),
  });
}

/** The runtime puts these flags on errors of stubs; none of them is in the type of Error. */
function flag(error: unknown, name: "retryable" | "overloaded" | "durableObjectReset"): boolean {
  return typeof error === "object" && error !== null && Reflect.get(error, name) === true;
}
