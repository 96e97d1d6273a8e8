import { env } from "cloudflare:workers";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { projectRepository, type RepositoryName, type RepositoryTenant } from "../../src/directory/repositories.ts";
import { knownRepositories, repositoryByName, tenantsThatSee } from "../../src/directory/repositories-found.ts";
import { listRepositories, type RepositoryQuery } from "../../src/directory/repositories-list.ts";
import { addRepository, freshNumber, repositoryRow, SINCE } from "../support/directory-repositories.ts";
import { away } from "../support/faulty-d1.ts";

const db = env.DIRECTORY;
const DAY = (day: number) => `2026-11-0${day}T08:00:00.000Z`;
const named = (name: string, since = SINCE, current = true): RepositoryName => ({
  owner: "names",
  name,
  current,
  since,
});

let made = 0;
/** A name that no other test uses. */
const freshName = () => {
  made += 1;
  return `name-${made}`;
};

describe("names of repositories in the directory", () => {
  it("lead to the repository in any case of letters", async () => {
    const { githubId } = await addRepository({ owner: "Names", name: "Hello.World" });
    expect(await repositoryByName(db, "nAMES", "hello.world")).toEqual({
      githubId,
      owner: "Names",
      name: "Hello.World",
      current: true,
      visibility: "public",
    });
    expect(await repositoryByName(db, "names", "hello_world")).toBeNull();
  });

  it("stay when it is renamed, and lead to its name of today", async () => {
    const githubId = freshNumber();
    const [old, now] = [freshName(), freshName()];
    const row = repositoryRow({ githubId, owner: "names", name: old });
    await projectRepository(db, row, [named(old)], []);
    const names = [named(old, SINCE, false), named(now, DAY(3))];
    await projectRepository(db, { ...row, name: now, seq: 2 }, names, []);
    expect(await repositoryByName(db, "names", old)).toMatchObject({ githubId, name: now, current: false });
    expect(await repositoryByName(db, "names", now)).toMatchObject({ githubId, name: now, current: true });
  });

  it("belong to whoever took them last, in whatever order one hears of it", async () => {
    for (const newFirst of [false, true]) {
      const [name, next] = [freshName(), freshName()];
      const old = repositoryRow({ githubId: freshNumber(), owner: "names", name: next, seq: 9 });
      const young = repositoryRow({ githubId: freshNumber(), owner: "names", name });
      const writes = [
        () => projectRepository(db, old, [named(name, DAY(1), false), named(next, DAY(2))], []),
        () => projectRepository(db, young, [named(name, DAY(3))], []),
      ];
      for (const write of newFirst ? writes.toReversed() : writes) await write();
      expect(await repositoryByName(db, "names", name)).toMatchObject({ githubId: young.githubId, current: true });
      expect(await repositoryByName(db, "names", next)).toMatchObject({ githubId: old.githubId, current: true });
    }
  });

  it("send nobody to a name that is another repository's by now", async () => {
    const [first, name] = [freshName(), freshName()];
    const old = repositoryRow({ githubId: freshNumber(), owner: "names", name });
    await projectRepository(db, old, [named(first, DAY(1), false), named(name, DAY(2))], []);
    await addRepository({ owner: "names", name: `${name}-other` });
    await projectRepository(
      db,
      repositoryRow({ githubId: freshNumber(), owner: "names", name }),
      [named(name, DAY(3))],
      [],
    );
    expect(await repositoryByName(db, "names", first)).toMatchObject({ githubId: old.githubId, current: true });
  });

  it("D1b: are what the newest positions say, however often and in whatever order writes arrive", async () => {
    const claim = fc.record({ repository: fc.nat({ max: 2 }), name: fc.nat({ max: 3 }), follower: fc.nat({ max: 2 }) });
    await fc.assert(
      fc.asyncProperty(
        fc.array(claim, { minLength: 1, maxLength: 8 }),
        fc.infiniteStream(fc.nat()),
        async (claims, random) => {
          const ids = [freshNumber(), freshNumber(), freshNumber()];
          const names = [freshName(), freshName(), freshName(), freshName()];
          const { writes, owners, last } = history(claims, ids, names);
          const arriving = [...writes, ...writes].toSorted(() => (random.next().value % 2) - 0.5);
          for (const write of arriving) await write();
          for (const name of names) {
            const found = await repositoryByName(db, "names", name);
            expect(found?.githubId ?? null).toBe(owners.get(name) ?? null);
          }
          for (const [id, { name, tenants }] of last) {
            expect(await listedName(id)).toBe(name);
            expect(await tenantsThatSee(db, id, ["t-0", "t-1", "t-2"])).toEqual(tenants);
          }
        },
      ),
      { numRuns: 15 },
    );
  });
});

interface Claim {
  readonly repository: number;
  readonly name: number;
  readonly follower: number;
}

/** What three repositories write that take names one after the other, and what must come of it. */
function history(claims: readonly Claim[], ids: readonly number[], names: readonly string[]) {
  const had = new Map<number, Map<string, string>>();
  const owners = new Map<string, number>();
  const last = new Map<number, { name: string; tenants: string[] }>();
  const writes = claims.map(({ repository, name: index, follower }, at) => {
    const [githubId = 0, name = ""] = [ids[repository], names[index]];
    const since = new Date(Date.parse(SINCE) + at * 1_000).toISOString();
    const own = new Map([...(had.get(githubId) ?? []), [name, since]]);
    had.set(githubId, own);
    owners.set(name, githubId);
    last.set(githubId, { name, tenants: [`t-${follower}`] });
    const row = repositoryRow({ githubId, owner: "names", name, seq: at + 1 });
    const list = [...own].map(([each, taken]) => named(each, taken, each === name));
    const tenants: RepositoryTenant[] = [{ tenant: `t-${follower}`, visible: true, since }];
    return () => projectRepository(db, row, list, tenants);
  });
  return { writes, owners, last };
}

async function listedName(githubId: number): Promise<unknown> {
  return db.prepare("SELECT name FROM repositories WHERE github_id = ?").bind(githubId).first("name");
}

describe("a repository's row in the directory", () => {
  it("loses whole against a newer one", async () => {
    const name = freshName();
    const row = repositoryRow({ githubId: freshNumber(), owner: "names", name, seq: 5, stars: 5 });
    await projectRepository(db, row, [named(name)], [{ tenant: "t-new", visible: true, since: SINCE }]);
    const older = { ...row, seq: 4, stars: 4, projectedAt: "2026-11-21T09:00:00.000Z" };
    const lost = freshName();
    await projectRepository(db, older, [named(lost)], [{ tenant: "t-old", visible: true, since: SINCE }]);
    expect(await repositoryByName(db, "names", lost)).toBeNull();
    expect(await tenantsThatSee(db, row.githubId, ["t-old", "t-new"])).toEqual(["t-new"]);
    const sameLater = { ...row, followers: 2, projectedAt: "2026-11-21T09:00:00.000Z" };
    await projectRepository(db, sameLater, [named(name)], [{ tenant: "t-new", visible: false, since: SINCE }]);
    expect(await tenantsThatSee(db, row.githubId, ["t-new"])).toEqual([]);
  });

  it("is known by GitHub's number", async () => {
    const { githubId } = await addRepository({});
    expect(await knownRepositories(db, [githubId, freshNumber()])).toEqual([githubId]);
    expect(await knownRepositories(db, [])).toEqual([]);
  });

  it("holds text that anybody may have written", async () => {
    const { githubId } = await addRepository({
      owner: "texts",
      description: `'"; DROP TABLE repositories; --\u0000\ud800${"x".repeat(2_000)}`,
      topics: ["a\u0007b", '"],["'],
    });
    const { data } = await listRepositories(db, { q: "drop table", reach: [], limit: 10 });
    expect(data).toMatchObject([{ githubId, topics: ["a b", '"],["'] }]);
    expect(data[0]?.description).toHaveLength(1_000);
    expect(data[0]?.description).toContain("-- \ufffdx");
  });
});

describe("listing repositories", () => {
  const list = async (query: Partial<RepositoryQuery> = {}) =>
    listRepositories(db, { q: "listed", reach: [], limit: 50, ...query });
  const namesOf = async (query: Partial<RepositoryQuery> = {}) => (await list(query)).data.map(({ name }) => name);

  beforeAll(async () => {
    const owner = "listed";
    const rust = { owner, language: "Rust", projectedAt: "2026-11-20T03:00:00.000Z" };
    await addRepository({ ...rust, name: "alpha", stars: 10, forks: 3, openIssues: 5, freshAt: DAY(1) }, [
      { tenant: "red", visible: false },
      { tenant: "blue", visible: true },
    ]);
    await addRepository({
      owner,
      name: "Beta",
      stars: 30,
      forks: 2,
      openIssues: 9,
      freshAt: null,
      topics: ["GraphQL"],
    });
    await addRepository({ owner, name: "gamma", stars: 20, forks: 1, description: "A Compiler", changedAt: DAY(5) });
    await addRepository({ owner, name: "delta", stars: 20, forks: 9, state: "gone", freshAt: DAY(3) });
    await addRepository({ owner, name: "secret", visibility: "private", stars: 99 }, [
      { tenant: "red", visible: false },
      { tenant: "blue", visible: true },
    ]);
  });

  it("orders by each sort, both ways, and puts times that are not known last", async () => {
    expect(await namesOf()).toEqual(["Beta", "delta", "gamma", "alpha"]);
    expect(await namesOf({ sort: "stars" })).toEqual(["alpha", "gamma", "delta", "Beta"]);
    expect(await namesOf({ sort: "forks" })).toEqual(["gamma", "Beta", "alpha", "delta"]);
    expect((await namesOf({ sort: "-openIssues" })).slice(0, 2)).toEqual(["Beta", "alpha"]);
    expect(await namesOf({ sort: "name" })).toEqual(["alpha", "Beta", "delta", "gamma"]);
    expect((await namesOf({ sort: "freshAt" })).at(-1)).toBe("Beta");
    expect((await namesOf({ sort: "-freshAt" })).at(-1)).toBe("Beta");
    expect((await namesOf({ sort: "-changedAt" }))[0]).toBe("gamma");
    await expect(list({ sort: "seq" })).rejects.toMatchObject({ code: "BAD_REQUEST" });
    await expect(list({ sort: "__proto__" })).rejects.toMatchObject({ code: "BAD_REQUEST" });
  });

  it("finds parts of the full name, the description and a topic, whatever the case", async () => {
    expect(await namesOf({ q: "LISTED/be" })).toEqual(["Beta"]);
    expect(await namesOf({ q: "compiler" })).toEqual(["gamma"]);
    expect(await namesOf({ q: "graphql" })).toEqual(["Beta"]);
    // Characters of the stored JSON and of patterns mean themselves.
    for (const q of ['ql"', "%", "listed\\", "_____"]) expect(await namesOf({ q }), q).toEqual([]);
  });

  it("narrows to a language, a state and what a tenant follows", async () => {
    expect(await namesOf({ language: "rust" })).toEqual(["alpha"]);
    expect(await namesOf({ state: "gone" })).toEqual(["delta"]);
    expect(await namesOf({ following: "red" })).toEqual(["alpha"]);
    expect(await namesOf({ following: "blue", reach: ["blue"] })).toEqual(["secret", "alpha"]);
  });

  it("shows a private repository to tenants whose credential sees it, and says which of them follow", async () => {
    expect(await namesOf({ reach: ["red"] })).not.toContain("secret");
    expect(await namesOf({ reach: ["red", "blue"] })).toContain("secret");
    expect(await namesOf({ reach: "all" })).toContain("secret");
    const { data } = await list({ reach: ["red", "green"], sort: "name" });
    expect(data.map(({ following }) => following)).toEqual([["red"], [], [], []]);
  });

  it.each(["-stars", "stars", "name", "-name", "freshAt", "-freshAt"])("pages by %s without gaps", async (sort) => {
    const whole = await namesOf({ sort, reach: "all" });
    const walked: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await list({ sort, reach: "all", limit: 2, cursor });
      walked.push(...page.data.map(({ name }) => name));
      expect(page.hasMore).toBe(page.nextCursor !== null);
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(walked).toEqual(whole);
    expect(walked).toHaveLength(5);
  });

  it("takes a cursor back for its own query alone", async () => {
    const { nextCursor } = await list({ limit: 1 });
    const cursor = nextCursor ?? "";
    for (const other of [
      { q: "list" },
      { sort: "stars" },
      { language: "Rust" },
      { state: "gone" },
      { following: "red" },
    ])
      await expect(list({ cursor, ...other })).rejects.toMatchObject({ code: "INVALID_CURSOR" });
    await expect(list({ cursor: "x" })).rejects.toMatchObject({ code: "INVALID_CURSOR" });
  });

  it("says how old its oldest row is, and that the directory is away", async () => {
    expect((await list()).freshness).toEqual({ projectedAt: "2026-11-20T03:00:00.000Z" });
    expect((await list({ q: "nowhere" })).freshness).toEqual({ projectedAt: null });
    const gone = away(db);
    await expect(listRepositories(gone, { reach: [], limit: 1 })).rejects.toMatchObject({ code: "UNAVAILABLE" });
    await expect(repositoryByName(gone, "a", "b")).rejects.toMatchObject({ code: "UNAVAILABLE" });
  });
});
