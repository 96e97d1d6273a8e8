/**
 * Rows as GitHub answers them: what a recording left out is filled in, so that GitHub's own OpenAPI description holds, and addresses
 * of the API lead to this server, under the name that the repository has now.
 */
import type { FakeRepository } from "./fake-repository.ts";
import type { CommentRow, CommitRow, ContributorRow, Fields, IssueRow, ReleaseRow, UserRow } from "./rows.ts";

const SITE = "https://github.com";

/** Where the repository is: its address in the API and on the site. */
export interface Place {
  /** Of the server, without a slash at the end. */
  readonly base: string;
  readonly api: string;
  readonly site: string;
}

export function placeOf(repository: FakeRepository, base: string): Place {
  return { base, api: `${base}/repos/${repository.fullName}`, site: `${SITE}/${repository.fullName}` };
}

const nodeId = (kind: string, id: number | string): string => Buffer.from(`${kind}${id}`).toString("base64");

function userShape(base: string, user: UserRow): Fields {
  const login = encodeURIComponent(user.login);
  const url = `${base}/users/${login}`;
  return {
    node_id: nodeId("User", user.id),
    avatar_url: `https://avatars.githubusercontent.com/u/${user.id}?v=4`,
    gravatar_id: "",
    user_view_type: "public",
    site_admin: false,
    ...user,
    url,
    html_url: `${SITE}/${login}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
  };
}

const maybeUserShape = (base: string, user: UserRow | null | undefined) => (user ? userShape(base, user) : null);

/** Path below the repository by field, without `_url`. */
const REPOSITORY_PATHS: Readonly<Record<string, string>> = {
  archive: "/{archive_format}{/ref}",
  assignees: "/assignees{/user}",
  blobs: "/git/blobs{/sha}",
  branches: "/branches{/branch}",
  collaborators: "/collaborators{/collaborator}",
  comments: "/comments{/number}",
  commits: "/commits{/sha}",
  compare: "/compare/{base}...{head}",
  contents: "/contents/{+path}",
  contributors: "/contributors",
  deployments: "/deployments",
  downloads: "/downloads",
  events: "/events",
  forks: "/forks",
  git_commits: "/git/commits{/sha}",
  git_refs: "/git/refs{/sha}",
  git_tags: "/git/tags{/sha}",
  hooks: "/hooks",
  issue_comment: "/issues/comments{/number}",
  issue_events: "/issues/events{/number}",
  issues: "/issues{/number}",
  keys: "/keys{/key_id}",
  labels: "/labels{/name}",
  languages: "/languages",
  merges: "/merges",
  milestones: "/milestones{/number}",
  notifications: "/notifications{?since,all,participating}",
  pulls: "/pulls{/number}",
  releases: "/releases{/id}",
  stargazers: "/stargazers",
  statuses: "/statuses/{sha}",
  subscribers: "/subscribers",
  subscription: "/subscription",
  tags: "/tags",
  teams: "/teams",
  trees: "/git/trees{/sha}",
};

/** `GET /repos/{owner}/{repo}`. `open_issues_count` is what the list of issues holds, so that a client can compare. */
export function repositoryShape(repository: FakeRepository, base: string): Fields {
  const { fields, fullName } = repository;
  const { api, site } = placeOf(repository, base);
  const open = [...repository.issues.values()].filter(({ state }) => state === "open").length;
  const stars = fields.stargazers_count;
  const paths = Object.entries(REPOSITORY_PATHS).map(([name, path]) => [`${name}_url`, `${api}${path}`]);
  return {
    node_id: nodeId("Repository", repository.id),
    ...{
      private: false,
      description: null,
      fork: false,
      homepage: null,
      language: null,
      license: null,
      mirror_url: null,
    },
    ...{ has_issues: true, has_projects: true, has_wiki: true, has_pages: false, has_discussions: false },
    ...{ archived: false, disabled: false, visibility: "public", topics: [], default_branch: "main", size: 0 },
    ...{ forks_count: 0, forks: 0, network_count: 0, subscribers_count: 0 },
    ...fields,
    ...{ full_name: fullName, owner: userShape(base, fields.owner), license: licenseShape(base, fields.license) },
    ...{ watchers_count: stars, watchers: stars, open_issues_count: open, open_issues: open },
    ...{ url: api, html_url: site, svn_url: site, clone_url: `${site}.git` },
    ...{ git_url: `git://github.com/${fullName}.git`, ssh_url: `git@github.com:${fullName}.git` },
    ...Object.fromEntries(paths),
  };
}

function licenseShape(base: string, license: unknown): Fields | null {
  if (typeof license !== "object" || license === null) return null;
  const key = String(Reflect.get(license, "key"));
  return { url: `${base}/licenses/${key}`, node_id: nodeId("License", key), ...license };
}

export function issueShape({ base, api, site }: Place, issue: IssueRow): Fields {
  const url = `${api}/issues/${issue.number}`;
  const html_url = `${site}/${issue.pull_request ? "pull" : "issues"}/${issue.number}`;
  const pull = { url: `${api}/pulls/${issue.number}`, html_url };
  const pullUrls = { ...pull, diff_url: `${html_url}.diff`, patch_url: `${html_url}.patch` };
  const assignees = (issue.assignees ?? []).map((user) => userShape(base, user));
  return {
    node_id: nodeId("Issue", issue.id),
    ...{ locked: false, active_lock_reason: null, closed_at: null, body: null, author_association: "NONE" },
    ...issue,
    user: maybeUserShape(base, issue.user),
    ...{ assignees, assignee: assignees[0] ?? null },
    labels: (issue.labels ?? []).map((label) => labelShape(api, label)),
    milestone: issue.milestone ? milestoneShape(base, api, issue.milestone) : null,
    ...(issue.pull_request ? { pull_request: { merged_at: null, ...issue.pull_request, ...pullUrls } } : {}),
    ...{ url, html_url, repository_url: api, labels_url: `${url}/labels{/name}` },
    ...{ comments_url: `${url}/comments`, events_url: `${url}/events`, timeline_url: `${url}/timeline` },
  };
}

function labelShape(api: string, label: Fields & { readonly name: string }): Fields {
  const url = `${api}/labels/${encodeURIComponent(label.name)}`;
  return { node_id: nodeId("Label", label.name), description: null, default: false, color: "ededed", ...label, url };
}

function milestoneShape(base: string, api: string, milestone: Fields & { readonly number: number }): Fields {
  const url = `${api}/milestones/${milestone.number}`;
  const site = api.replace(`${base}/repos`, SITE);
  return {
    node_id: nodeId("Milestone", milestone.number),
    ...{ description: null, due_on: null, closed_at: null, creator: null, open_issues: 0, closed_issues: 0 },
    ...milestone,
    ...{ url, html_url: `${site}/milestone/${milestone.number}`, labels_url: `${url}/labels` },
  };
}

export function commentShape({ base, api, site }: Place, comment: CommentRow): Fields {
  const issue = comment.issue_url.split("/").at(-1);
  return {
    node_id: nodeId("IssueComment", comment.id),
    author_association: "NONE",
    ...comment,
    user: maybeUserShape(base, comment.user),
    url: `${api}/issues/comments/${comment.id}`,
    issue_url: `${api}/issues/${issue}`,
    html_url: `${site}/issues/${issue}#issuecomment-${comment.id}`,
  };
}

export function commitShape({ base, api, site }: Place, row: CommitRow): Fields {
  const { sha, commit } = row;
  const url = `${api}/commits/${sha}`;
  const tree = { sha, url: `${api}/git/trees/${sha}` };
  const verification = { verified: false, reason: "unsigned", signature: null, payload: null, verified_at: null };
  return {
    node_id: nodeId("Commit", sha),
    ...row,
    commit: { tree, comment_count: 0, verification, ...commit, url: `${api}/git/commits/${sha}` },
    author: maybeUserShape(base, row.author),
    committer: maybeUserShape(base, row.committer),
    parents: row.parents.map((parent) => parentShape(api, site, parent.sha)),
    ...{ url, html_url: `${site}/commit/${sha}`, comments_url: `${url}/comments` },
  };
}

function parentShape(api: string, site: string, sha: string): Fields {
  return { sha, url: `${api}/commits/${sha}`, html_url: `${site}/commit/${sha}` };
}

export function releaseShape({ base, api, site }: Place, release: ReleaseRow): Fields {
  const url = `${api}/releases/${release.id}`;
  return {
    node_id: nodeId("Release", release.id),
    ...{ name: null, body: null, draft: false, prerelease: false, target_commitish: "main", published_at: null },
    ...release,
    // GitHub puts a ghost in the place of an author who is gone.
    author: userShape(base, release.author ?? { login: "ghost", id: 10137, type: "User" }),
    assets: [],
    ...{ url, assets_url: `${url}/assets`, upload_url: `${url}/assets{?name,label}` },
    html_url: `${site}/releases/tag/${encodeURIComponent(release.tag_name)}`,
    ...{ tarball_url: `${api}/tarball/${release.tag_name}`, zipball_url: `${api}/zipball/${release.tag_name}` },
  };
}

export function contributorShape({ base }: Place, { contributions, ...row }: ContributorRow): Fields {
  const { login, id } = row;
  if (login === undefined || id === undefined) return { ...row, contributions };
  return { ...userShape(base, { ...row, login, id }), contributions };
}
