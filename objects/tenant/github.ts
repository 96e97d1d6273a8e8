/** GitHub as a tenant reaches it: by the budgets of credentials and the objects of repositories. */
import * as z from "zod";
import { parseEnv } from "../../src/env.ts";
import { budgetStub, callObject, repositoryStub } from "../../src/stubs.ts";
import type { Fetched } from "../github/answer.ts";
import { request } from "../github/fetch.ts";
import type { Following } from "../github/following.ts";
import type { LookedUp, LookUp } from "../github/lease.ts";

/** Answers of other objects are held against their schemas: during a deploy the other side may be older or newer. */
export const sentAnswerSchema = z.object({
  status: z.int(),
  headers: z.array(z.tuple([z.string(), z.string()])),
  body: z.string(),
});
const lookedUpSchema = z.union([
  z.object({ askAt: z.number() }),
  z.discriminatedUnion("is", [
    z.object({ is: z.literal("found"), answer: sentAnswerSchema }),
    z.object({ is: z.literal("absent"), why: z.enum(["missing", "blocked", "disabled", "empty", "too-large"]) }),
    z.object({ is: z.literal("refused"), why: z.enum(["saml", "suspended", "forbidden"]) }),
    z.object({ is: z.literal("unauthenticated") }),
    z.object({ is: z.literal("failed") }),
  ]),
]);
const followedSchema = z.object({ owner: z.string(), name: z.string(), visibility: z.string() });
const personSchema = z.object({
  githubId: z.int().nullable(),
  login: z.string(),
  type: z.string(),
  name: z.string().nullable(),
  email: z.string().nullable(),
  contributions: z.int(),
  issues: z.int(),
  pulls: z.int(),
  comments: z.int(),
  evidenceUrl: z.string().nullable(),
});
const peopleSchema = z.object({ people: z.array(personSchema), next: z.string().nullable() });

/** The repository's names of today. */
export type Followed = z.infer<typeof followedSchema>;
/** Somebody who did something in a repository, with how much of it. */
export type Person = z.infer<typeof personSchema>;
export type PeoplePage = z.infer<typeof peopleSchema>;

/** How long GitHub may take to say whether it knows a token. */
const TOKEN_DEADLINE_MS = 10_000;

export class TenantGithub {
  readonly #env: Cloudflare.Env;

  constructor(env: Cloudflare.Env) {
    this.#env = env;
  }

  /** The credential for repositories that nobody brought one for. */
  get serviceCredential(): "service" | "anonymous" {
    return parseEnv(this.#env).githubToken === null ? "anonymous" : "service";
  }

  async lookUp(credential: string, wanted: LookUp): Promise<LookedUp> {
    const call = async (): Promise<unknown> => budgetStub(this.#env, credential).lookUp(wanted);
    return lookedUpSchema.parse(await callObject(true, call));
  }

  /** Keeps a tenant's token, encrypted, where that credential's requests are counted, and nowhere else. */
  setToken(credential: string, token: string): Promise<void> {
    return callObject(true, async () => budgetStub(this.#env, credential).setToken(token));
  }

  forgetToken(credential: string): Promise<void> {
    return callObject(true, async () => budgetStub(this.#env, credential).forget());
  }

  /** What GitHub answers to a token. Looking at the limits counts against none of them. */
  tryToken(token: string): Promise<Fetched> {
    const headers = { authorization: `Bearer ${token}` };
    const { githubApiUrl: baseUrl } = parseEnv(this.#env);
    return request({ baseUrl, path: "/rate_limit", headers, deadlineMs: TOKEN_DEADLINE_MS });
  }

  async follow(githubId: number, following: Following): Promise<Followed> {
    const call = async (): Promise<unknown> => repositoryStub(this.#env, githubId).follow(following);
    return followedSchema.parse(await callObject(true, call));
  }

  async unfollow(githubId: number, tenant: string): Promise<void> {
    await callObject(true, async () => repositoryStub(this.#env, githubId).unfollow({ tenant }));
  }

  /** A page of people, in the order of their ids. @param after what the page before returned as `next`. */
  async people(githubId: number, after: string | null, limit: number): Promise<PeoplePage> {
    const call = async (): Promise<unknown> => repositoryStub(this.#env, githubId).people({ after, limit });
    return peopleSchema.parse(await callObject(true, call));
  }
}
