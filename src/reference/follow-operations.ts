/** The calls of a tenant that follow repositories, take their people, and keep the token with which GitHub is asked. */
import { OWNER_PATTERN, REPOSITORY_NAME_PATTERN } from "../protocol/repository.ts";
import { githubTokenSchema } from "../protocol/tenant.ts";
import { followSchema, follows, peopleSchema } from "../resources/follows.ts";
import { EXAMPLE_TIME, exampleId, exampleRecord } from "./examples.ts";
import { integer, object, type Part, ref, schemaOf, text } from "./json-schema.ts";
import type { Operation, Operations } from "./operation.ts";

const tenant = ref("parameters", "Tenant");
const names: readonly Part[] = [
  {
    name: "owner",
    in: "path",
    required: true,
    description: "Login of the repository's owner, in any case of letters.",
    schema: { ...text, pattern: OWNER_PATTERN.source },
    example: "octocat",
  },
  {
    name: "name",
    in: "path",
    required: true,
    description: "Name of the repository, of today or of before, in any case of letters.",
    schema: { ...text, pattern: REPOSITORY_NAME_PATTERN.source },
    example: "Hello-World",
  },
];
const follow = ref("schemas", "FollowsRecord");
const followRecord = {
  ...exampleRecord(follows, new Map()),
  repositoryId: 1_296_269,
  owner: "octocat",
  name: "Hello-World",
  fullName: "octocat/Hello-World",
};

const ofFollows: Pick<Operation, "tag" | "audience"> = { tag: "follows", audience: "key" };
const ofToken: Pick<Operation, "tag" | "audience"> = { tag: "tenants", audience: "key" };

const FOLLOW: Operations = {
  "GET /follows/:owner/:name": {
    ...ofFollows,
    id: "followsFind",
    summary: "Read a follow by its repository's name",
    description: "The same record as by its id.",
    parameters: [tenant, ...names],
    answers: {
      200: {
        description: "The follow.",
        data: follow,
        meta: "SeqMeta",
        headers: ["ETag"],
        example: { data: { ...followRecord, state: "following", version: 2 }, meta: { seq: 3 } },
      },
    },
    errors: [304, 404],
  },
  "PUT /follows/:owner/:name": {
    ...ofFollows,
    id: "followsFollow",
    summary: "Follow a repository",
    description:
      "A private one takes a GitHub token of the tenant's own that sees it: to everybody else it is not there. `activity` (true unless it is said) brings what humans of the tenant do there to their timelines.",
    parameters: [tenant, ...names, ref("parameters", "IfMatch")],
    body: { schema: schemaOf(followSchema), example: { activity: true }, optional: true },
    answers: {
      200: {
        description: "It was followed before.",
        data: follow,
        meta: "SeqMeta",
        headers: ["ETag"],
        example: { data: { ...followRecord, state: "following", version: 2 }, meta: { seq: 3 } },
      },
      201: {
        description: "It is followed from now on.",
        data: follow,
        meta: "SeqMeta",
        headers: ["ETag", "Location"],
        example: { data: followRecord, meta: { seq: 2 } },
      },
    },
    errors: [404, 412],
    repeatable: true,
  },
  "DELETE /follows/:owner/:name": {
    ...ofFollows,
    id: "followsUnfollow",
    summary: "Unfollow a repository",
    description: "What was taken from it stays.",
    parameters: [tenant, ...names, ref("parameters", "IfMatch")],
    answers: {
      200: {
        description: "It is followed no longer.",
        data: ref("schemas", "Gone"),
        meta: "SeqMeta",
        example: { data: { id: exampleId(follows), deletedAt: EXAMPLE_TIME }, meta: { seq: 4 } },
      },
    },
    errors: [404, 412],
    repeatable: true,
  },
  "POST /follows/:owner/:name/people": {
    ...ofFollows,
    id: "followsPeople",
    summary: "Take a repository's people",
    description:
      "Humans that are known by their GitHub account or by an address get the account where it is missing; everybody else becomes a lead, once: what was deleted is not made again, and who does not want to be contacted is left alone. Safe to repeat.",
    parameters: [tenant, ...names],
    body: {
      schema: schemaOf(peopleSchema),
      example: { sources: ["contributors", "authors"], minContributions: 5 },
      optional: true,
    },
    answers: {
      200: {
        description: "What became of them.",
        data: object({
          created: integer,
          updated: integer,
          unchanged: integer,
          skipped: object({ bots: integer, ghosts: integer, doNotContact: integer, deleted: integer }),
        }),
        meta: "SeqMeta",
        example: {
          data: {
            created: 12,
            updated: 1,
            unchanged: 3,
            skipped: { bots: 2, ghosts: 0, doNotContact: 1, deleted: 0 },
          },
          meta: { seq: 18 },
        },
      },
    },
    errors: [404],
    repeatable: true,
  },
};

const state = object({ setAt: { type: ["string", "null"], format: "date-time" } });

const TOKEN: Operations = {
  "GET /github-token": {
    ...ofToken,
    id: "githubTokenGet",
    summary: "See whether the tenant has a GitHub token",
    description: "And since when. The token itself is never shown.",
    parameters: [tenant],
    answers: {
      200: {
        description: "When it was set; null where there is none.",
        data: state,
        meta: "SeqMeta",
        example: { data: { setAt: null }, meta: { seq: 2 } },
      },
    },
  },
  "PUT /github-token": {
    ...ofToken,
    id: "githubTokenSet",
    summary: "Give the tenant a GitHub token",
    description:
      "With it GitHub is asked for what this tenant follows; private repositories that it sees can be followed. It is tried once, and kept encrypted.",
    parameters: [tenant],
    body: { schema: schemaOf(githubTokenSchema), example: { token: "github_pat_11AAAAAAA0aaaaaaaaaaaa" } },
    answers: {
      200: {
        description: "It is kept.",
        data: state,
        meta: "SeqMeta",
        example: { data: { setAt: EXAMPLE_TIME }, meta: { seq: 3 } },
      },
    },
    errors: [409],
    repeatable: true,
  },
  "DELETE /github-token": {
    ...ofToken,
    id: "githubTokenForget",
    summary: "Forget the tenant's GitHub token",
    description: "Private repositories stay followed, and are out of sight.",
    parameters: [tenant],
    answers: {
      200: {
        description: "It is forgotten.",
        data: state,
        meta: "SeqMeta",
        example: { data: { setAt: null }, meta: { seq: 4 } },
      },
    },
    errors: [404, 409],
    repeatable: true,
  },
};

/** By `METHOD path`, as the object's route table writes them. */
export const FOLLOW_OPERATIONS: Operations = { ...FOLLOW, ...TOKEN };
