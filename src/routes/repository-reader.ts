/** Who reads repositories: keys and people for their tenants, operators, and everybody else with an account. */
import type { RequestActor } from "../auth/actor.ts";
import { membershipsOf } from "../directory/memberships.ts";
import { AppError } from "../protocol/errors.ts";
import { requireMember } from "./caller.ts";
import { principalsIn } from "./principals.ts";

/** The resource that stands for reading repositories where a key is narrowed: they are what a tenant follows. */
const FOLLOWS = "follows";

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
  const { resources } = principal;
  if (resources && !resources.includes(FOLLOWS)) throw new AppError("FORBIDDEN", { headers });
  return { actor, resources, headers };
}

/** Whose repositories a list shows: the caller's tenants, each of which has said that the caller belongs to it. */
export async function tenantsOfReader(env: Cloudflare.Env, actor: RequestActor): Promise<string[] | "all"> {
  if (actor.kind === "operator") return "all";
  if (actor.kind === "key") return [actor.tenant];
  const memberships = await membershipsOf(env.DIRECTORY, actor.id);
  const handles = memberships.map(({ tenant }) => tenant);
  return (await principalsIn(env, actor, handles)).map(({ tenant }) => tenant);
}
