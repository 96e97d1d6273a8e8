/** Who reads repositories: keys and people for their tenants, operators, and everybody else with an account. */
import type { RequestActor } from "../auth/actor.ts";
import type { RepositoryReader } from "../auth/reader.ts";
import { membershipsOf } from "../directory/memberships.ts";
import { type NamedRepository, tenantsThatSee } from "../directory/repositories-found.ts";
import { AppError } from "../protocol/errors.ts";
import { mayReadRepositories } from "../resources/follows.ts";
import { requireMember } from "./caller.ts";
import { principalsIn } from "./principals.ts";

/** A caller whose credential holds, with what of it concerns repositories. */
export interface Reading {
  readonly actor: RequestActor;
  readonly resources: readonly string[] | null;
  /** Of the answer: the rate limits of a key. */
  readonly headers: Record<string, string>;
}

/** @throws AppError UNAUTHENTICATED, FORBIDDEN for a key that is narrowed to other things, RATE_LIMITED */
export async function readingAs(env: Cloudflare.Env, actor: RequestActor): Promise<Reading> {
  if (actor.kind !== "key") return { actor, resources: null, headers: {} };
  const { principal, headers } = await requireMember(env, actor);
  if (!mayReadRepositories(principal)) throw new AppError("FORBIDDEN", { headers });
  return { actor, resources: principal.resources, headers };
}

/** Whose repositories a list shows: the caller's tenants, each of which has said that the caller belongs to it. */
export async function tenantsOfReader(env: Cloudflare.Env, actor: RequestActor): Promise<string[] | "all"> {
  if (actor.kind === "operator") return "all";
  if (actor.kind === "key") return [actor.tenant];
  const memberships = await membershipsOf(env.DIRECTORY, actor.id);
  const handles = memberships.map(({ tenant }) => tenant);
  return (await principalsIn(env, actor, handles)).map(({ tenant }) => tenant);
}

/**
 * The caller as the repository's object is told of them.
 * @throws AppError NOT_FOUND for a private repository that none of a person's tenants sees.
 */
export async function readerOfRepository(
  env: Cloudflare.Env,
  { actor, resources }: Reading,
  found: NamedRepository,
): Promise<RepositoryReader> {
  const { kind, id } = actor;
  const all = { kind, id, resources: resources && [...resources] };
  if (actor.kind === "key") return { ...all, tenants: [actor.tenant], hash: actor.hash };
  const session = "session" in actor ? { session: actor.session, expiresAt: actor.expiresAt } : {};
  if (actor.kind === "operator" || found.visibility === "public") return { ...all, tenants: [], ...session };
  const memberships = await membershipsOf(env.DIRECTORY, actor.id);
  const handles = memberships.map(({ tenant }) => tenant);
  const seeing = await tenantsThatSee(env.DIRECTORY, found.githubId, handles);
  const tenants = (await principalsIn(env, actor, seeing)).map(({ tenant }) => tenant);
  if (tenants.length === 0) throw new AppError("NOT_FOUND");
  return { ...all, tenants, ...session };
}

/** Whether the directory may tell the reader where the repository is now; what is in it, the object alone decides. */
export async function mayBeTold(
  env: Cloudflare.Env,
  { kind, tenants }: RepositoryReader,
  { githubId, visibility }: NamedRepository,
): Promise<boolean> {
  if (kind === "operator" || visibility === "public") return true;
  return (await tenantsThatSee(env.DIRECTORY, githubId, tenants)).length > 0;
}
