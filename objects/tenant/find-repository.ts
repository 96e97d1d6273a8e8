/** From a repository's name to GitHub's number of it: by the directory where it is known, else by asking GitHub. */
import { type NamedRepository, repositoryByName } from "../../src/directory/repositories-found.ts";
import { AppError, invalidField } from "../../src/protocol/errors.ts";
import { OWNER_PATTERN, REPOSITORY_NAME_PATTERN } from "../../src/protocol/repository.ts";
import { readRepository } from "../github/items.ts";
import type { LookedUp, LookUp, SentAnswer } from "../github/lease.ts";
import type { TenantContext } from "./call.ts";
import { ownCredential, tokenSetAt } from "./github-token.ts";

/** A repository that the tenant may follow. */
export interface FoundRepository {
  readonly githubId: number;
  readonly owner: string;
  readonly name: string;
  readonly visibility: "public" | "private";
  /** What GitHub answered, and to whom; null where the directory knew. */
  readonly seen: Seen | null;
}

/** GitHub's answer about a repository, with the credential that got it. */
export interface Seen {
  readonly credential: string;
  /** Since when the tenant has its own token, at that time. */
  readonly tokenSetAt: string | null;
  readonly answer: SentAnswer;
}

/** How long somebody is asked to wait where GitHub does not say it. */
const RETRY_AFTER_MS = 30_000;

/** @throws AppError BAD_REQUEST for what cannot be the name of a repository. */
export function requireName(owner: string, name: string): void {
  if (!OWNER_PATTERN.test(owner)) throw invalidField("BAD_REQUEST", "owner", "Write the login of a GitHub account.");
  if (!REPOSITORY_NAME_PATTERN.test(name))
    throw invalidField("BAD_REQUEST", "name", "Write the name of a GitHub repository.");
}

/**
 * A private repository is found by the tenant's own token alone, whatever the directory knows of it: to everybody else it is
 * as one that does not exist.
 * @param now milliseconds since 1970.
 * @throws AppError NOT_FOUND, UNAVAILABLE with `Retry-After`
 */
export async function findRepository(
  tenant: TenantContext,
  { owner, name }: { readonly owner: string; readonly name: string },
  now: number,
): Promise<FoundRepository> {
  const known = await knownRepository(tenant.directory, owner, name);
  const open = known?.visibility === "public" ? { ...known, visibility: "public" as const, seen: null } : null;
  // An old name may be another repository's by now: that is GitHub's to say.
  if (open?.current) return open;
  const setAt = tokenSetAt(tenant);
  const { credential, answer } = await ask(tenant, { owner, name });
  if (mayComeLater(answer)) {
    if (open) return open;
    throw unavailable(answer, now);
  }
  if (answer.is !== "found") throw missing();
  const read = readRepository(answer.answer.body);
  if ("unreadable" in read) throw unavailable({ is: "failed" }, now);
  const { githubId, visibility, ...names } = read.repository.values;
  const isPublic = visibility === "public";
  if (!isPublic && credential !== ownCredential(tenant)) throw missing();
  const seen = { credential, tokenSetAt: setAt, answer: answer.answer };
  return { githubId, owner: names.owner, name: names.name, visibility: isPublic ? "public" : "private", seen };
}

/** The repository that has or had this name; null also where the directory is away, as GitHub can be asked. */
export async function knownRepository(
  directory: D1Database,
  owner: string,
  name: string,
): Promise<NamedRepository | null> {
  try {
    return await repositoryByName(directory, owner, name);
  } catch (error) {
    if (error instanceof AppError && error.code === "UNAVAILABLE") return null;
    throw error;
  }
}

/** @throws AppError NOT_FOUND where the tenant's own token does not see this repository, UNAVAILABLE */
export async function requireSeen(tenant: TenantContext, id: number, now: number): Promise<void> {
  if (tokenSetAt(tenant) === null) throw missing();
  const answer = await tenant.github.lookUp(ownCredential(tenant), { id });
  if (mayComeLater(answer)) throw unavailable(answer, now);
  if (answer.is !== "found") throw missing();
}

/** Whether GitHub has not said yes or no. */
export function mayComeLater(answer: LookedUp): answer is Extract<LookedUp, { is: "failed" } | { askAt: number }> {
  return "askAt" in answer || answer.is === "failed";
}

/** With the tenant's own token first. One that GitHub refuses still leaves what everybody may see. */
async function ask(tenant: TenantContext, lookUp: LookUp): Promise<{ credential: string; answer: LookedUp }> {
  if (tokenSetAt(tenant) !== null) {
    const credential = ownCredential(tenant);
    const answer = await tenant.github.lookUp(credential, lookUp);
    const refused = "is" in answer && (answer.is === "unauthenticated" || answer.is === "refused");
    if (!refused) return { credential, answer };
  }
  const credential = tenant.github.serviceCredential;
  return { credential, answer: await tenant.github.lookUp(credential, lookUp) };
}

function missing(): AppError {
  return new AppError("NOT_FOUND", {
    message: "There is no such repository on GitHub, or it is private and the tenant's GitHub token does not see it.",
  });
}

/** GitHub is away, or wants to be left alone. */
export function unavailable(answer: { readonly askAt: number } | { readonly is: "failed" }, now: number): AppError {
  const wait = "askAt" in answer ? Math.max(answer.askAt - now, 1_000) : RETRY_AFTER_MS;
  return new AppError("UNAVAILABLE", {
    message: "GitHub cannot be asked at the moment.",
    headers: { "Retry-After": String(Math.ceil(wait / 1_000)) },
  });
}
