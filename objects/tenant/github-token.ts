/** Whether a tenant has a GitHub token of its own. The token itself is kept by the budget of its credential alone. */
import { readMeta, writeMeta } from "../records/meta.ts";
import type { TenantContext } from "./call.ts";

const KEY = "github-token.set-at";

/** Id of the credential that a tenant's own token is. */
export function ownCredential({ view }: TenantContext): string {
  return `tenant:${view.tenant}`;
}

/** When the tenant's token was set; null where there is none. */
export function tokenSetAt({ database }: TenantContext): string | null {
  return readMeta(database.sql, KEY);
}

/** Notes that there is a token since `setAt`, or none (null). */
export function noteToken({ database }: TenantContext, setAt: string | null): void {
  writeMeta(database.sql, KEY, setAt);
}
