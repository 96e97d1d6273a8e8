/** The GitHub that tests in workerd share: it runs in Node, and is told from workerd what to do (told-github.ts). */
import { generateKeyPairSync } from "node:crypto";
import * as z from "zod";
import type { FakeGithub } from "./github/fake-github.ts";
import { generatedRepository } from "./github/generated-repository.ts";
import { recordedRepositories } from "./github/recorded-repositories.ts";
import { startGithub } from "./github/start-github.ts";
import {
  APP_ID,
  BUDGET_REPOSITORY,
  INSTALLATION,
  INSTALLED,
  INSTALLED_REPOSITORY,
  RENEWED,
  SERVICE_TOKEN,
  SUSPENDED,
  TENANT_TOKENS,
} from "./github-credentials.ts";

const orderSchema = z.object({
  /** A repository (`owner/name`, or its number), or a part of the server. */
  of: z.union([z.literal("github"), z.literal("switches"), z.literal("app"), z.string(), z.number()]),
  call: z.string(),
  with: z.array(z.unknown()),
});

/** What vitest.config.ts puts among the bindings. */
export interface WorkerdGithub {
  readonly url: string;
  /** PEM, as GitHub gives it out. */
  readonly appKey: string;
  /** Does what the body says, which is JSON; answers with JSON. */
  obey(request: { text(): Promise<string> }): Promise<Response>;
}

export async function startWorkerdGithub(): Promise<WorkerdGithub> {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2_048 });
  const installations = [
    { id: INSTALLATION, repositories: [BUDGET_REPOSITORY] },
    { id: SUSPENDED, repositories: [], suspended: true },
    { id: RENEWED, repositories: [] },
    { id: INSTALLED, repositories: [INSTALLED_REPOSITORY] },
  ];
  const github = await startGithub({
    repositories: [
      ...recordedRepositories(),
      generatedRepository({ issues: 10, fullName: BUDGET_REPOSITORY, seed: 71 }),
      generatedRepository({ issues: 10, fullName: INSTALLED_REPOSITORY, seed: 72 }),
    ],
    tokens: Object.fromEntries([SERVICE_TOKEN, ...TENANT_TOKENS].map((token) => [token, {}])),
    app: { id: APP_ID, publicKey: publicKey.export({ type: "spki", format: "pem" }).toString(), installations },
  });
  const appKey = privateKey.export({ type: "pkcs1", format: "pem" }).toString();
  return { url: github.url, appKey, obey: async (request) => new Response(obey(github, await request.text())) };
}

function obey(github: FakeGithub, text: string): string {
  const order = orderSchema.parse(JSON.parse(text));
  if (order.call === "requests") return JSON.stringify(github.requests);
  const target = targetOf(github, order.of);
  const method: unknown = Reflect.get(target, order.call);
  if (typeof method !== "function") throw new Error(`GitHub cannot ${order.call}.`);
  return JSON.stringify(Reflect.apply(method, target, order.with) ?? null);
}

function targetOf(github: FakeGithub, of: string | number): object {
  if (of === "github") return github;
  if (of === "switches") return github.switches;
  return of === "app" ? github.app : github.repository(of);
}
