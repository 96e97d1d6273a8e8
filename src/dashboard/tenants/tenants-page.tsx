/** The tenants that one belongs to, and how to make another. */
import { useMutation } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { CroftError } from "../../client/croft.ts";
import type { Me } from "../shell/caller.ts";
import { useMe, useSignedIn } from "../shell/me.ts";
import { PersonMenu } from "../shell/person-menu.tsx";
import { SignInFirst } from "../shell/sign-in-first.tsx";
import { TEXTS } from "../texts/tenants.ts";
import { Button } from "../ui/button.tsx";
import { TextField } from "../ui/field.tsx";
import { PageHeading, Panel } from "../ui/heading.tsx";
import { Empty, Failed, Loading } from "../ui/notice.tsx";
import { handleOf, makeTenant } from "./make-tenant.ts";

export function TenantsPage() {
  const signedIn = useSignedIn();
  const me = useMe();
  if (signedIn === false) return <SignInFirst />;
  return (
    <main className="mx-auto grid max-w-2xl gap-5 p-6">
      <PageHeading title={TEXTS.title} lead={TEXTS.lead}>
        <PersonMenu />
      </PageHeading>
      {me.isError && <Failed error={me.error} retry={() => void me.refetch()} />}
      {me.isPending ? <Loading /> : me.data && <List me={me.data} />}
      {me.data?.kind === "user" && <Make onMade={() => void me.refetch()} />}
    </main>
  );
}

function List({ me }: { readonly me: Me }) {
  if (me.tenants.length === 0) return <Empty title={TEXTS.none}>{TEXTS.noneHint}</Empty>;
  return (
    <ul className="grid gap-2">
      {me.tenants.map(({ tenant, role }) => (
        <li key={tenant}>
          <Link
            to="/t/$tenant"
            params={{ tenant }}
            className="flex items-center gap-3 rounded-lg border border-line bg-panel px-4 py-3 hover:border-edge"
          >
            <span className="min-w-0 flex-1 truncate font-medium">{tenant}</span>
            <span className="text-quiet">{TEXTS.as(role)}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}

function Make({ onMade }: { readonly onMade: () => void }) {
  const navigate = useNavigate();
  const [name, setName] = useState("");
  const [typed, setTyped] = useState<string | null>(null);
  const tenant = typed ?? handleOf(name);
  const make = useMutation({
    mutationFn: () => makeTenant({ tenant, name }),
    onSuccess: () => {
      onMade();
      void navigate({ to: "/t/$tenant", params: { tenant } });
    },
  });
  const wrong = (field: string) =>
    make.error instanceof CroftError ? make.error.details.find((detail) => detail.field === field)?.message : undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    make.mutate();
  };
  return (
    <Panel title={TEXTS.makeTitle}>
      <form onSubmit={submit} className="grid gap-4">
        <TextField
          label={TEXTS.name}
          value={name}
          maxLength={200}
          required
          onChange={(event) => setName(event.target.value)}
          error={wrong("name")}
        />
        <TextField
          label={TEXTS.handle}
          hint={TEXTS.handleHint}
          value={tenant}
          required
          pattern="[a-z][a-z0-9-]{1,38}[a-z0-9]"
          onChange={(event) => setTyped(event.target.value)}
          error={wrong("tenant") ?? make.error?.message}
        />
        <Button type="submit" look="main" disabled={make.isPending}>
          {TEXTS.make}
        </Button>
      </form>
    </Panel>
  );
}
