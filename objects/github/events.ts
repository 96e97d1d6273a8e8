/** What a delivery of GitHub means for the records, and for who may read them. */
import * as z from "zod";
import { firstFault, type ListedStream, readJson } from "./items.ts";
import {
  type MappedItem,
  type MappedRepository,
  mapComment,
  mapIssue,
  mapPull,
  mapRelease,
  mapRepository,
} from "./mapping.ts";
import { commentSchema, issueSchema, pullSchema, releaseSchema, repositorySchema } from "./schemas.ts";

/** A repository changed, or something in it. Deliveries come in any order: what is older than the record (`changedAt`) is dropped. */
export interface RepositoryEvent {
  readonly is: "repository";
  readonly action: string | null;
  readonly repositoryId: number;
  /** Null for a webhook that no App has. */
  readonly installationId: number | null;
  /** Of the record alone what the delivery tells: to be written over it, not in its place. Null where it was deleted. */
  readonly repository: { readonly id: string; readonly values: Partial<MappedRepository["values"]> } | null;
  readonly upserts: readonly (MappedItem & { readonly stream: ListedStream })[];
  /**
   * Changes of issues by their number. A delivery about a pull request carries the pull request, whose id is not that of its
   * issue; a number that no record has is a pull request that the next poll of the issues brings.
   */
  readonly pulls: readonly ReturnType<typeof mapPull>[];
  readonly deletes: readonly { readonly stream: ListedStream; readonly id: string }[];
  /** To be polled now: they changed, and the delivery does not tell how. */
  readonly refresh: readonly ListedStream[];
  /** `owner/name` until now, where it was renamed or transferred. */
  readonly renamedFrom: string | null;
  readonly isDeleted: boolean;
}

/** A repository of an installation. */
export interface GrantedRepository {
  readonly id: number;
  readonly fullName: string;
  readonly isPrivate: boolean;
}

/** An installation of the App began, ended, or reaches other repositories than before. */
export interface InstallationEvent {
  readonly is: "installation";
  readonly action: string;
  readonly installationId: number;
  /** Whose repositories they are. */
  readonly account: string | null;
  /** Of the installation's token: it is good now, it is no more, or this changed nothing. */
  readonly access: "granted" | "revoked" | "unchanged";
  readonly added: readonly GrantedRepository[];
  readonly removed: readonly GrantedRepository[];
}

export type GithubEvent =
  | RepositoryEvent
  | InstallationEvent
  /** Of a kind that changes nothing here. */
  | { readonly is: "ignored" }
  /** Nothing of its contents is told. */
  | { readonly is: "unreadable"; readonly field: string; readonly message: string };

/** What an event changes beside the repository's own record. */
type Effect = Partial<Omit<RepositoryEvent, "is" | "action" | "repositoryId" | "installationId">>;

const envelope = {
  action: z.string().nullish(),
  repository: repositorySchema,
  installation: z.object({ id: z.int() }).nullish(),
};
type Envelope = z.infer<z.ZodObject<typeof envelope>>;

const previousOwner = z.object({ login: z.string().min(1) }).nullish();
const changesSchema = z.object({
  repository: z.object({ name: z.object({ from: z.string().min(1) }) }).nullish(),
  owner: z.object({ from: z.object({ user: previousOwner, organization: previousOwner }) }).nullish(),
});

/** A reader of one kind of delivery: the schema of its contents, and what they change. */
const reader =
  <Payload extends Envelope>(schema: z.ZodType<Payload>, effectOf: (payload: Payload) => Effect | null) =>
  (payload: unknown): GithubEvent => {
    const parsed = schema.safeParse(payload);
    if (!parsed.success) return { is: "unreadable", ...firstFault(parsed.error) };
    const { data } = parsed;
    const effect = effectOf(data);
    if (effect === null) return { is: "ignored" };
    return {
      is: "repository",
      action: data.action ?? null,
      repositoryId: data.repository.id,
      installationId: data.installation?.id ?? null,
      repository: toldOf(data.repository),
      upserts: [],
      pulls: [],
      deletes: [],
      refresh: [],
      renamedFrom: null,
      isDeleted: false,
      ...effect,
    };
  };

/** Changes nothing of an issue, and shows it without its state. */
const pinSchema = z.object({ action: z.enum(["pinned", "unpinned"]) });

const readIssue = reader(z.object({ ...envelope, issue: issueSchema }), ({ action, issue }) =>
  // A transferred issue goes on elsewhere, under another id.
  action === "deleted" || action === "transferred"
    ? { deletes: [{ stream: "issues", id: `iss_${issue.id}` }] }
    : { upserts: [{ stream: "issues", ...mapIssue(issue) }] },
);

const READERS: Readonly<Record<string, (payload: unknown) => GithubEvent>> = {
  issues: (payload) => (pinSchema.safeParse(payload).success ? { is: "ignored" } : readIssue(payload)),
  pull_request: reader(z.object({ ...envelope, pull_request: pullSchema }), ({ action, pull_request: pull }) => ({
    pulls: [mapPull(pull)],
    refresh: action === "opened" ? ["issues"] : [],
  })),
  issue_comment: reader(
    z.object({ ...envelope, issue: issueSchema, comment: commentSchema }),
    ({ action, issue, comment }) => {
      const discussed = { stream: "issues" as const, ...told(issue) };
      const written = { stream: "comments" as const, ...mapComment(comment) };
      if (action !== "deleted") return { upserts: [discussed, written] };
      return { upserts: [discussed], deletes: [{ stream: "comments", id: written.id }] };
    },
  ),
  release: reader(z.object({ ...envelope, release: releaseSchema }), ({ action, release }) => {
    const mapped = mapRelease(release);
    // What is a draft again is for those alone who may write to the repository.
    const isGone = action === "deleted" || action === "unpublished" || release.draft;
    return isGone
      ? { deletes: [{ stream: "releases", id: mapped.id }] }
      : { upserts: [{ stream: "releases", ...mapped }] };
  }),
  // Rows are left to the poll: a push tells neither parents nor accounts nor verification of its commits, and not all of them.
  push: reader(z.object({ ...envelope, ref: z.string() }), ({ ref, repository }) =>
    ref === `refs/heads/${repository.default_branch}` ? { refresh: ["commits"] } : null,
  ),
  star: reader(z.object(envelope), () => ({})),
  fork: reader(z.object(envelope), () => ({})),
  repository: reader(z.object({ ...envelope, changes: changesSchema.nullish() }), ({ action, repository, changes }) => {
    if (action === "deleted") return { repository: null, isDeleted: true };
    const owner = changes?.owner?.from.user?.login ?? changes?.owner?.from.organization?.login;
    const name = changes?.repository?.name.from;
    const isMoved = (action === "renamed" && name !== undefined) || (action === "transferred" && owner !== undefined);
    return isMoved ? { renamedFrom: `${owner ?? repository.owner.login}/${name ?? repository.name}` } : {};
  }),
};

const grantedSchema = z
  .object({ id: z.int().min(1), full_name: z.string().min(3), private: z.boolean() })
  .transform((item): GrantedRepository => ({ id: item.id, fullName: item.full_name, isPrivate: item.private }));
const grantedList = z.array(grantedSchema).default([]);

const installationSchema = z.object({
  action: z.string(),
  installation: z.object({ id: z.int().min(1), account: z.object({ login: z.string().min(1) }).nullish() }),
  repositories: grantedList,
  repositories_added: grantedList,
  repositories_removed: grantedList,
});

const ACCESS: Readonly<Record<string, InstallationEvent["access"]>> = {
  created: "granted",
  unsuspend: "granted",
  deleted: "revoked",
  suspend: "revoked",
};

function readInstallation(payload: unknown): GithubEvent {
  const parsed = installationSchema.safeParse(payload);
  if (!parsed.success) return { is: "unreadable", ...firstFault(parsed.error) };
  const { action, installation, repositories, repositories_added, repositories_removed } = parsed.data;
  const access = ACCESS[action] ?? "unchanged";
  return {
    is: "installation",
    action,
    installationId: installation.id,
    account: installation.account?.login ?? null,
    access,
    added: access === "granted" ? repositories : repositories_added,
    removed: access === "revoked" ? repositories : repositories_removed,
  };
}

/** @param name of `X-GitHub-Event`. @param body verified before (webhook.ts). */
export function readEvent(name: string, body: string): GithubEvent {
  const isInstallation = name === "installation" || name === "installation_repositories";
  const read = isInstallation ? readInstallation : Object.hasOwn(READERS, name) ? READERS[name] : undefined;
  if (!read) return { is: "ignored" };
  const payload = readJson(body);
  return "unreadable" in payload ? { is: "unreadable", field: "", message: payload.unreadable } : read(payload.json);
}

/** Deliveries leave out who watches a repository, and older servers its topics: what is not told has not changed. */
function toldOf(item: z.infer<typeof repositorySchema>): RepositoryEvent["repository"] {
  const { id, values } = mapRepository(item);
  const { watchers, topics, ...told } = values;
  return {
    id,
    values: {
      ...told,
      ...(item.topics ? { topics } : {}),
      ...(item.subscribers_count === undefined ? {} : { watchers }),
    },
  };
}

/** An issue beside a comment may leave out when its pull request was merged. */
function told(item: z.infer<typeof issueSchema>): MappedItem {
  const { id, values } = mapIssue(item);
  const { mergedAt, ...others } = values;
  return { id, values: item.pull_request && item.pull_request.merged_at === undefined ? others : values };
}
