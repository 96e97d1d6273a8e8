import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it, vi } from "vitest";
import * as z from "zod";
import { budgetStub, repositoryStub } from "../../src/stubs.ts";
import { describedRepository } from "../support/described-repository.ts";
import { INSTALLED, INSTALLED_REPOSITORY, RENEWED } from "../support/github-credentials.ts";
import { askedOfGithub, tellGithub } from "../support/told-github.ts";

const MINUTE = 60_000;
/** Of the generated repository with seed 72. */
const ID = 1_000_000_072;
const [owner = "", name = ""] = INSTALLED_REPOSITORY.split("/");

const installationEvent = (action: string, id: number) => ({
  action,
  installation: { id: INSTALLED, account: { login: owner } },
  repositories: [{ id, full_name: INSTALLED_REPOSITORY, private: false }],
});
const credentialsOf = async (id: number): Promise<(string | null)[]> => {
  const asked = await askedOfGithub(`/repos/${INSTALLED_REPOSITORY}`);
  return asked
    .filter(({ path }) => !path.endsWith("/installation"))
    .map(({ authorization }) => authorization ?? String(id));
};
const storedOf = (id: number) =>
  runInDurableObject(repositoryStub(env, id), (_, { storage }) =>
    storage.sql.exec<{ value: string }>("SELECT value FROM meta WHERE key = 'repository.installation'").toArray(),
  );

describe("the installation of the App", () => {
  it("is found for a repository, and is none for others", async () => {
    const app = budgetStub(env, "app");
    expect(await app.installationOf({ owner, name })).toEqual({ is: "installed", id: INSTALLED });
    expect(await app.installationOf({ owner, name: "elsewhere" })).toEqual({ is: "none" });
    expect(await app.installationOf({ owner: "..", name: "app" })).toEqual({ is: "none" });
    await tellGithub("github", "next", { status: 502 }, { path: `/repos/${INSTALLED_REPOSITORY}/installation` });
    expect(await app.installationOf({ owner, name })).toEqual({ is: "failed" });
  });

  it("is what a repository is read with, until it ends", async () => {
    const found = describedRepository({ id: ID, full_name: INSTALLED_REPOSITORY });
    await repositoryStub(env, ID).follow({ tenant: "acme", credential: null, visible: false, activity: false, found });
    await vi.waitFor(
      async () => expect(await credentialsOf(ID)).toContainEqual(expect.stringMatching(/^Bearer ghs_/)),
      10_000,
    );
    expect(await storedOf(ID)).toEqual([{ value: `installation:${INSTALLED}` }]);

    // GitHub is asked what holds: the delivery alone ends nothing.
    await tellGithub("github", "next", { status: 404 }, { path: `/repos/${INSTALLED_REPOSITORY}/installation` });
    const before = (await credentialsOf(ID)).length;
    const body = JSON.stringify(installationEvent("deleted", ID));
    expect(await repositoryStub(env, ID).receive({ id: "ended", event: "installation", body })).toBe("taken");
    expect(await repositoryStub(env, ID).receive({ id: "ended", event: "installation", body })).toBe("known");
    await vi.waitFor(async () => expect(await storedOf(ID)).toEqual([]), 10_000);
    await vi.waitFor(async () => {
      const after = (await credentialsOf(ID)).slice(before);
      expect(after).toContainEqual(expect.stringMatching(/^Bearer ghp_theTokenOfTheService/));
    }, 10_000);
    const suspended = JSON.stringify(installationEvent("unsuspend", ID));
    await repositoryStub(env, ID).receive({ id: "again", event: "installation", body: suspended });
    await vi.waitFor(async () => expect(await storedOf(ID)).toHaveLength(1), 10_000);
    await repositoryStub(env, ID).unfollow({ tenant: "acme" });
  });

  it("lives again as soon as GitHub says so", async () => {
    const budget = budgetStub(env, `installation:${RENEWED}`);
    await tellGithub("github", "next", { status: 403 }, { path: `/app/installations/${RENEWED}/access_tokens` });
    await budget.renew();
    const wanted = { repository: 1, watched: false, requests: 1 };
    expect(await budget.ask(wanted)).toEqual({ dead: true });
    expect(await budget.ask(wanted)).toEqual({ dead: true });
    await budget.renew();
    expect(await budget.ask(wanted)).toHaveProperty("lease");
  });
});

describe("deliveries that never arrived", () => {
  const deliver = (fields: object) => tellGithub("app", "deliver", fields);
  const ago = (ms: number) => new Date(Date.now() - ms).toISOString();
  const idsOf = z.object({ id: z.number() });
  const asked = async () => {
    const all = await askedOfGithub("/app/hook/deliveries/");
    return all.map(({ path }) => Number(path.split("/")[4]));
  };

  /** GitHub refuses the App's token where our clock is ahead of its own: what is remembered is moved instead. */
  const anHourLater = () =>
    runInDurableObject(budgetStub(env, "app"), (_, { storage }) => {
      const looked = z.looseObject({ at: z.number() }).parse(storage.kv.get("deliveries"));
      storage.kv.put("deliveries", { ...looked, at: looked.at - 61 * MINUTE });
    });

  it("W10: are asked for again, each once a run, for three days back, until one attempt is taken", async () => {
    const day = 24 * 60 * MINUTE;
    const failed = { status: "Bad Gateway", status_code: 502 };
    await deliver({ ...failed, guid: "too-old", delivered_at: ago(3 * day + MINUTE) });
    const missed = idsOf.parse(await deliver({ ...failed, guid: "missed", delivered_at: ago(2 * day) }));
    await deliver({ ...failed, guid: "mended", delivered_at: ago(day) });
    await deliver({ guid: "mended", delivered_at: ago(day - MINUTE), redelivery: true });
    const often = Array.from({ length: 10 }, () => deliver({ ...failed, guid: "hopeless", delivered_at: ago(day) }));
    await Promise.all(often);
    for (let count = 0; count < 120; count += 1) await deliver({ delivered_at: ago(MINUTE) });

    const app = budgetStub(env, "app");
    expect(await app.redeliver()).toBe(1);
    expect(await asked()).toEqual([missed.id]);
    expect(await app.redeliver()).toBe(0);

    await anHourLater();
    await deliver({ ...failed, guid: "missed", redelivery: true });
    expect(await app.redeliver()).toBe(1);
    expect(await asked()).toHaveLength(2);
    await anHourLater();
    await deliver({ guid: "missed", redelivery: true });
    expect(await app.redeliver()).toBe(0);
    expect(await asked()).toHaveLength(2);
  });
});
