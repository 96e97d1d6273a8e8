import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { READER_HEADER } from "../../src/auth/reader.ts";
import { repositoryStub } from "../../src/stubs.ts";
import { describedRepository } from "../support/described-repository.ts";

const READER = { kind: "key", id: "key_1", tenants: ["acme"], resources: null };
const FOLLOWING = { tenant: "acme", credential: null, visible: false, activity: false };

const answerSchema = z.object({ data: z.unknown(), meta: z.looseObject({ seq: z.int() }) });

async function read(githubId: number, path: string, reader: object = READER): Promise<Response> {
  const headers = { [READER_HEADER]: JSON.stringify(reader), "x-request-id": "test" };
  return repositoryStub(env, githubId).fetch(`https://croft.test/v1/repositories/octo/thing${path}`, { headers });
}

describe("a repository's object", () => {
  it("shows the repository and its streams from the moment somebody follows", async () => {
    const found = describedRepository({ id: 501, full_name: "octo/thing", stargazers_count: 7 });
    const shown = await repositoryStub(env, 501).follow({ ...FOLLOWING, found });
    expect(shown).toMatchObject({ githubId: 501, owner: "octo", name: "thing", visibility: "public", state: "active" });
    const { data } = answerSchema.parse(await (await read(501, "")).json());
    expect(data).toMatchObject({ id: "repo_501", fullName: "octo/thing", stars: 7, state: "active", formerNames: [] });
    const streams = z.object({ data: z.array(z.object({ name: z.string(), phase: z.string() })) });
    const { data: listed } = streams.parse(await (await read(501, "/streams")).json());
    expect(listed.map(({ name }) => name)).toEqual([
      "comments",
      "commits",
      "contributors",
      "issues",
      "releases",
      "repository",
      "stars",
    ]);
  });

  it("is not there before somebody follows, and writes nothing for whoever asks", async () => {
    expect((await read(502, "")).status).toBe(404);
    await expect(Promise.resolve(repositoryStub(env, 502).follow({ ...FOLLOWING, found: null }))).rejects.toThrow();
    expect((await read(502, "")).status).toBe(404);
  });

  it("shows a private repository to those alone whose own credential sees it", async () => {
    const found = describedRepository({ id: 503, full_name: "octo/thing", private: true, visibility: "private" });
    await repositoryStub(env, 503).follow({ ...FOLLOWING, credential: "tenant:acme", visible: true, found });
    await repositoryStub(env, 503).follow({ ...FOLLOWING, tenant: "other", found });
    expect((await read(503, "")).status).toBe(200);
    for (const path of ["", "/issues", "/streams", "/changes", "/search?q=a", "/issues/aggregate?count=true"]) {
      expect((await read(503, path, { ...READER, tenants: ["other"] })).status, path).toBe(404);
    }
    await repositoryStub(env, 503).unfollow({ tenant: "acme" });
    expect((await read(503, "")).status).toBe(404);
  });
});
