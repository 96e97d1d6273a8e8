/** Who may see the repository: everybody whom Croft knows while it is public, and while it is private those whose own credential sees it. */
import type { RepositoryReader } from "../../src/auth/reader.ts";
import { AppError } from "../../src/protocol/errors.ts";
import type { Principal } from "../../src/resources/authorize.ts";
import type { Sight } from "../records/access.ts";
import type { Credential } from "../records/live/socket.ts";
import { NO_SETTINGS, type RepositoryContext } from "./context.ts";
import { readFollowers } from "./followers.ts";
import { repositoryRecord } from "./sync-state.ts";

/** What is taken from GitHub has one right, to read it. */
const READER_ROLE = "viewer";

/**
 * The principal as which a reader asks.
 * @throws AppError NOT_FOUND for a private repository that none of the reader's tenants sees: as if there were none.
 */
export function principalOf(context: RepositoryContext, reader: RepositoryReader): Principal {
  const { kind, id, tenants } = reader;
  if (!maySee(context, tenants)) throw new AppError("NOT_FOUND");
  return { kind, id, role: READER_ROLE, resources: null, readOnly: true };
}

/** What a socket of this reader carries; null for operators, who follow nothing. */
export function credentialOf(reader: RepositoryReader): Credential | null {
  const { kind, id, tenants, expiresAt = null, hash, session } = reader;
  if (kind === "operator") return null;
  return { kind, id, tenants, expiresAt, ...(hash ? { hash } : {}), ...(session ? { session } : {}) };
}

/** What the holder of a socket sees now; null when it may see nothing any more. */
export function sightOf(context: RepositoryContext, credential: Credential, now: number): Sight | null {
  const { kind, id, expiresAt, tenants = [] } = credential;
  if ((expiresAt !== null && expiresAt <= now) || !maySee(context, tenants)) return null;
  return {
    principal: { kind, id, role: READER_ROLE, resources: null, readOnly: true },
    rank: context.config.roleRank,
    resources: context.store.resources,
    settings: NO_SETTINGS,
  };
}

function maySee(context: RepositoryContext, tenants: readonly string[]): boolean {
  const record = repositoryRecord(context);
  if (!record) return false;
  if (record.visibility === "public") return true;
  return readFollowers(context.database.sql).some(({ tenant, visible }) => visible && tenants.includes(tenant));
}
