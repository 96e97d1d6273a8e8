/** A Croft for recorded data: beside it a GitHub that plays the recordings, neither of which outlives the demo. */
import { createHmac, randomBytes, randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import type { FakeGithub } from "../../test/support/github/fake-github.ts";
import type { FakeRepository } from "../../test/support/github/fake-repository.ts";
import { recordedRepositories } from "../../test/support/github/recorded-repositories.ts";
import type { RepositoryData } from "../../test/support/github/rows.ts";
import { startGithub } from "../../test/support/github/start-github.ts";
import { startServer } from "../../test/support/server.ts";
import { Api } from "./api.ts";
import { Halt } from "./halt.ts";
import { CAST } from "./recordings.ts";
import type { DemoTenant } from "./tenants.ts";

/** What the demo follows. */
export const FOLLOWED = "hub4j/github-api";
const TENANT = "demo-hub4j";
/** So that a first sync can be watched; GitHub itself takes a multiple of it. */
const LATENCY_MS = 60;

const madeSchema = z.object({ apiKey: z.object({ key: z.string() }) });

export interface RecordedCroft {
  readonly tenant: DemoTenant;
  readonly github: FakeGithub;
  /** As it was in its first recorded state. */
  readonly repository: FakeRepository;
  /** Its recorded states, and its issues of all of them. */
  readonly data: RepositoryData;
  /** Tells Croft what happened, as GitHub would. */
  deliver(event: string, payload: object): Promise<void>;
  /** Ends both and removes what they kept. */
  end(): Promise<void>;
}

/** @param folder of the recordings. @throws Halt when it does not hold the repository */
export async function startRecordedCroft(folder: string): Promise<RecordedCroft> {
  const data = recordedData(folder);
  const { repositories, then } = firstState(data);
  const github = await startGithub({ repositories });
  const repository = github.repository(FOLLOWED);
  repository.advanceTo(0);
  github.switches.latency(LATENCY_MS);
  const secret = randomBytes(24).toString("hex");
  const settings = { GITHUB_API_URL: github.url, GITHUB_TOKEN: "recorded", GITHUB_WEBHOOK_SECRETS: secret };
  const server = await startServer(settings);
  const operator = new Api(server.url, server.operatorToken);
  const [part] = CAST.filter(({ repositories: names }) => names.includes(FOLLOWED));
  if (!part) throw new Halt(`Nobody of the demo follows ${FOLLOWED}.`);
  const body = { tenant: TENANT, name: part.name, plan: "unlimited" };
  const { key } = (await operator.call("POST", "/v1/tenants", madeSchema, { body })).data.apiKey;
  return {
    tenant: { handle: TENANT, part, key, api: new Api(server.url, key) },
    github,
    repository,
    data: then,
    deliver: (event, payload) => deliver(server.url, secret, event, JSON.stringify(payload)),
    async end() {
      await server.stop();
      await github.close();
    },
  };
}

function recordedData(folder: string): RepositoryData[] {
  if (existsSync(join(folder, FOLLOWED, "repository.ndjson"))) return recordedRepositories(folder);
  throw new Halt(`${folder} holds no recordings of ${FOLLOWED}.`);
}

/** The repository with the issues that it had in its first state; and what came later. */
function firstState(data: readonly RepositoryData[]): { repositories: RepositoryData[]; then: RepositoryData } {
  const then = data.find(({ states }) => states.some(({ owner, name }) => `${owner.login}/${name}` === FOLLOWED));
  const first = then?.states[0];
  if (!then || !first) throw new Halt(`There are no recorded states of ${FOLLOWED}.`);
  const until = String(first.updated_at);
  const issues = then.issues.filter(({ created_at }) => created_at <= until);
  const numbers = new Set(issues.map(({ number }) => number));
  const comments = then.comments.filter(({ issue_url }) => numbers.has(Number(issue_url.split("/").at(-1))));
  return { repositories: [{ ...then, issues, comments }], then };
}

/** @throws Halt when Croft does not take it */
async function deliver(url: string, secret: string, event: string, body: string): Promise<void> {
  const answer = await fetch(`${url}/webhooks/github`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "x-github-event": event,
      "x-github-delivery": randomUUID(),
      "x-hub-signature-256": `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`,
    },
    body,
  });
  await answer.body?.cancel();
  if (!answer.ok) throw new Halt(`Croft answered ${answer.status} to a webhook of GitHub.`);
}
