/** What stands around every page of a tenant: navigation, connection, search, who one is. */
import { Outlet, useParams } from "@tanstack/react-router";
import { useEffect, useMemo } from "react";
import { useLive } from "../../client/react/use-live.ts";
import { croft } from "../service.ts";
import { Failed, Loading } from "../ui/notice.tsx";
import type { Me } from "./caller.ts";
import { ConnectionBanner } from "./connection-banner.tsx";
import { Frame } from "./frame.tsx";
import { keepLastTenant } from "./last-tenant.ts";
import { useMe, useSignedIn } from "./me.ts";
import { SignInFirst } from "./sign-in-first.tsx";
import { TenantContext } from "./tenant-context.ts";
import { TenantNavigation } from "./tenant-navigation.tsx";

export function TenantFrame() {
  const signedIn = useSignedIn();
  const me = useMe();
  if (signedIn === false) return <SignInFirst />;
  if (me.isError) return <Failed error={me.error} retry={() => void me.refetch()} />;
  if (!me.data) return <Loading />;
  return <KnownTenant me={me.data} />;
}

function KnownTenant({ me }: { readonly me: Me }) {
  const { tenant: handle = "" } = useParams({ strict: false });
  const tenant = croft.tenant(handle);
  const role = useRole(handle, me);
  const context = useMemo(() => ({ handle, tenant, me, role }), [handle, tenant, me, role]);
  useEffect(() => keepLastTenant(handle), [handle]);
  return (
    <TenantContext value={context}>
      <Frame navigation={<TenantNavigation />}>
        <ConnectionBanner />
        <Outlet />
      </Frame>
    </TenantContext>
  );
}

/** Live: what a change of role takes away is gone from the page in the same moment. */
function useRole(handle: string, me: Me): string | null {
  const members = croft.tenant(handle).resource("members");
  const own = useLive(members, me.kind === "user" ? { filter: { userId: me.id }, limit: 1 } : null);
  const [member] = own.data;
  if (me.kind === "key") return me.role;
  if (member && typeof member.role === "string") return member.role;
  return own.status === "loading" ? (me.tenants.find((each) => each.tenant === handle)?.role ?? null) : null;
}
