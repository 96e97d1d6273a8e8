/** The calls below one repository, which its object answers: the same as of a tenant's records, reading alone. */
import { LIMITS } from "../protocol/limits.ts";
import type { Config } from "../resources/config.ts";
import type { Resource } from "../resources/define.ts";
import { sharedSchemas } from "./answers.ts";
import { EXAMPLE_TIME, exampleRecord } from "./examples.ts";
import { instant, integer, isPart, list, type Part, propertiesOf, ref, text } from "./json-schema.ts";
import type { Operation } from "./operation.ts";
import { count, query } from "./parameters.ts";
import { exampleChange, isRecordCall, recordOperation } from "./record-operations.ts";
import { recordSchema, resourceSchemas } from "./resource-schemas.ts";

/** The tag of every call about repositories. */
export const REPOSITORIES_TAG = "repositories";

const EXAMPLE_OWNER = "octo-org";
const EXAMPLE_NAME = "octo-repo";
/** Parameters of every path below a repository. */
export const NAMED: readonly Part[] = [
  inPath("owner", "Owner of the repository, in any case of letters.", EXAMPLE_OWNER),
  inPath("name", "Name of the repository; a former one is answered with 301.", EXAMPLE_NAME),
];

/** The answer under a former name. */
export const MOVED: Operation["answers"] = {
  301: {
    description: "The repository was renamed or transferred, and is there.",
    data: ref("schemas", "Moved"),
    headers: ["Location"],
    example: { data: { location: `/v1/repositories/${EXAMPLE_OWNER}/${EXAMPLE_NAME}` }, meta: {} },
  },
};

function inPath(name: string, description: string, example: string): Part {
  return { name, in: "path", required: true, description, schema: text, example };
}

/** What the calls are made of. */
export interface RepositoryRecords {
  readonly resources: readonly Resource[];
  readonly config: Config;
}

/** A configuration in which a repository's resources are found by their names. */
function among({ resources, config }: RepositoryRecords): Config {
  return { ...config, resources, resourceByName: new Map(resources.map((resource) => [resource.name, resource])) };
}

/** Schemas of the records, but for those of a tenant's resource of the same name. */
export function repositorySchemas({ resources, config }: RepositoryRecords): Part {
  const own = resources.filter(({ name }) => !config.resourceByName.has(name));
  const shared = sharedSchemas();
  const metas = Object.entries(META_OF).map(([name, ours]) => [ours, withCheckedAt(shared[name])]);
  return Object.assign(Object.fromEntries(metas), ...own.map(resourceSchemas));
}

/** The schemas of `meta` that also say when GitHub was last asked, by the names of those that do not. */
const META_OF: Readonly<Record<string, string>> = {
  PageMeta: "RepositoryPageMeta",
  SeqMeta: "RepositorySeqMeta",
  AggregateMeta: "RepositoryAggregateMeta",
};

function withCheckedAt(meta: unknown): Part {
  if (!isPart(meta)) throw new Error("There is no such schema.");
  const checkedAt = { ...instant, description: "When GitHub was last asked." };
  return { ...meta, properties: { ...propertiesOf(meta), checkedAt } };
}

/** The calls of one line of the object's route table, with their paths. */
export function repositoryCalls(
  route: string,
  of: RepositoryRecords,
): { readonly path: string; readonly operation: Operation }[] {
  const [, path = ""] = route.split(" ");
  const below = `/v1/repositories/{owner}/{name}${path === "/" ? "" : path.replaceAll(/:(\w+)/g, "{$1}")}`;
  const own = ownOperations(of)[route];
  if (own) return [{ path: below, operation: own }];
  if (!isRecordCall(route)) return [];
  const config = among(of);
  return of.resources.flatMap((resource) => {
    const operation = recordOperation(route, resource, config);
    if (!operation) return [];
    return [{ path: below.replace("{resource}", resource.name), operation: ofRepository(operation) }];
  });
}

/** The same call, of a repository instead of a tenant. */
function ofRepository(operation: Operation): Operation {
  const { id, parameters = [], answers, errors = [] } = operation;
  return {
    ...operation,
    id: `repository${id.charAt(0).toUpperCase()}${id.slice(1)}`,
    tag: REPOSITORIES_TAG,
    audience: "both",
    parameters: [...NAMED, ...parameters.filter((each) => each.$ref !== "#/components/parameters/Tenant")],
    answers: { ...Object.fromEntries(Object.entries(answers).map(withOwnMeta)), ...MOVED },
    errors: [...new Set([...errors, 404])],
  };
}

function withOwnMeta([status, answer]: [string, Operation["answers"][number]]) {
  const meta = META_OF[answer.meta ?? ""];
  return [status, meta === undefined ? answer : { ...answer, meta }] as const;
}

/** Calls that are not of one resource. */
function ownOperations(of: RepositoryRecords): Readonly<Record<string, Operation>> {
  const { resourceByName } = among(of);
  const [first] = of.resources;
  const searched = of.resources.filter((each) => each.search.length > 0 && !each.view).map(({ name }) => name);
  const common = { tag: REPOSITORIES_TAG, audience: "both" as const, errors: [404] };
  if (!first) return {};
  return {
    "GET /": {
      ...common,
      id: "repositoryGet",
      summary: "Read a repository",
      description: "As GitHub described it last.",
      parameters: NAMED,
      answers: {
        200: {
          description: "The repository.",
          data: recordSchema(first),
          meta: "RepositorySeqMeta",
          headers: ["ETag"],
          example: { data: exampleRecord(first, resourceByName), meta: { seq: 1, checkedAt: EXAMPLE_TIME } },
        },
        ...MOVED,
      },
    },
    "GET /changes": {
      ...common,
      id: "repositoryChanges",
      summary: "Read what changed in a repository",
      description: "In order, after a position.",
      parameters: [
        ...NAMED,
        query("since", { ...integer, minimum: 0, default: 0 }, "Position after which to begin."),
        count("limit", LIMITS.changesPage, 100),
        query("resource", text, "Only this resource."),
      ],
      answers: {
        200: {
          description: "Changes.",
          data: list(ref("schemas", "Change")),
          meta: "FeedMeta",
          example: { data: [exampleChange(first, resourceByName)], meta: { seq: 1, hasMore: false } },
        },
        ...MOVED,
      },
      errors: [404, 410],
    },
    "GET /search": {
      ...common,
      id: "repositorySearch",
      summary: "Search a repository",
      description: `Across ${searched.join(", ")}; results are ranked.`,
      parameters: [
        ...NAMED,
        query("q", text, "Words; each must begin a word of the record.", { required: true, example: "leak" }),
        query("resource", text, "Only records of this one."),
        count("limit", 100, 20),
      ],
      answers: {
        200: {
          description: "Ranked.",
          data: list(ref("schemas", "Hit")),
          meta: "SeqMeta",
          example: {
            data: [{ resource: "issues", id: "iss_1", title: "Memory leak", snippet: "A memory leak", score: 1.2 }],
            meta: { seq: 1 },
          },
        },
        ...MOVED,
      },
    },
  };
}
