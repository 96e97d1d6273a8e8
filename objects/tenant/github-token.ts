/** Whether a tenant has a GitHub token of its own. The token itself is kept by the budget of its credential alone. */
import type { TenantContext } from "./call.ts";

const KEY = "github-token.set-at";

/** Id of the credential that a tenant's own token is. */
export function ownCredential({ view }: TenantContext): string {
  return `tenant:${view.tenant}`;
}

/** When the tenant's token was set; null where there is none. */
export function tokenSetAt({ database }: TenantContext): string | null {
  const [row] = database.sql.exec<{ value: string }>("SELECT value FROM meta WHERE key = ?", KEY).toArray();
  return row?.value ?? null;
}

/** Notes that there is a token since `setAt`, or none (null). */
export function noteToken({ database }: TenantContext, setAt: string | null): void {
  if (setAt === null) database.sql.exec("DELETE FROM meta WHERE key = ?", KEY);
  else database.sql.exec("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", KEY, setAt);
}
