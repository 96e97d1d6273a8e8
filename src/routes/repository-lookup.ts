/** What the directory knows of repositories, remembered for a minute: the same few are asked for again and again. */

import { nameKey } from "../directory/repositories.ts";
import { knownRepositories, type NamedRepository, repositoryByName } from "../directory/repositories-found.ts";
import { log } from "../log.ts";
import { OWNER_PATTERN, REPOSITORY_NAME_PATTERN } from "../protocol/repository.ts";

const REMEMBERED_MS = 60_000;
const REMEMBERED = 10_000;

interface Remembered {
  readonly found: NamedRepository;
  readonly until: number;
}
const names = new Map<string, Remembered>();
/** Numbers of repositories that are known, with the end of what is remembered. They never become others. */
const numbers = new Map<number, number>();

/**
 * The repository of this name; null where there never was one, or for what no name can be. Former names are looked up each
 * time, since another repository may take them.
 * @throws AppError UNAVAILABLE, unless the name was known when the directory was last there.
 */
export async function findRepository(
  db: D1Database,
  owner: string,
  name: string,
  now: number,
): Promise<NamedRepository | null> {
  if (!OWNER_PATTERN.test(owner) || !REPOSITORY_NAME_PATTERN.test(name)) return null;
  const key = nameKey(owner, name);
  const known = names.get(key);
  if (known && known.until > now) return known.found;
  try {
    const found = await repositoryByName(db, owner, name);
    names.delete(key);
    if (found?.current) remember(names, key, { found, until: now + REMEMBERED_MS });
    return found;
  } catch (cause) {
    if (!known) throw cause;
    log("warn", { event: "repository not looked up", githubId: known.found.githubId, cause });
    return known.found;
  }
}

/** Those of GitHub's numbers that are repositories here. @throws AppError UNAVAILABLE */
export async function knownNumbers(db: D1Database, ids: readonly number[], now: number): Promise<number[]> {
  const unsure = ids.filter((id) => (numbers.get(id) ?? 0) <= now);
  const found = new Set(unsure.length > 0 ? await knownRepositories(db, unsure) : []);
  for (const id of found) remember(numbers, id, now + REMEMBERED_MS);
  return ids.filter((id) => found.has(id) || !unsure.includes(id));
}

function remember<Key, Value>(kept: Map<Key, Value>, key: Key, value: Value): void {
  if (kept.size >= REMEMBERED) kept.clear();
  kept.set(key, value);
}
