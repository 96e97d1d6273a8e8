/** Which repository somebody means by what they typed or pasted. */
import { OWNER_PATTERN, REPOSITORY_NAME_PATTERN } from "../../protocol/repository.ts";

export interface RepositoryName {
  readonly owner: string;
  readonly name: string;
}

/** Addresses of Git and of the web, with or without what tells how to get there. */
const BEFORE_PATH = /^(?:(?:https?|ssh|git):\/\/)?(?:[^/@\s]+@)?(?:[a-z0-9-]+\.)+[a-z]{2,}(?::\d+)?[/:]/i;
/** What comes before the owner in addresses of the API, GitHub's own and those of an Enterprise Server. */
const BEFORE_OWNER = /^(?:api\/v3\/)?repos\//;

/**
 * `owner/name`, or any address of a repository or of a page below it: `https://github.com/owner/name/issues/3`,
 * `git@github.com:owner/name.git`. Null for what names none.
 */
export function repositoryNameIn(text: string): RepositoryName | null {
  const address = text.trim().replace(/[?#].*$/s, "");
  const hasHost = BEFORE_PATH.test(address);
  const path = address.replace(BEFORE_PATH, "").replace(/^\/+|\/+$/g, "");
  const parts = (hasHost ? path.replace(BEFORE_OWNER, "") : path).split("/");
  const [owner = "", given = ""] = parts;
  // A page below a repository has an address; a name alone has two parts.
  if (!hasHost && parts.length !== 2) return null;
  const name = given.replace(/\.git$/i, "");
  return OWNER_PATTERN.test(owner) && REPOSITORY_NAME_PATTERN.test(name) ? { owner, name } : null;
}

/** Whether two names are of the same repository: GitHub tells no case of letters apart. */
export function isSameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
