import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { FakeRepository } from "../support/github/fake-repository.ts";
import { generatedRepository } from "../support/github/generated-repository.ts";
import { type FollowingTenant, PATIENCE, RepositoryWorld } from "../support/repository-world.ts";

const ISSUES = 30;
const TOO_LARGE = JSON.stringify({
  message: "The history or contributor list is too large to list contributors for this repository via the API.",
});
const SAML = JSON.stringify({ message: "Resource protected by organization SAML enforcement." });

interface Trouble {
  /** What happens on GitHub; `path` is the repository's. */
  readonly begin: (served: FakeRepository, path: string) => void;
  /** What the repository says then. */
  readonly record: object;
  /** What streams say then, by their names. */
  readonly streams?: Readonly<Record<string, object>>;
  readonly end?: (served: FakeRepository) => void;
  /** Names that lead to it after the trouble; its first one if left out. */
  readonly called?: string;
}

const GONE = { reason: "GitHub shows the repository no more: it was deleted, or is private now." };
const all = (shown: object) =>
  Object.fromEntries(
    ["repository", "issues", "releases", "contributors", "commits", "comments", "stars"].map((name) => [name, shown]),
  );
const raw = (status: number, body: string) => ({ status, headers: { "Content-Type": "application/json" }, body });

let world: RepositoryWorld;
let acme: FollowingTenant;

const TROUBLES: Readonly<Record<string, Trouble>> = {
  renamed: {
    begin: (served) => served.rename("generated", "renamed-today"),
    called: "generated/renamed-today",
    record: { state: "active", owner: "generated", name: "renamed-today", formerNames: ["generated/renamed"] },
    streams: all({ phase: "live", error: null }),
  },
  transferred: {
    begin: (served) => served.rename("elsewhere", "Transferred"),
    called: "elsewhere/Transferred",
    record: { state: "active", fullName: "elsewhere/Transferred", formerNames: ["generated/transferred"] },
  },
  deleted: {
    begin: (served) => served.remove(),
    record: { state: "missing" },
    streams: all({ phase: "paused", ...GONE }),
    end: (served) => {
      served.condition = "there";
    },
  },
  blocked: {
    begin: (served) => served.block(),
    record: { state: "blocked" },
    streams: all({ phase: "paused", reason: "GitHub withholds the repository for legal reasons." }),
    end: (served) => {
      served.condition = "there";
    },
  },
  refused: {
    begin: (_served, path) =>
      world.github.next(raw(403, SAML), { times: 3, path: new RegExp(`^(${path}|/repositories/\\d+)$`) }),
    record: { state: "refused" },
    streams: all({ phase: "paused", reason: "No credential may read the repository." }),
    end: () => undefined,
  },
  "without-issues": {
    begin: (served) => served.disableIssues(),
    record: { state: "active", hasIssues: false },
    streams: {
      issues: { phase: "disabled", reason: "Issues are switched off.", error: null },
      comments: { phase: "disabled", reason: "Issues are switched off.", error: null },
      commits: { phase: "live", reason: null },
    },
    end: (served) => {
      served.issuesDisabled = false;
      served.update({ has_issues: true });
    },
  },
  archived: { begin: (served) => served.archive(), record: { state: "archived", isArchived: true } },
  emptied: {
    begin: (served) => {
      served.empty();
      served.update({ pushed_at: new Date().toISOString() });
    },
    record: { state: "active" },
    streams: {
      contributors: { phase: "live", reason: "The repository is empty.", error: null },
      commits: { phase: "live", reason: "The repository is empty." },
    },
    end: (served) => served.push([{}]),
  },
  "too-large": {
    begin: (_served, path) => world.github.next(raw(403, TOO_LARGE), { path: `${path}/contributors` }),
    record: { state: "active" },
    streams: {
      contributors: {
        truncated: true,
        phase: "live",
        reason: "The list is too large for GitHub to show.",
        error: null,
      },
    },
    end: () => undefined,
  },
};

const names = [...Object.keys(TROUBLES), "taken", "hidden", "computing"].map((name) => `generated/${name}`);

beforeAll(async () => {
  const repositories = names.map((fullName, index) =>
    generatedRepository({
      issues: ISSUES,
      comments: 10,
      commits: 5,
      contributors: 5,
      stars: 20,
      seed: 100 + index,
      fullName,
    }),
  );
  world = await RepositoryWorld.open({ repositories });
  world.github.switches.withoutStarHistory();
  acme = await world.tenant("acme", "token-of-acme-0123456789");
});
afterAll(() => world?.close());

describe("a repository on GitHub", () => {
  it("is taken whole while all is well", async () => {
    world.github.next(raw(202, "{}"), { path: "/generated/computing/contributors" });
    await Promise.all(names.map((name) => acme.follow(name)));
    await Promise.all(names.filter((name) => !name.endsWith("computing")).map((name) => world.complete(name)));
  });

  it.each(Object.entries(TROUBLES))("that is %s says so, keeps its history, and recovers", async (name, trouble) => {
    const fullName = `generated/${name}`;
    const called = trouble.called ?? fullName;
    const served = world.github.repository(fullName);
    const before = await history(fullName);
    expect(before).toHaveLength(ISSUES);
    trouble.begin(served, `/repos/${fullName}`);
    await world.refresh(fullName);
    await expect.poll(async () => (await world.read(called)).data, PATIENCE).toMatchObject(trouble.record);
    await expectStreams(called, trouble.streams ?? {});
    expect(await history(called)).toEqual(before);
    const listed = await world.call("GET", `/repositories?q=${called}`);
    expect(listed.data).toMatchObject([{ githubId: served.id, issues: expect.any(Number) }]);
    if (!trouble.end) return;
    trouble.end(served);
    await world.refresh(called);
    await expectStreams(called, all({ phase: "live", error: null, truncated: false }));
    expect(await world.record(called)).toMatchObject({ state: "active" });
    expect(await history(called)).toEqual(before);
  });

  it("whose statistics are being computed is asked again", async () => {
    const fullName = "generated/computing";
    await expect.poll(() => world.stream(fullName, "issues"), PATIENCE).toMatchObject({ phase: "live" });
    await world.refresh(fullName);
    await expectStreams(fullName, { contributors: { phase: "live", done: 5, error: null } });
    expect(
      world
        .asked(fullName, "/contributors")
        .map(({ status }) => status)
        .slice(0, 2),
    ).toEqual([202, 200]);
  });

  it("whose name another one took stays itself, and the other begins from nothing", async () => {
    const fullName = "generated/taken";
    const before = await history(fullName);
    const old = world.github.repository(fullName);
    old.rename("generated", "moved-on");
    const other = world.github.add(generatedRepository({ issues: 7, seed: 900, fullName, stars: 3 }));
    await world.refresh(fullName);
    await expect
      .poll(async () => (await world.read("generated/moved-on")).data, PATIENCE)
      .toMatchObject({ githubId: old.id });
    await acme.follow(fullName);
    expect(await history("generated/moved-on")).toEqual(before);
    expect((await acme.call("GET", "/follows?limit=100")).data).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ repositoryId: old.id }),
        expect.objectContaining({ repositoryId: other.id }),
      ]),
    );
  });
});

describe("a repository that becomes private", () => {
  const fullName = "generated/hidden";

  it("is there for those alone whose own token sees it now", async () => {
    const without = await world.tenant("without-token");
    const blind = await world.tenant("blind", "token-of-blind-0123456789");
    await Promise.all([without.follow(fullName), blind.follow(fullName)]);
    const socket = await world.socket(fullName, blind.key);
    world.github.repository(fullName).makePrivate(["token-of-acme-0123456789"]);
    await world.refresh(fullName);
    await expect
      .poll(async () => (await world.read(fullName, "", acme.key)).data, PATIENCE)
      .toMatchObject({ visibility: "private", state: "active" });
    // Who may see it now is asked with each token.
    await expect
      .poll(
        () =>
          world
            .asked(fullName)
            .some(
              ({ authorization, status }) => authorization === "Bearer token-of-blind-0123456789" && status === 404,
            ),
        PATIENCE,
      )
      .toBe(true);
    for (const { key } of [without, blind]) {
      for (const path of [
        "",
        "/issues",
        "/pulls",
        "/streams",
        "/changes",
        "/search?q=about",
        "/issues/aggregate?count=true",
      ])
        expect((await world.read(fullName, path, key)).status, path).toBe(404);
      await expect
        .poll(async () => (await world.call("GET", "/repositories?q=hidden", { key })).data, PATIENCE)
        .toEqual([]);
    }
    expect(await socket.ended).toBe(4403);
    for (const tenant of [without, blind])
      expect((await tenant.call("POST", `/follows/${fullName}/people`)).status).toBe(404);
    expect(await world.all(fullName, "issues", acme.key)).toHaveLength(ISSUES);
    expect((await world.call("GET", "/repositories?q=hidden", { key: acme.key })).data).toMatchObject([
      { visibility: "private" },
    ]);
    expect((await acme.call("POST", `/follows/${fullName}/people`)).status).toBe(200);
  });

  it("is out of sight when that token dies, and comes back with another", async () => {
    world.github.revoke("token-of-acme-0123456789");
    await world.refresh(fullName);
    // Without a credential nobody can say that the tenant may still see it.
    await expect.poll(async () => (await world.read(fullName, "", acme.key)).status, PATIENCE).toBe(404);
    world.github.repository(fullName).makePrivate(["token-of-new-0123456789"]);
    await acme.setToken("token-of-new-0123456789");
    await expect.poll(async () => (await world.read(fullName, "", acme.key)).status, PATIENCE).toBe(200);
    await world.refresh(fullName);
    await expect
      .poll(async () => (await world.read(fullName, "", acme.key)).data, PATIENCE)
      .toMatchObject({ state: "active" });
    expect(await world.all(fullName, "issues", acme.key)).toHaveLength(ISSUES);
  });

  it("is everybody's again once it is public", async () => {
    world.github.repository(fullName).makePublic();
    await world.refresh(fullName);
    await expect
      .poll(async () => (await world.read(fullName)).data, PATIENCE)
      .toMatchObject({ visibility: "public", state: "active" });
  });
});

describe("a name that is another one's today", () => {
  it("leads where GitHub says, whatever the server remembers", async () => {
    // What a Worker remembers of names is a minute old at most, and nothing in a new one.
    await world.server.kill9();
    await world.server.restart();
    expect(await world.read("generated/renamed")).toMatchObject({
      status: 301,
      data: { location: expect.stringContaining("renamed-today") },
    });
    expect(await world.read("Generated/TRANSFERRED")).toMatchObject({ status: 301 });
    const { id } = world.github.repository("generated/taken");
    await expect
      .poll(async () => (await world.read("generated/taken")).data, PATIENCE)
      .toMatchObject({ githubId: id, formerNames: [] });
    await world.complete("generated/taken");
    expect(await world.all("generated/taken", "issues")).toHaveLength(7);
    expect(await world.all("generated/moved-on", "issues")).toHaveLength(ISSUES);
  });
});

/** The issues, by what no rename changes. */
async function history(fullName: string): Promise<unknown[]> {
  const rows = await world.all(fullName, "issues");
  return rows.map(({ id, createdAt, title, openedAt, state }) => ({ id, createdAt, title, openedAt, state }));
}

async function expectStreams(fullName: string, wanted: Readonly<Record<string, object>>): Promise<void> {
  const shown = async () => Object.fromEntries((await world.streams(fullName)).map((stream) => [stream.name, stream]));
  await expect.poll(shown, PATIENCE).toMatchObject(wanted);
}
