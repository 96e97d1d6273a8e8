/** The tenants that one belongs to, and how to make another. */
import { Link } from "@tanstack/react-router";
import { Building, Wrench } from "lucide-react";
import type { Me } from "../shell/caller.ts";
import { useIsOperator, useMe, useSignedIn } from "../shell/me.ts";
import { PersonMenu } from "../shell/person-menu.tsx";
import { SignInFirst } from "../shell/sign-in-first.tsx";
import { useTenantNames } from "../shell/tenant-names.ts";
import { TEXTS } from "../texts/tenants.ts";
import { PageHeading } from "../ui/heading.tsx";
import { Empty, Failed, Loading } from "../ui/notice.tsx";
import { MakeTenant } from "./make-tenant.tsx";

const ROW = "flex items-center gap-3 rounded-lg border border-line bg-panel px-4 py-3 hover:border-edge";

export function TenantsPage() {
  const signedIn = useSignedIn();
  const me = useMe();
  const isOperator = useIsOperator();
  if (signedIn === false) return <SignInFirst />;
  return (
    <main className="mx-auto grid max-w-2xl gap-5 p-4 sm:p-6">
      <PageHeading title={TEXTS.title} lead={TEXTS.lead}>
        <PersonMenu />
      </PageHeading>
      {me.isError && <Failed error={me.error} retry={() => void me.refetch()} />}
      {isOperator && <OperatorsLink />}
      {me.isPending ? <Loading /> : me.data && <List me={me.data} />}
      {me.data?.kind === "user" && <MakeTenant />}
    </main>
  );
}

function OperatorsLink() {
  return (
    <Link to="/operators/$section" params={{ section: "tenants" }} className={ROW}>
      <Wrench size={18} aria-hidden className="text-quiet" />
      <span className="font-medium">{TEXTS.operators}</span>
    </Link>
  );
}

function List({ me }: { readonly me: Me }) {
  const names = useTenantNames(10_000);
  if (me.kind === "operator") return null;
  if (me.tenants.length === 0) return <Empty title={TEXTS.none}>{TEXTS.noneHint}</Empty>;
  return (
    <ul className="grid gap-2">
      {me.tenants.map(({ tenant, role }) => (
        <li key={tenant}>
          <Link to="/t/$tenant" params={{ tenant }} className={ROW}>
            <Building size={18} aria-hidden className="shrink-0 text-quiet" />
            <span className="min-w-0 flex-1">
              <span className="block truncate font-medium" dir="auto">
                {names.get(tenant) ?? tenant}
              </span>
              {names.has(tenant) && <span className="block truncate text-quiet text-xs">{tenant}</span>}
            </span>
            <span className="text-quiet">{TEXTS.as(role)}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
