import { createExecutionContext, listDurableObjectIds, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { app } from "../../src/app.ts";
import { repositoryStub } from "../../src/stubs.ts";
import type { Answer } from "../support/answer.ts";
import { send } from "../support/api.ts";
import { describedRepository } from "../support/described-repository.ts";
import { away } from "../support/faulty-d1.ts";
import { deliveryHeaders, GITHUB_WEBHOOK_SECRETS, type GithubDelivery, macOf } from "../support/github-deliveries.ts";
import { keepRepository, restRepositories } from "../support/kept-repository.ts";

const [SECRET = "", FORMER_SECRET = ""] = GITHUB_WEBHOOK_SECRETS;
const MIB = 1024 * 1024;

afterAll(restRepositories);

let made = 0;
let githubId = 0;
let body = "";
beforeEach(async () => {
  made += 1;
  githubId = await keepRepository({ owner: "hooked", name: `repo-${made}` });
  body = starred("created", { id: githubId, full_name: `hooked/repo-${made}` });
});

/** An event of GitHub's about a repository with these fields. */
function starred(action: string, fields: { readonly id: number; readonly full_name: string }): string {
  return JSON.stringify({ action, repository: JSON.parse(describedRepository(fields).body) });
}

async function deliver(delivery: GithubDelivery, changes: Readonly<Record<string, string>> = {}): Promise<Answer> {
  return post(delivery.body, { ...(await deliveryHeaders(delivery)), ...changes });
}
const post = (sent: GithubDelivery["body"], headers: Record<string, string>) =>
  send("POST", "/webhooks/github", { body: sent, headers });

/** Ids of the deliveries that the repository's object has stored. */
async function taken(id = githubId): Promise<unknown[]> {
  return runInDurableObject(repositoryStub(env, id), (_, { storage }) =>
    storage.sql
      .exec("SELECT id FROM deliveries ORDER BY rowid")
      .toArray()
      .map((row) => row.id),
  );
}

describe("POST /webhooks/github", () => {
  it("hands what GitHub signed to the repository that it concerns", async () => {
    const answer = await deliver({ body, id: "first" });
    expect([answer.status, answer.data]).toEqual([202, { status: "taken" }]);
    expect((await deliver({ body, id: "second", secret: FORMER_SECRET })).record).toEqual({ status: "taken" });
    expect(await taken()).toEqual(["first", "second"]);
  });

  it("W8: has one effect ten times over, and with another body under the same id", async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => deliver({ body, id: "again" })));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 202));
    expect(answers.filter(({ record }) => record.status === "taken")).toHaveLength(1);
    const other = starred("deleted", { id: githubId, full_name: `hooked/repo-${made}` });
    expect((await deliver({ body: other, id: "again" })).record).toEqual({ status: "known" });
    expect(await taken()).toEqual(["again"]);
  });

  it("W7: takes nothing that is not signed with one of the secrets, over exactly these bytes", async () => {
    const headers = await deliveryHeaders({ body });
    const good = headers["x-hub-signature-256"] ?? "";
    const wrong = [
      "",
      "sha256=",
      good.slice(0, -1),
      `${good}0`,
      good.toUpperCase(),
      good.replace("sha256=", ""),
      good.replace(/.$/, (last) => (last === "0" ? "1" : "0")),
      // Of two headers the runtime makes one.
      `${good}, ${good}`,
      `sha1=${await macOf("SHA-1", SECRET, body)}`,
      `sha256=${await macOf("SHA-256", "another secret of somebody", body)}`,
      `sha256=${await macOf("SHA-256", GITHUB_WEBHOOK_SECRETS.join(","), body)}`,
    ];
    for (const signature of wrong)
      expect((await deliver({ body }, { "x-hub-signature-256": signature })).verdict).toBe("401 UNAUTHENTICATED");
    const { "x-hub-signature-256": _, ...unsigned } = headers;
    const old = { ...unsigned, "x-hub-signature": `sha1=${await macOf("SHA-1", SECRET, body)}` };
    for (const without of [unsigned, old]) expect((await post(body, without)).verdict).toBe("401 UNAUTHENTICATED");
    for (const sent of [`${body} `, body.replace("created", "creates"), body.slice(0, -1), "", "{", "\u0000"])
      expect((await post(sent, headers)).verdict).toBe("401 UNAUTHENTICATED");
    const bytes = new TextEncoder().encode(body);
    for (const at of [0, 5, bytes.length - 1]) {
      const changed = Uint8Array.from(bytes, (byte, index) => (index === at ? byte ^ 1 : byte));
      expect((await post(changed, headers)).verdict).toBe("401 UNAUTHENTICATED");
    }
    expect(await taken()).toEqual([]);
  });

  it("W7: takes no header twice, and none that is not of GitHub's form", async () => {
    for (const [name, values] of [
      ["x-github-delivery", ["", "a, b", "same, same", "a b", "x".repeat(101)]],
      ["x-github-event", ["", "issues, issues", "Issues", "../issues", "x".repeat(65)]],
    ] as const)
      for (const value of values) expect((await deliver({ body }, { [name]: value })).verdict).toBe("400 BAD_REQUEST");
    expect((await deliver({ body }, { "content-type": "application/x-www-form-urlencoded" })).verdict).toBe(
      "415 UNSUPPORTED_MEDIA_TYPE",
    );
    expect(await taken()).toEqual([]);
  });

  it("W7: reads bytes that are signed and still no event as none", async () => {
    const invalid = Uint8Array.from([...new TextEncoder().encode('{"a":"'), 0xff, 0xfe, 0x22, 0x7d]);
    for (const sent of [invalid, "null", "[]", "{", '{"repository":{"id":"1"}}', '{"repository":{"id":-1}}', '"x"'])
      expect((await deliver({ body: sent })).verdict).toBe("400 BAD_REQUEST");
    expect((await post(invalid, await deliveryHeaders({ body }))).verdict).toBe("401 UNAUTHENTICATED");
  });

  it("W7: takes up to 25 MiB, of which a repository learns that it has to ask GitHub, and nothing beyond", async () => {
    const filled = (size: number) => {
      const head = `{"repository":{"id":${githubId}},"fill":"`;
      return `${head}${"x".repeat(size - head.length - 2)}"}`;
    };
    expect((await deliver({ body: filled(25 * MIB) })).record).toEqual({ status: "taken" });
    expect((await deliver({ body: filled(25 * MIB + 1) })).verdict).toBe("413 PAYLOAD_TOO_LARGE");
    const large = filled(25 * MIB + 1);
    const streamed = await send("POST", "/webhooks/github", {
      body: new Blob([large]).stream(),
      headers: await deliveryHeaders({ body: large }),
    });
    expect(streamed.verdict).toBe("413 PAYLOAD_TOO_LARGE");
    expect(await taken()).toEqual([]);
    expect((await deliver({ body: filled(MIB), id: "kept" })).record).toEqual({ status: "taken" });
    expect(await taken()).toEqual(["kept"]);
  });

  it("ignores what concerns nobody here, and wakes nobody for it", async () => {
    const objects = async () => (await listDurableObjectIds(env.REPOSITORY)).length;
    const before = await objects();
    for (const [event, payload] of [
      ["issues", { repository: { id: 4_000_000_001 } }],
      ["ping", { zen: "Keep it logically awesome.", repository: { id: githubId } }],
      ["organization", { organization: { id: 1 } }],
      ["installation", { repositories: [{ id: 4_000_000_002 }] }],
    ] as const)
      expect((await deliver({ body: JSON.stringify(payload), event })).record).toEqual({ status: "ignored" });
    expect(await objects()).toBe(before);
    expect(await taken()).toEqual([]);
  });

  // What it changes is who may see them, which the objects ask GitHub for: there is nothing to keep.
  it.each([
    ["installation", "repositories"],
    ["installation_repositories", "repositories_added"],
    ["installation_repositories", "repositories_removed"],
  ])("tells of an event %s with %s each repository that is here", async (event, list) => {
    const other = await keepRepository({ owner: "hooked", name: `other-${made}` });
    const payload = {
      action: "created",
      installation: { id: 7 },
      [list]: [githubId, other, 4_000_000_003].map((id) => ({ id })),
    };
    expect((await deliver({ body: JSON.stringify(payload), id: event, event })).record).toEqual({ status: "taken" });
  });

  it("W9: is taken although the directory is away", async () => {
    const request = async (id: number, delivery: string) => {
      const sent = starred("created", { id, full_name: "hooked/blind" });
      const headers = await deliveryHeaders({ body: sent, id: delivery });
      const bindings = { ...env, DIRECTORY: away(env.DIRECTORY) };
      const init = { method: "POST", headers, body: sent };
      return app.fetch(new Request("https://croft.test/webhooks/github", init), bindings, createExecutionContext());
    };
    const answer = await request(githubId, "blind");
    expect([answer.status, await answer.json()]).toEqual([202, { data: { status: "taken" }, meta: {} }]);
    expect(await taken()).toEqual(["blind"]);
    expect(await (await request(4_000_000_004, "blind")).json()).toEqual({ data: { status: "ignored" }, meta: {} });
  });

  it("is not there without a secret, and for no other method", async () => {
    const init = { method: "POST", headers: await deliveryHeaders({ body }), body };
    const bindings = { ...env, GITHUB_WEBHOOK_SECRETS: "" };
    const request = new Request("https://croft.test/webhooks/github", init);
    expect((await app.fetch(request, bindings, createExecutionContext())).status).toBe(404);
    const read = await send("GET", "/webhooks/github");
    expect([read.verdict, read.headers.get("allow")]).toEqual(["405 METHOD_NOT_ALLOWED", "POST"]);
    const headers = await deliveryHeaders({ body });
    expect((await send("POST", "/webhooks/github?a=1", { body, headers })).verdict).toBe("400 BAD_REQUEST");
  });
});
