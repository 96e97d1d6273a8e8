import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import type { SubscribeMessage } from "../../src/protocol/live-up.ts";
import { generatedRepository } from "../support/github/generated-repository.ts";
import { recordedRepositories } from "../support/github/recorded-repositories.ts";
import { LiveConnection } from "../support/live-connection.ts";
import { type FollowingTenant, PATIENCE, RepositoryWorld, SERVICE } from "../support/repository-world.ts";

const HUB4J = "hub4j/github-api";
const SHARED = "generated/shared";
const LIVE = "generated/live";
const listedSchema = z.array(z.looseObject({ seq: z.int() }));

let world: RepositoryWorld;
let acme: FollowingTenant;
beforeAll(async () => {
  const made = [
    generatedRepository({ issues: 250, comments: 120, commits: 150, seed: 2, fullName: SHARED }),
    generatedRepository({ issues: 250, seed: 3, fullName: LIVE }),
  ];
  world = await RepositoryWorld.open({ repositories: [...recordedRepositories(), ...made] });
  acme = await world.tenant("acme");
});
afterAll(() => world?.close());

describe("a first sync", () => {
  it("has live data after three requests", async () => {
    world.github.switches.latency(150, { path: `/${LIVE}/` });
    const before = world.github.requests.length;
    await acme.follow(LIVE);
    const message: SubscribeMessage = { type: "subscribe", id: "all", resource: "issues", query: { limit: 100 } };
    const live = new LiveConnection(`${world.server.url}/v1/repositories/${LIVE}/live`, acme.key, message);
    const running = live.run();
    await expect.poll(() => live.held?.rows.length ?? 0, PATIENCE).toBeGreaterThan(0);
    const answered = world.github.requests.slice(before).filter(({ status }) => status !== null);
    live.stop();
    await running;
    world.github.switches.off();
    // For its name, for the repository, and a page of issues; the next one may be under way.
    expect(answered.length).toBeLessThanOrEqual(3);
  });

  it("takes all of a recorded repository, each item once, in few requests", async () => {
    const served = world.github.repository(HUB4J);
    await acme.follow(HUB4J);
    await world.complete(HUB4J);
    const ids = (await world.all(HUB4J, "issues")).map(({ id }) => id);
    expect(new Set(ids)).toEqual(new Set([...served.issues.values()].map(({ id }) => `iss_${id}`)));
    expect(ids).toHaveLength(606);
    expect(world.asked(HUB4J, "/issues").filter(({ path }) => path.endsWith("/issues")).length).toBeLessThanOrEqual(12);
    expect(await world.all(HUB4J, "pulls")).toHaveLength(363);
    expect(await world.all(HUB4J, "comments")).toHaveLength(served.comments.size);
    expect(await world.all(HUB4J, "releases")).toHaveLength(served.releases.length);
    const known = served.contributors.filter(({ login }) => login !== undefined);
    expect(await world.all(HUB4J, "contributors")).toHaveLength(known.length);
    const stars = await world.all(HUB4J, "stars");
    expect(stars[0]).toMatchObject({ total: served.fields.stargazers_count });
    const streams = await world.streams(HUB4J);
    for (const { name, phase, expected, done, truncated, error } of streams)
      expect({ name, phase, expected, truncated, error }).toEqual({
        name,
        phase: "live",
        expected: done,
        truncated: false,
        error: null,
      });
    const counted = (of: string) => streams.find(({ name }) => name === of)?.done;
    expect([counted("issues"), counted("contributors"), counted("stars")]).toEqual([606, known.length, stars.length]);
  });

  it("asks with the credential of the service alone, and never too much at a time", () => {
    expect(new Set(world.github.requests.map(({ authorization }) => authorization))).toEqual(
      new Set([`Bearer ${SERVICE}`]),
    );
    expect(world.github.mostAtOnce).toBeLessThanOrEqual(10);
  });
});

describe("a refresh", () => {
  it("in which nothing changed asks conditionally, and changes nothing anywhere", async () => {
    // The first one asks by time for what the listing showed by age: a path that has no ETag yet.
    await round();
    const before = await everything();
    const message: SubscribeMessage = { type: "subscribe", id: "all", resource: "streams", query: { sort: ["name"] } };
    const live = new LiveConnection(`${world.server.url}/v1/repositories/${HUB4J}/live`, acme.key, message);
    const running = live.run();
    await expect.poll(() => live.held, PATIENCE).toBeDefined();
    const asked = await round();
    expect(asked.map(({ status }) => status)).toEqual(asked.map(() => 304));
    expect(await everything()).toEqual(before);
    expect(live.seen).toEqual(["welcome", "snapshot"]);
    live.stop();
    await running;
  });

  it("takes what changed, and nothing else", async () => {
    const served = world.github.repository(HUB4J);
    const { seq } = (await world.read(HUB4J)).meta;
    const opened = served.addIssue({ title: "A new one" });
    const comment = served.addComment(opened.number);
    served.addRelease({ tag_name: "v9.9.9" });
    served.star();
    await world.refresh(HUB4J);
    await expect.poll(() => world.read(HUB4J, `/issues/iss_${opened.id}`), PATIENCE).toMatchObject({ status: 200 });
    await expect.poll(() => world.read(HUB4J, `/comments/com_${comment.id}`), PATIENCE).toMatchObject({ status: 200 });
    await expect.poll(async () => (await world.all(HUB4J, "releases")).length, PATIENCE).toBe(served.releases.length);
    expect(await world.record(HUB4J)).toMatchObject({ stars: served.fields.stargazers_count });
    const { data } = await world.read(HUB4J, `/changes?since=${seq}&limit=100`);
    const changed = (Array.isArray(data) ? data : []).filter(({ resource }) => resource !== "streams");
    expect(changed.map(({ resource }) => resource).toSorted()).toEqual([
      "comments",
      "issues",
      "releases",
      "repository",
      "stars",
    ]);
  });

  /** One round with everything in it; returns what GitHub was asked. */
  async function round() {
    const from = world.asked(HUB4J).length;
    await world.refreshed(HUB4J);
    const asked = () => world.asked(HUB4J).slice(from);
    const paths = ["", "/issues", "/issues/comments", "/releases", "/contributors", "/commits"];
    const isAsked = (path: string) =>
      asked().some((each) => each.path === `/repos/${HUB4J}${path}` && each.status !== null);
    await expect.poll(() => paths.filter((path) => !isAsked(path)), PATIENCE).toEqual([]);
    return asked();
  }

  /** All that can be seen of the repository, and what of it lies in R2. */
  async function everything() {
    const { meta } = await world.read(HUB4J);
    const list = async () => listedSchema.parse((await world.call("GET", `/repositories?q=${HUB4J}`)).data)[0];
    // The directory is told a moment later.
    await expect.poll(async () => (await list())?.seq, PATIENCE).toBe(meta.seq);
    return { seq: meta.seq, streams: await world.streams(HUB4J), listed: await list(), kept: world.keptFiles() };
  }
});

describe("two tenants that follow one repository", () => {
  it("share its object and its requests; the last one to leave stops them, and whoever comes back resumes them", async () => {
    const globex = await world.tenant("globex");
    await Promise.all([acme.follow(SHARED), globex.follow(SHARED)]);
    await world.complete(SHARED);
    const listings = world.asked(SHARED, "/issues").filter(({ path }) => path.endsWith("/issues"));
    expect(listings).toHaveLength(3);
    await acme.unfollow(SHARED);
    await world.refreshed(SHARED);
    await globex.unfollow(SHARED);
    await expect
      .poll(async () => (await world.streams(SHARED)).map(({ phase }) => phase), PATIENCE)
      .toEqual(Array(7).fill("paused"));
    const before = world.asked(SHARED).length;
    await world.refresh(SHARED);
    // Somebody who only looks is no reason to ask, either.
    expect(await world.all(SHARED, "issues")).toHaveLength(250);
    const opened = world.github.repository(SHARED).addIssue();
    // A whole round of another repository on the same credential: this one would have had its turn.
    await world.refreshed(HUB4J);
    expect(world.asked(SHARED)).toHaveLength(before);
    await globex.follow(SHARED);
    await world.refresh(SHARED);
    await expect.poll(() => world.read(SHARED, `/issues/iss_${opened.id}`), PATIENCE).toMatchObject({ status: 200 });
    expect((await world.streams(SHARED)).map(({ phase }) => phase)).toEqual(Array(7).fill("live"));
    expect(await world.stream(SHARED, "issues")).toMatchObject({ done: 251, expected: 251 });
  });
});
