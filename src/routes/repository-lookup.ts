/** What the directory knows of repositories, remembered for a minute: the same few are asked for again and again. */

import { nameKey } from "../directory/repositories.ts";
import { type NamedRepository, repositoryByName } from "../directory/repositories-found.ts";
import { log } from "../log.ts";
import { OWNER_PATTERN, REPOSITORY_NAME_PATTERN } from "../protocol/repository.ts";

const REMEMBERED_MS = 60_000;
const REMEMBERED = 10_000;

interface Remembered {
  readonly found: NamedRepository;
  readonly until: number;
}
const names = new Map<string, Remembered>();

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
    if (found?.current) remember(key, { found, until: now + REMEMBERED_MS });
    return found;
  } catch (cause) {
    if (!known) throw cause;
    log("warn", { event: "repository not looked up", githubId: known.found.githubId, cause });
    return known.found;
  }
}

function remember(key: string, value: Remembered): void {
  if (names.size >= REMEMBERED) names.clear();
  names.set(key, value);
}
