/** What stands around every page of a tenant: navigation, connection, search, who one is. */
import { Outlet, useParams } from "@tanstack/react-router";
import { useEffect, useMemo } from "react";
import { useLive } from "../../client/react/use-live.ts";
import { PaletteHost } from "../palette/palette-host.tsx";
import { croft } from "../service.ts";
import { Loading } from "../ui/notice.tsx";
import { Barred, useBar } from "./barred.tsx";
import type { Me } from "./caller.ts";
import { ConnectionBanner } from "./connection-banner.tsx";
import { Frame } from "./frame.tsx";
import { keepLastTenant } from "./last-tenant.ts";
import { LeftConflicts } from "./left-conflicts.tsx";
import { useMe, useSignedIn } from "./me.ts";
import { SignInFirst } from "./sign-in-first.tsx";
import { TenantContext } from "./tenant-context.ts";
import { useTenantNames } from "./tenant-names.ts";
import { TenantNavigation } from "./tenant-navigation.tsx";

export function TenantFrame() {
  const signedIn = useSignedIn();
  const me = useMe();
  const { tenant: handle = "" } = useParams({ strict: false });
  if (signedIn === false) return <SignInFirst />;
  if (me.isError) return <Barred error={me.error} tryAgain={() => void me.refetch()} />;
  if (!me.data) return <Loading />;
  return <KnownTenant key={handle} handle={handle} me={me.data} />;
}

function KnownTenant({ handle, me }: { readonly handle: string; readonly me: Me }) {
  const tenant = croft.tenant(handle);
  const names = useTenantNames();
  const bar = useBar(tenant);
  const role = useRole(handle, me);
  const rights = useMemo(() => ({ role, readOnly: me.readOnly ?? false, resources: me.resources ?? null }), [role, me]);
  const context = useMemo(() => ({ handle, tenant, me, role, rights }), [handle, tenant, me, role, rights]);
  useEffect(() => keepLastTenant(handle), [handle]);
  if (bar.error) return <Barred handle={handle} error={bar.error} tryAgain={bar.tryAgain} />;
  return (
    <TenantContext value={context}>
      <Frame title={names.get(handle) ?? handle} navigation={<TenantNavigation />}>
        <ConnectionBanner to={tenant} />
        <LeftConflicts />
        <Outlet />
      </Frame>
      <PaletteHost />
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
