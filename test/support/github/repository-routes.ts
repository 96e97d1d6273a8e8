/** What is served at a repository's address and below it. */
import { type Caller, sees } from "./callers.ts";
import type { FakeRepository } from "./fake-repository.ts";
import { type Listing, listingOf, UnprocessableQuery } from "./listing.ts";
import { type PageRules, pageOf } from "./paging.ts";
import { type Asked, json, moved, noContent, notFound, type Reply, refusal } from "./reply.ts";
import type { Fields } from "./rows.ts";
import { repositoryShape } from "./shapes.ts";
import { starWeeks } from "./star-days.ts";
import type { Switches } from "./switches.ts";

/** The first version of the API with it. */
const STAR_HISTORY_VERSION = "2026-03-10";

/** What the routes need of the server. */
export interface Server {
  readonly url: string;
  readonly repositories: readonly FakeRepository[];
  readonly switches: Switches;
  now(): number;
}

/** `rest` is the path below the repository, without a slash before it. */
interface Found {
  readonly repository: FakeRepository;
  readonly rest: string;
  /** Asked for by a name that it has no more. */
  readonly former: boolean;
}

/** Null for what is no address of a repository. */
export function answerRepository(asked: Asked, caller: Caller, server: Server): Reply | null {
  const found = find(asked.path, server.repositories);
  if (found === null) return null;
  if (found === "nobody") return notFound();
  const { repository, rest, former } = found;
  const { condition, id } = repository;
  if (condition === "removed" || !sees(caller, repository)) return notFound();
  if (condition === "blocked") {
    return refusal(451, "Repository access blocked", { block: { reason: "dmca", created_at: "2026-01-01T00:00:00Z" } });
  }
  const elsewhere = server.switches.origin("redirectElsewhere", asked.path);
  const query = asked.query.size > 0 ? `?${asked.query}` : "";
  const home = `/repositories/${id}${rest ? `/${rest}` : ""}${query}`;
  if (elsewhere !== undefined) return moved(`${elsewhere}${home}`);
  if (former) return moved(`${server.url}${home}`);
  if (asked.method !== "GET") return notFound();
  return rest === "" ? itself(repository, asked, server) : below(found, asked, server);
}

function find(path: string, repositories: readonly FakeRepository[]): Found | "nobody" | null {
  const [, number, ofNumber = ""] = /^\/repositories\/(\d+)(?:\/(.*))?$/.exec(path) ?? [];
  if (number !== undefined) {
    const repository = repositories.find(({ id }) => id === Number(number));
    return repository ? { repository, rest: ofNumber, former: false } : "nobody";
  }
  const [, owner, name, ofName = ""] = /^\/repos\/([^/]+)\/([^/]+)(?:\/(.*))?$/.exec(path) ?? [];
  if (owner === undefined || name === undefined) return null;
  const fullName = `${owner}/${name}`.toLowerCase();
  const current = repositories.find((each) => each.fullName.toLowerCase() === fullName && each.condition !== "removed");
  if (current) return { repository: current, rest: ofName, former: false };
  const former = repositories.find(({ formerNames }) => formerNames.includes(fullName));
  return former ? { repository: former, rest: ofName, former: true } : "nobody";
}

function itself(repository: FakeRepository, asked: Asked, { url, switches }: Server): Reply {
  const shape = repositoryShape(repository, url);
  const shown = switches.isOn("wrongTypes", asked.path) ? { ...shape, stargazers_count: "many" } : shape;
  return json(200, shown, { "Last-Modified": new Date(repository.fields.updated_at).toUTCString() });
}

function below(found: Found, asked: Asked, server: Server): Reply {
  const { repository, rest } = found;
  if (repository.issuesDisabled && /^issues(\/|$)/.test(rest)) {
    return refusal(410, "Issues has been disabled in this repository.");
  }
  if (repository.isEmpty && rest === "commits") return refusal(409, "Git Repository is empty.");
  if (repository.isEmpty && rest === "contributors") return noContent();
  if (rest === "stargazers/count") return json(200, { count: repository.fields.stargazers_count });
  if (rest === "stargazers/history") return history(repository, asked, server);
  const beyondFirst = asked.query.has("after") || Number(asked.query.get("page") ?? 1) > 1;
  if (beyondFirst && server.switches.isOn("itemsMove", asked.path)) repository.move();
  try {
    const listing = listingOf(repository, rest, asked.query, server.url);
    return listing ? page(listing, found, asked, server, { most: 100, unasked: 30 }) : notFound();
  } catch (error) {
    if (!(error instanceof UnprocessableQuery)) throw error;
    return refusal(422, "Validation Failed", { errors: [{ field: error.message, code: "invalid" }] });
  }
}

function history(repository: FakeRepository, asked: Asked, server: Server): Reply {
  const version = asked.headers.get("x-github-api-version") ?? STAR_HISTORY_VERSION;
  if (version < STAR_HISTORY_VERSION || server.switches.isOn("withoutStarHistory", asked.path)) return notFound();
  const weeks = starWeeks(repository.starDays, Date.parse(repository.fields.created_at), server.now());
  const listing = { length: weeks.length, key: String, show: (index: number) => ({ ...weeks[index] }) };
  return page(listing, { repository, rest: "stargazers/history", former: false }, asked, server, {
    most: 30,
    unasked: 30,
  });
}

function page(
  listing: Listing,
  { repository, rest }: Found,
  { path, query }: Asked,
  { url, switches }: Server,
  sizes: Pick<PageRules, "most" | "unasked">,
): Reply {
  const origin = switches.origin("linkElsewhere", path) ?? url;
  const { rows, link, refused } = pageOf(listing, query, {
    url: `${origin}/repositories/${repository.id}/${rest}`,
    ...sizes,
    refusedBeyond: switches.amount("refusePages", path),
    withoutLast: switches.isOn("withoutLast", path),
    loop: switches.isOn("linkLoop", path),
  });
  if (refused) {
    const message =
      "Pagination with the page parameter is not supported for large datasets, please use cursor based pagination (after/before)";
    return refusal(422, message);
  }
  return json(200, spoiled(rows, path, switches), link ? { Link: link } : {});
}

/** The rows as the switches want them. */
function spoiled(rows: readonly Fields[], path: string, switches: Switches): readonly Fields[] {
  const ghosts = switches.isOn("nullUsers", path) ? rows.map(withoutUser) : rows;
  if (!switches.isOn("wrongTypes", path)) return ghosts;
  const middle = Math.floor(ghosts.length / 2);
  return ghosts.map((row, index) => (index === middle ? wrongly(row) : row));
}

function withoutUser(row: Fields): Fields {
  const people = ["user", "author", "committer"].filter((name) => name in row);
  return { ...row, ...Object.fromEntries(people.map((name) => [name, null])) };
}

function wrongly(row: Fields): Fields {
  if ("sha" in row) return { ...row, sha: 7 };
  return "id" in row ? { ...row, id: "seven" } : { ...row, days: "none", contributions: "many" };
}
