/** From a delivery of GitHub to a socket that follows the repository. */
import { createHmac, randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import * as z from "zod";
import { generatedRepository } from "../../support/github/generated-repository.ts";
import { call } from "../api.ts";
import { stampText } from "../audience-order.ts";
import type { Bench } from "../bench.ts";
import type { BenchCase } from "../case.ts";
import { percentile, significant } from "../statistics.ts";
import { SyncedCroft } from "../synced.ts";

const DELIVERIES = 200;
const PER_SECOND = 20;
const SOCKETS = 2;
const SECRET = "the-secret-of-the-webhooks-of-the-benchmark";
const NAME = "generated/repository-1";
const SHARE = 0.95;

const issueSchema = z.looseObject({ number: z.int() });
/** All issues, so that each delivery changes what the sockets show. */
const NEWEST = { type: "subscribe", id: "all", resource: "issues", query: { sort: ["-number"], limit: 200 } };
type Issue = z.infer<typeof issueSchema>;

export const webhook: BenchCase = {
  results: [
    {
      name: "webhook-to-socket",
      unit: "ms (p95)",
      mark: { of: "croft", bound: "at most", value: 1_000 },
      columns: { croft: "at the sockets", bare: "answered to GitHub" },
      does: `${DELIVERIES} signed deliveries, ${PER_SECOND} a second, each with another issue that was edited; two sockets follow the issues. Timed from the moment a delivery is sent to its receipt at each, on one clock, and beside it to the answer.`,
      proves:
        "That a delivery is applied when it arrives: its signature, the directory, the records, the log and the live query are on the way. It misses the network, and what GitHub itself takes to send it. A run in which a delivery does not reach each socket once has no result.",
    },
  ],
  async run(bench: Bench) {
    const count = bench.scaled(DELIVERIES);
    const croft = await SyncedCroft.start([generatedRepository({ issues: count })], { GITHUB_WEBHOOK_SECRETS: SECRET });
    try {
      await croft.sync(NAME);
      const audience = await bench.audience({ ...croft.tenant, base: `/v1/repositories/${NAME}` }, SOCKETS, NEWEST);
      const answers = await deliverAll(croft, await readIssues(croft, count));
      await audience.heard(count);
      const { samples, wrong } = await audience.take(count);
      await audience.close();
      if (wrong > 0) throw new Error(`Sockets missed deliveries, or got them twice or out of order (${wrong}).`);
      const at = (times: readonly number[], share: number) => significant(percentile(times, share));
      const note = `median ${at(samples, 0.5)} and ${at(answers, 0.5)} ms; 0 of ${count} missed`;
      return [{ croft: at(samples, SHARE), bare: at(answers, SHARE), note }];
    } finally {
      await croft.stop();
    }
  },
};

/** As GitHub lists them. */
async function readIssues({ github }: SyncedCroft, count: number): Promise<Issue[]> {
  const issues: Issue[] = [];
  for (let page = 1; issues.length < count; page += 1) {
    const answer = await fetch(`${github.url}/repos/${NAME}/issues?state=all&per_page=100&page=${page}`);
    issues.push(
      ...z
        .array(issueSchema)
        .min(1)
        .parse(await answer.json()),
    );
  }
  return issues.slice(0, count);
}

/** Milliseconds until each was answered. */
async function deliverAll({ server, github }: SyncedCroft, issues: readonly Issue[]): Promise<number[]> {
  const repository: unknown = await (await fetch(`${github.url}/repos/${NAME}`)).json();
  const started = performance.now();
  const answers: Promise<number>[] = [];
  for (const [n, issue] of issues.entries()) {
    await sleep(Math.max(0, started + (n * 1_000) / PER_SECOND - performance.now()));
    const edited = { ...issue, title: stampText(), updated_at: new Date().toISOString() };
    answers.push(deliver(server.url, JSON.stringify({ action: "edited", issue: edited, repository })));
  }
  return Promise.all(answers);
}

async function deliver(url: string, body: string): Promise<number> {
  const sent = performance.now();
  await call(`${url}/webhooks/github`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "x-github-event": "issues",
      "x-github-delivery": randomUUID(),
      "x-hub-signature-256": `sha256=${createHmac("sha256", SECRET).update(body).digest("hex")}`,
    },
    body,
  });
  return performance.now() - sent;
}
