/** What stands in for the budgets of credentials and the objects of repositories, where a test is about the tenant alone. */
import { env } from "cloudflare:workers";
import { vi } from "vitest";
import type { Following } from "../../objects/github/following.ts";
import type { LookedUp, LookUp } from "../../objects/github/lease.ts";
import type { Person } from "../../objects/tenant/github.ts";
import type { TestTenant } from "./api.ts";
import { runJobs } from "./due-jobs.ts";

/** A repository of this GitHub. */
export interface StandIn {
  readonly id: number;
  fullName: string;
  private?: boolean;
  /** Credentials that see it though it is private. */
  seenBy?: string[];
}

/** Everything that the tenants of a test said to it, and what it answers. */
export class GithubObjects {
  readonly repositories: StandIn[] = [];
  readonly lookUps: { credential: string; lookUp: LookUp }[] = [];
  readonly follows = new Map<number, Map<string, Following>>();
  readonly tokens = new Map<string, string>();
  readonly people = new Map<number, Person[]>();
  /** Answers every look-up in place of the repositories. */
  answer: ((credential: string) => LookedUp) | null = null;
  /** Makes calls of repositories fail. */
  isAway = false;
  /** Runs before a look-up is answered. */
  meanwhile: () => Promise<void> = async () => {};

  /** Puts itself into the environment of the objects. */
  install(): this {
    Reflect.set(env.BUDGET, "getByName", (credential: string) => this.#budget(credential));
    Reflect.set(env.REPOSITORY, "getByName", (id: string) => this.#repository(Number(id)));
    return this;
  }

  uninstall(): void {
    for (const binding of [env.BUDGET, env.REPOSITORY]) Reflect.deleteProperty(binding, "getByName");
  }

  /** What the repository was told of this tenant. */
  following(id: number, tenant: string): Following | undefined {
    return this.follows.get(id)?.get(tenant);
  }

  /** Answers the question whether GitHub knows a token while `run` runs. */
  async acceptTokens<Value>(run: () => Promise<Value>, status = 200): Promise<Value> {
    const fetched = vi.spyOn(globalThis, "fetch").mockImplementation(async () => new Response("{}", { status }));
    try {
      return await run();
    } finally {
      fetched.mockRestore();
    }
  }

  #budget(credential: string) {
    return {
      lookUp: async (lookUp: LookUp): Promise<LookedUp> => {
        this.lookUps.push({ credential, lookUp });
        await this.meanwhile();
        return this.answer?.(credential) ?? this.#found(credential, lookUp);
      },
      setToken: async (token: string) => void this.tokens.set(credential, token),
      forget: async () => void this.tokens.delete(credential),
    };
  }

  #found(credential: string, lookUp: LookUp): LookedUp {
    const wanted = this.repositories.find((each) =>
      "id" in lookUp
        ? each.id === lookUp.id
        : each.fullName.toLowerCase() === `${lookUp.owner}/${lookUp.name}`.toLowerCase(),
    );
    const hidden = wanted?.private && !wanted.seenBy?.includes(credential);
    if (!wanted || hidden) return { is: "absent", why: "missing" };
    return { is: "found", answer: { status: 200, headers: [], body: JSON.stringify(answerOf(wanted)) } };
  }

  #repository(id: number) {
    const refuse = () => {
      if (this.isAway) throw new Error("The repository is away.");
    };
    return {
      follow: async (following: Following) => {
        refuse();
        const followers = this.follows.get(id) ?? new Map<string, Following>();
        this.follows.set(id, followers.set(following.tenant, following));
        const found = this.repositories.find((each) => each.id === id);
        const [owner = "", name = ""] = (found?.fullName ?? "gone/gone").split("/");
        return { githubId: id, owner, name, visibility: found?.private ? "private" : "public", state: "following" };
      },
      unfollow: async ({ tenant }: { tenant: string }) => {
        refuse();
        this.follows.get(id)?.delete(tenant);
      },
      people: async ({ after, limit }: { after: string | null; limit: number }) => {
        refuse();
        const all = this.people.get(id) ?? [];
        const from = after === null ? 0 : Number(after);
        const next = from + limit < all.length ? String(from + limit) : null;
        return { people: all.slice(from, from + limit), next };
      },
    };
  }
}

/** As much of GitHub's answer as is read of it. */
function answerOf({ id, fullName, private: isPrivate = false }: StandIn): object {
  const [login = "", name = ""] = fullName.split("/");
  const at = "2020-01-01T00:00:00Z";
  return {
    id,
    name,
    full_name: fullName,
    private: isPrivate,
    visibility: isPrivate ? "private" : "public",
    owner: { id: 1, login, type: "User" },
    html_url: `https://github.com/${fullName}`,
    description: null,
    homepage: null,
    language: null,
    license: null,
    topics: [],
    fork: false,
    archived: false,
    disabled: false,
    is_template: false,
    has_issues: true,
    default_branch: "main",
    stargazers_count: 1,
    forks_count: 0,
    open_issues_count: 0,
    size: 1,
    created_at: at,
    pushed_at: at,
    updated_at: at,
  };
}

let made = 0;

/** A repository that no other test knows. */
export function repositoryIn(github: GithubObjects, fields: Pick<StandIn, "private" | "seenBy"> = {}): StandIn {
  made += 1;
  const repository = { id: 1_000 + made, fullName: `Octocat/Hello-${made}`, ...fields };
  github.repositories.push(repository);
  return repository;
}

/** Lets the tenant tell its repositories what it has to, and waits for what its alarm has begun by itself. */
export const tellRepositories = (tenant: TestTenant) => runJobs(tenant, "tell-repository");
