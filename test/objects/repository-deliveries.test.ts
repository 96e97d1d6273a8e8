import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readItems } from "../../objects/github/items.ts";
import { migrate } from "../../objects/records/migrate.ts";
import { databaseOf } from "../../objects/records/object-database.ts";
import { SharedAlarm } from "../../objects/repository/alarm.ts";
import type { RepositoryContext } from "../../objects/repository/context.ts";
import { resourceNamed } from "../../objects/repository/context.ts";
import { deliveryKind, forgetKind, receive } from "../../objects/repository/deliveries.ts";
import { begin, describedBy } from "../../objects/repository/following.ts";
import { commitOwn, upsertItems } from "../../objects/repository/landing.ts";
import { repositoryMigrations } from "../../objects/repository/migrations.ts";
import { readNames } from "../../objects/repository/names.ts";
import { openRepository } from "../../objects/repository/open.ts";
import type { RecordData } from "../../src/resources/define.ts";
import { repositoryStub } from "../../src/stubs.ts";
import { deliveryOf, type ExampleDelivery, PULL_ISSUES, type Variation, variations } from "../support/delivered.ts";
import { describedRepository } from "../support/described-repository.ts";
import { comment, issue, pull, repository } from "../support/github-samples.ts";

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 10, 21);
let lastId = 700_000;

/** Runs `work` on a new repository that nobody refreshes. */
async function withRepository<Value>(work: (context: RepositoryContext) => Value): Promise<Value> {
  lastId += 1;
  const githubId = lastId;
  return runInDurableObject(repositoryStub(env, githubId), (_, { storage }) => {
    const still = { getAlarm: async () => null, setAlarm: async () => {}, deleteAlarm: async () => {} };
    const database = databaseOf(storage);
    migrate(database, repositoryMigrations, NOW);
    const context = openRepository({ env, alarm: new SharedAlarm(still), sockets: () => [] }, database, githubId);
    const found = describedRepository({ id: githubId, full_name: "octo/thing", updated_at: "2020-01-01T00:00:00Z" });
    begin(context, describedBy(found, githubId), NOW);
    pollPulls(context);
    return work(context);
  });
}

/** The issues of the pull requests are known: deliveries about pull requests name them by number alone. */
function pollPulls(context: RepositoryContext): void {
  const old = "2019-01-01T00:00:00Z";
  const listed = PULL_ISSUES.map((known) => ({
    ...issue,
    ...known,
    pull_request: {},
    created_at: old,
    updated_at: old,
  }));
  const read = readItems("issues", JSON.stringify(listed), NOW);
  if ("unreadable" in read) throw new Error(read.unreadable);
  commitOwn(context, ["issues"], NOW, (writer) =>
    upsertItems(context, writer, resourceNamed(context, "issues"), read.items, "poll"),
  );
}

/** Everything that readers see, without how often it was written. */
function shown(context: RepositoryContext): Record<string, unknown> {
  const rows = (query: string) => context.database.sql.exec(query).toArray();
  const living = (table: string) =>
    rows(`SELECT * FROM "${table}" WHERE deleted_at IS NULL ORDER BY id`).map(
      ({ version, state_since, former_names, ...values }) => ({
        ...values,
        former: JSON.stringify(JSON.parse(String(former_names ?? "[]")).toSorted()),
      }),
    );
  return {
    ...Object.fromEntries(
      ["repository", "issues", "comments", "releases", "stars"].map((name) => [name, living(name)]),
    ),
    done: rows("SELECT name, done FROM streams ORDER BY name"),
    failed: rows("SELECT id FROM deliveries WHERE body IS NOT NULL"),
  };
}

/** What becomes of a history, delivered in this order. */
function outcome(history: readonly Variation[], order: readonly number[], repeat: boolean): Promise<unknown> {
  return withRepository((context) => {
    const deliveries = history.map((variation, index) => deliveryOf(variation, context.githubId, index));
    const sent = order.flatMap((index) => deliveries[index] ?? []);
    for (const delivery of sent) receive(context, delivery, NOW);
    // A second hook of the same repository sends everything under ids of its own.
    if (repeat) for (const delivery of sent.toReversed()) receive(context, again(delivery), NOW);
    return JSON.parse(JSON.stringify(shown(context)).replaceAll(String(context.githubId), "1"));
  });
}

function recordOf(context: RepositoryContext, resource: string, id: string): RecordData | null {
  return context.store.get(resourceNamed(context, resource), id);
}

const again = (delivery: ExampleDelivery): ExampleDelivery => ({ ...delivery, id: `${delivery.id}-again` });

const about = (githubId: number, fields: object = {}) => ({ ...repository, id: githubId, topics: [], ...fields });
const opened = (githubId: number, fields: object = {}, of: object = {}) =>
  JSON.stringify({ action: "opened", issue: { ...issue, ...fields }, repository: about(githubId, of) });
const commented = (githubId: number, action: string, fields: object = {}) =>
  JSON.stringify({ action, issue, comment: { ...comment, ...fields }, repository: about(githubId) });

describe("deliveries", () => {
  it("W8: end in the same records in any order and with any repetition, and deletions win", async () => {
    const shuffled = variations.chain((history) => {
      const indexes = history.map((_, index) => index);
      return fc.tuple(
        fc.constant(history.toSorted((a, b) => a.second - b.second)),
        fc
          .array(fc.constantFrom(...indexes), { maxLength: 20 })
          .chain((more) => fc.shuffledSubarray([...indexes, ...more], { minLength: indexes.length + more.length })),
      );
    });
    await fc.assert(
      fc.asyncProperty(shuffled, async ([history, order]) => {
        const ordered = await outcome(history, [...history.keys()], false);
        expect(await outcome(history, order, true)).toEqual(ordered);
      }),
      { numRuns: 60 },
    );
  });

  it("W8: have one effect each, whatever else comes under the same id", async () => {
    await withRepository((context) => {
      const first = { id: "one", event: "issues", body: opened(context.githubId, { title: "First" }) };
      const later = "2026-11-21T00:00:00Z";
      const other = { ...first, body: opened(context.githubId, { title: "Second", updated_at: later }) };
      const answers = [first, first, other].map((delivery) => receive(context, delivery, NOW));
      expect(answers).toEqual(["taken", "known", "known"]);
      const { seq } = context.store.log;
      for (let time = 0; time < 10; time += 1) receive(context, first, NOW);
      expect(context.store.log.seq).toBe(seq);
      expect(recordOf(context, "issues", `iss_${issue.id}`)).toMatchObject({ title: "First", deletedAt: null });
    });
  });

  it("leave what is newer, and have GitHub asked where two of one second differ", async () => {
    await withRepository((context) => {
      const send = (id: string, title: string, at: string) =>
        receive(context, { id, event: "issues", body: opened(context.githubId, { title, updated_at: at }) }, NOW);
      send("b", "Newer", "2026-11-20T10:00:02Z");
      send("a", "Older", "2026-11-20T10:00:01Z");
      expect(recordOf(context, "issues", `iss_${issue.id}`)).toMatchObject({ title: "Newer" });
      expect([...context.wanted]).toEqual([]);
      send("c", "Also newer", "2026-11-20T10:00:02Z");
      expect([...context.wanted]).toEqual(["issues"]);
    });
  });

  it("never bring back what was deleted, whether it was known or not, not even with a page that was under way", async () => {
    await withRepository((context) => {
      const send = (id: string, action: string) =>
        receive(context, { id, event: "issue_comment", body: commented(context.githubId, action) }, NOW);
      send("deleted", "deleted");
      send("created", "created");
      const listed = readItems("comments", JSON.stringify([comment]), NOW);
      if ("unreadable" in listed) throw new Error(listed.unreadable);
      commitOwn(context, ["comments"], NOW, (writer) =>
        upsertItems(context, writer, resourceNamed(context, "comments"), listed.items, "poll"),
      );
      expect(recordOf(context, "comments", `com_${comment.id}`)).toBeNull();
    });
  });

  it("keep names that arrive late as former ones, and the newest as today's", async () => {
    await withRepository((context) => {
      const renamed = (from: string, name: string, at: string) => {
        const fields = { name, full_name: `octo/${name}`, owner: { login: "octo" }, updated_at: at };
        const changes = { repository: { name: { from } } };
        const body = JSON.stringify({ action: "renamed", changes, repository: about(context.githubId, fields) });
        receive(context, { id: name, event: "repository", body }, NOW);
      };
      renamed("second", "third", "2026-11-20T10:00:02Z");
      renamed("thing", "second", "2026-11-20T10:00:01Z");
      const record = recordOf(context, "repository", `repo_${context.githubId}`);
      expect(record).toMatchObject({ fullName: "octo/third", formerNames: ["octo/thing", "octo/second"] });
      expect(readNames(context.database.sql).map(({ name }) => name)).toEqual(["thing", "second", "third"]);
      expect([...context.wanted]).toEqual(["repository"]);
    });
  });

  it("say that the repository is deleted, and leave it to GitHub to say that it is there again", async () => {
    await withRepository((context) => {
      const told = (id: string, action: string, fields: object = {}) => {
        const body = JSON.stringify({ action, repository: about(context.githubId, fields) });
        receive(context, { id, event: "repository", body }, NOW);
      };
      told("one", "deleted");
      told("two", "edited", { description: "Once more", updated_at: "2026-11-21T00:00:00Z" });
      const record = recordOf(context, "repository", `repo_${context.githubId}`);
      expect(record).toMatchObject({ state: "missing", description: "Once more" });
      expect(recordOf(context, "streams", "str_issues")).toMatchObject({ phase: "paused" });
      expect([...context.wanted]).toEqual(["repository"]);
    });
  });

  it("about a pull request that is not known have the issues asked for, and a push the commits", async () => {
    await withRepository((context) => {
      const repositoryOf = about(context.githubId);
      const pulled = JSON.stringify({ action: "closed", pull_request: pull, repository: repositoryOf });
      receive(context, { id: "one", event: "pull_request", body: pulled }, NOW);
      const pushed = { ref: "refs/heads/main", repository: { ...repositoryOf, default_branch: "main" } };
      receive(context, { id: "two", event: "push", body: JSON.stringify(pushed) }, NOW);
      expect([...context.wanted].toSorted()).toEqual(["commits", "issues"]);
    });
  });

  it("that cannot be applied are kept and tried again; that cannot be read are noted", async () => {
    await withRepository(async (context) => {
      const { sql } = context.database;
      // Another issue has the number: whoever took it first has not been told to be gone.
      receive(context, { id: "a", event: "issues", body: opened(context.githubId, { id: 71 }) }, NOW);
      receive(context, { id: "b", event: "issues", body: opened(context.githubId, { id: 72 }) }, NOW);
      const kept = () => sql.exec("SELECT id FROM deliveries WHERE body IS NOT NULL").toArray();
      expect(kept()).toEqual([{ id: "b" }]);
      const gone = JSON.stringify({
        action: "deleted",
        issue: { ...issue, id: 71 },
        repository: about(context.githubId),
      });
      receive(context, { id: "c", event: "issues", body: gone }, NOW);
      const run = { key: "", attempt: 1, now: NOW, signal: new AbortController().signal };
      await deliveryKind(() => context).run({ ...run, payload: "b" });
      expect(kept()).toEqual([]);
      expect(recordOf(context, "issues", "iss_72")).toMatchObject({ deletedAt: null });
      receive(context, { id: "d", event: "issues", body: "{" }, NOW);
      const noted = sql.exec<{ message: string }>("SELECT message FROM error_log").toArray();
      expect(noted.map(({ message }) => message)).toEqual([expect.stringContaining("delivery d")]);
      expect([...context.wanted]).toContain("issues");
    });
  });

  it("are forgotten after a week, and nothing is noted of those that change nothing", async () => {
    await withRepository(async (context) => {
      const { sql } = context.database;
      const ids = () => sql.exec<{ id: string }>("SELECT id FROM deliveries ORDER BY id").toArray();
      const other = about(1);
      expect(receive(context, { id: "a", event: "watch", body: "{}" }, NOW)).toBe("taken");
      const elsewhere = JSON.stringify({ action: "opened", issue, repository: other });
      expect(receive(context, { id: "b", event: "issues", body: elsewhere }, NOW)).toBe("taken");
      expect(ids()).toEqual([]);
      receive(context, { id: "c", event: "issues", body: opened(context.githubId) }, NOW);
      const forget = (now: number) =>
        forgetKind(() => context).run({
          key: "",
          payload: null,
          attempt: 1,
          now,
          signal: new AbortController().signal,
        });
      expect(await forget(NOW + 6 * DAY)).toEqual({ again: NOW + 7 * DAY });
      expect(ids()).toEqual([{ id: "c" }]);
      expect(await forget(NOW + 7 * DAY)).toBeUndefined();
      expect(ids()).toEqual([]);
    });
  });

  it("reach the object through its method, which writes nothing where there is no repository", async () => {
    const delivery = (githubId: number) => ({ id: "x", event: "issues", body: opened(githubId) });
    expect(await repositoryStub(env, 699_001).receive(delivery(699_001))).toBe("unknown");
    const tables = "SELECT count(*) AS n FROM sqlite_master WHERE name = 'deliveries'";
    await runInDurableObject(repositoryStub(env, 699_001), (_, { storage }) =>
      expect(storage.sql.exec(tables).one()).toEqual({ n: 0 }),
    );
    const found = describedRepository({ id: 699_002, full_name: "octo/thing" });
    const following = { tenant: "acme", credential: null, visible: false, activity: false, found };
    await repositoryStub(env, 699_002).follow(following);
    expect(await repositoryStub(env, 699_002).receive(delivery(699_002))).toBe("taken");
    expect(await repositoryStub(env, 699_002).receive(delivery(699_002))).toBe("known");
    await repositoryStub(env, 699_002).unfollow({ tenant: "acme" });
  });
});
