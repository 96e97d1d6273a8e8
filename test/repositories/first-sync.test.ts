import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { recordedRepositories } from "../support/github/recorded-repositories.ts";
import { RepositoryWorld } from "../support/repository-world.ts";

const HUB4J = "hub4j/github-api";

let world: RepositoryWorld;
beforeAll(async () => {
  world = await RepositoryWorld.open({ repositories: recordedRepositories() });
});
afterAll(() => world?.close());

describe("following a recorded repository", () => {
  it("shows all of it, each item once", async () => {
    const acme = await world.tenant("acme");
    await acme.follow(HUB4J);
    await world.complete(HUB4J);
    const served = world.github.repository(HUB4J);
    const issues = await world.all(HUB4J, "issues");
    expect(issues).toHaveLength(606);
    for (const r of world.github.requests) console.log(r.at % 1000000, r.status, r.path, r.query);
    console.log(await world.streams(HUB4J));
    expect(served.contributors.length).toBe(31);
  });
});
