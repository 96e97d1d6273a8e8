/** What stands in place of a tenant that the caller may not enter, or not any more: why, and the ways on. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { administrationOf } from "../../client/administration/administration.ts";
import { CroftError, type Tenant } from "../../client/croft.ts";
import { useConnection } from "../../client/react/use-connection.ts";
import { typedCredential } from "../credential.ts";
import { TEXTS } from "../texts/shell.ts";
import { Button, buttonClass } from "../ui/button.tsx";
import { PageHeading } from "../ui/heading.tsx";
import { forgetLastTenant, lastTenant } from "./last-tenant.ts";
import { PersonMenu } from "./person-menu.tsx";

const REFUSALS = new Set([401, 403, 404]);

/** Why the caller may not enter; null while they may, as far as is known. */
export interface Bar {
  readonly error: CroftError | null;
  readonly tryAgain: () => void;
}

/** A connection that was closed for good says little, so the service is asked why. */
export function useBar(tenant: Tenant<Record<never, never>>): Bar {
  const state = useConnection(tenant);
  const [error, setError] = useState<CroftError | null>(null);
  const isClosed = state.status === "closed" && REFUSALS.has(state.reason.status);
  const asked = useQuery({
    queryKey: ["barred", tenant.tenant],
    queryFn: ({ signal }) => refusalOf(tenant, signal),
    enabled: isClosed && error === null,
    gcTime: 0,
    staleTime: 0,
  });
  // Kept: what is not shown is not followed, and a connection that nothing needs is closed no more.
  useEffect(() => {
    if (isClosed && asked.data) setError(asked.data);
  }, [isClosed, asked.data]);
  const tryAgain = () => {
    setError(null);
    tenant.reconnect();
  };
  return { error, tryAgain };
}

/** @returns null where there is none */
async function refusalOf(tenant: Tenant<Record<never, never>>, signal: AbortSignal): Promise<CroftError | null> {
  try {
    await administrationOf(tenant).get({ signal });
    return null;
  } catch (error) {
    if (error instanceof CroftError && REFUSALS.has(error.status)) return error;
    throw error;
  }
}

/** @param handle of the tenant; absent where nothing is known of the caller at all */
export function Barred({
  handle,
  error,
  tryAgain,
}: {
  readonly handle?: string;
  readonly error: Error;
  readonly tryAgain: () => void;
}) {
  useEffect(() => {
    if (lastTenant() === handle) forgetLastTenant();
  }, [handle]);
  const status = error instanceof CroftError ? error.status : 0;
  const text = { 401: TEXTS.barred.over, 404: TEXTS.barred.notThere }[status] ?? error.message;
  return (
    <main className="mx-auto grid max-w-xl gap-4 p-6">
      <PageHeading title={handle ? TEXTS.barred.title(handle) : TEXTS.wentWrong}>
        <PersonMenu />
      </PageHeading>
      <p role="alert" className="wrap-anywhere">
        {text}
      </p>
      <div className="flex flex-wrap gap-2">
        {typedCredential() ? (
          <Link to="/key" className={buttonClass("main")}>
            {TEXTS.barred.otherKey}
          </Link>
        ) : (
          <Link to="/tenants" className={buttonClass("main")}>
            {TEXTS.tenants}
          </Link>
        )}
        <Button onClick={tryAgain}>{TEXTS.tryAgain}</Button>
      </div>
    </main>
  );
}
