/** Makes a tenant, of which one is the owner then. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { administrationOf } from "../../client/administration/administration.ts";
import { CroftError, createCroft } from "../../client/croft.ts";
import { croft, session } from "../service.ts";
import type { Me } from "../shell/caller.ts";
import { TEXTS } from "../texts/tenants.ts";
import { Button } from "../ui/button.tsx";
import { TextField } from "../ui/field.tsx";
import { Panel } from "../ui/heading.tsx";
import { handleOf } from "./handle-of.ts";

export function MakeTenant() {
  const [name, setName] = useState("");
  const [typed, setTyped] = useState<string | null>(null);
  const tenant = typed ?? handleOf(name);
  const make = useMake();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!make.isPending) make.mutate({ tenant, name: name.trim() });
  };
  const { error } = make;
  const details = error instanceof CroftError ? error.details : [];
  const wrong = (field: string) => details.find((detail) => detail.field === field)?.message;
  const taken = error instanceof CroftError && error.code === "CONFLICT" ? TEXTS.taken : undefined;
  return (
    <Panel title={TEXTS.makeTitle}>
      <form onSubmit={submit} className="grid gap-4">
        <TextField
          label={TEXTS.name}
          value={name}
          maxLength={200}
          autoComplete="organization"
          required
          onChange={(event) => setName(event.target.value)}
          error={wrong("name")}
        />
        <TextField
          label={TEXTS.handle}
          hint={TEXTS.handleHint}
          value={tenant}
          required
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          pattern="[a-z][a-z0-9\-]{1,38}[a-z0-9]"
          title={TEXTS.handleHint}
          onChange={(event) => setTyped(event.target.value)}
          error={taken ?? wrong("tenant")}
        />
        {error && !taken && details.length === 0 && (
          <p role="alert" className="text-bad">
            {error.message}
          </p>
        )}
        <Button type="submit" look="main" aria-disabled={make.isPending}>
          {TEXTS.make}
        </Button>
      </form>
    </Panel>
  );
}

function useMake() {
  const navigate = useNavigate();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (body: { readonly tenant: string; readonly name: string }) => {
      const { tenant, apiKey } = await createCroft({ url: location.origin, session }).createTenant(body);
      // The first key is made for programs, and is not shown here. That nobody has it is no reason to keep it, nor to fail.
      await administrationOf(croft.tenant(tenant))
        .revokeKey(apiKey.id)
        .catch(() => undefined);
    },
    onSuccess: async (_, { tenant }) => {
      // The service's own list follows within seconds.
      queries.setQueriesData<Me>(
        { queryKey: ["me"] },
        (me) => me && { ...me, tenants: [...me.tenants, { tenant, role: "owner" }] },
      );
      await navigate({ to: "/t/$tenant", params: { tenant } });
    },
  });
}
