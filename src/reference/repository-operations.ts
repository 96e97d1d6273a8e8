/** The calls about repositories that the routing Worker answers itself. */
import { REPOSITORY_SORTS } from "../directory/repositories-list.ts";
import { listedRepositorySchema, movedSchema, orderedSchema, webhookReceiptSchema } from "../protocol/repository.ts";
import { EXAMPLE_TENANT, EXAMPLE_TIME } from "./examples.ts";
import { list, type Part, ref, schemaOf, text } from "./json-schema.ts";
import type { Operation, Operations } from "./operation.ts";
import { count, query } from "./parameters.ts";
import { MOVED, NAMED, REPOSITORIES_TAG } from "./repository-records.ts";

/** Schemas of these calls, by name. */
export const REPOSITORY_SCHEMAS: Part = {
  ListedRepository: {
    ...schemaOf(listedRepositorySchema),
    description:
      "A repository as the directory shows it. `issues`, `pulls`, `commits`, `releases` and `contributors` count the records that are held here; `openIssues` is GitHub's figure, with pull requests. `following` names the caller's tenants that follow it; `followers` is for operators.",
  },
  Moved: { ...schemaOf(movedSchema), description: "The path under the name of today, with the query." },
  WebhookReceipt: {
    ...schemaOf(webhookReceiptSchema),
    description: "`taken`: new. `known`: told before. `ignored`: of nothing that is kept here.",
  },
};

const repository = {
  githubId: 43_336_711,
  owner: "octo-org",
  name: "octo-repo",
  fullName: "octo-org/octo-repo",
  description: "Everything about octopuses.",
  language: "TypeScript",
  topics: ["octopus"],
  visibility: "public",
  state: "active",
  stars: 1_204,
  forks: 87,
  openIssues: 31,
  issues: 410,
  pulls: 655,
  commits: 2_048,
  releases: 12,
  contributors: 58,
  archived: false,
  freshAt: EXAMPLE_TIME,
  pushedAt: EXAMPLE_TIME,
  changedAt: EXAMPLE_TIME,
  following: [EXAMPLE_TENANT],
  seq: 3_301,
  projectedAt: EXAMPLE_TIME,
};

/** What an operator has a repository do later. */
const ORDER: Omit<Operation, "id" | "summary" | "description"> = {
  tag: REPOSITORIES_TAG,
  audience: "operator",
  parameters: NAMED,
  answers: {
    202: {
      description: "It will be done.",
      data: schemaOf(orderedSchema),
      example: { data: { githubId: 43_336_711, status: "queued" }, meta: {} },
    },
  },
  errors: [404],
  limited: false,
};

/** By `METHOD path`, as the application's route table writes them. */
export const REPOSITORY_OPERATIONS: Operations = {
  "GET /v1/repositories": {
    id: "repositoriesList",
    tag: REPOSITORIES_TAG,
    audience: "both",
    summary: "List repositories",
    description:
      "From the directory: public ones for everybody, private ones for the tenants whose credential sees them, all for operators. A key that is narrowed needs `follows`. `meta.freshness.projectedAt` is when the row of this page that was read longest ago was read; a repository that does not change is not read again.",
    parameters: [
      query("q", text, "Part of the full name, the description or a topic; letters of A to Z in any case."),
      query("language", text, "Only those in this language."),
      query("state", text, "Only those in this state."),
      query("following", text, "Only those that this tenant of the caller follows."),
      query(
        "sort",
        { enum: REPOSITORY_SORTS.flatMap((field) => [field, `-${field}`]), default: "-stars" },
        "Field to order by, `-` for descending; times that are not known stand last.",
      ),
      count("limit", 200, 50),
      ref("parameters", "Cursor"),
    ],
    answers: {
      200: {
        description: "A page.",
        data: list(ref("schemas", "ListedRepository")),
        meta: "SearchMeta",
        example: {
          data: [repository],
          meta: {
            pagination: { limit: 50, nextCursor: null, hasMore: false },
            freshness: { projectedAt: EXAMPLE_TIME },
          },
        },
      },
    },
  },
  "GET /v1/repositories/:owner/:name/live": {
    id: "repositoryLive",
    tag: REPOSITORIES_TAG,
    audience: "key",
    summary: "Open a live socket of a repository",
    description:
      "A WebSocket, which `/asyncapi.json` describes. While somebody follows, GitHub is asked more often. A browser's socket under a former name closes with 4403, and the reason ends with the path of today.",
    parameters: NAMED,
    answers: { 101: { description: "The socket is open." }, ...MOVED },
    errors: [404],
    limited: false,
  },
  "POST /v1/repositories/:owner/:name/rebuild": {
    ...ORDER,
    id: "repositoryRebuild",
    summary: "Make a repository's records anew",
    description: "From the pages of GitHub that were kept, without asking GitHub.",
  },
  "POST /v1/repositories/:owner/:name/refresh": {
    ...ORDER,
    id: "repositoryRefresh",
    summary: "Ask GitHub for a repository at once",
    description:
      "For everything that may have changed, whenever the next round were due and whatever failed before. A limit of GitHub is still waited for.",
  },
  "POST /webhooks/github": {
    id: "githubWebhook",
    tag: REPOSITORIES_TAG,
    audience: "anybody",
    summary: "Take a webhook of GitHub",
    description:
      "For GitHub alone, which signs the body. It is stored and read afterwards; a delivery that was taken before changes nothing. Up to 25 MiB. Where no secret is set there is nothing here.",
    parameters: [
      header(
        "X-Hub-Signature-256",
        "HMAC of the bytes of the body; `X-Hub-Signature` counts for nothing.",
        `sha256=${"0".repeat(64)}`,
      ),
      header(
        "X-GitHub-Delivery",
        "Id of the delivery, the same when it is sent again.",
        "72d3162e-cc78-11e3-81ab-4c9367dc0958",
      ),
      header("X-GitHub-Event", "What the body tells of.", "issues"),
    ],
    body: {
      schema: { type: "object", description: "The event; `repository.id` says of what." },
      example: { action: "opened", repository: { id: 43_336_711 } },
    },
    answers: {
      202: {
        description: "It was taken, now or before, or concerns nobody.",
        data: ref("schemas", "WebhookReceipt"),
        example: { data: { status: "taken" }, meta: {} },
      },
    },
    errors: [401, 404, 503],
  },
};

function header(name: string, description: string, example: string): Part {
  return { name, in: "header", required: true, description, schema: text, example };
}
