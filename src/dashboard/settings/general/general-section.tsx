/** The name of the tenant, and what holds for all of it. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { FormEvent } from "react";
import { administrationOf } from "../../../client/administration/administration.ts";
import { useTenant } from "../../shell/tenant-context.ts";
import { TEXTS } from "../../texts/settings.ts";
import { Button } from "../../ui/button.tsx";
import { TextField } from "../../ui/field.tsx";
import { Panel } from "../../ui/heading.tsx";
import { Failed, Loading } from "../../ui/notice.tsx";
import { useSay } from "../../ui/toast.tsx";
import { FormError, wrongIn } from "../form-error.tsx";
import { useAccountConfig } from "../use-account-config.ts";
import { useTenantDetails } from "../use-tenant-details.ts";
import { RegionForm } from "./region-form.tsx";

export function GeneralSection() {
  const details = useTenantDetails();
  const { config, error, save } = useAccountConfig();
  return (
    <div className="grid gap-4">
      <Panel title={TEXTS.general.nameTitle}>
        {details.isPending && <Loading lines={2} />}
        {details.isError && !details.data && <Failed error={details.error} retry={() => void details.refetch()} />}
        {details.data && <NameForm name={details.data.name} />}
      </Panel>
      <Panel title={TEXTS.general.rulesTitle}>
        {error && !config && <Failed error={error} />}
        {!error && !config && <Loading lines={6} />}
        {config && <RegionForm config={config} save={save} />}
      </Panel>
    </div>
  );
}

function NameForm({ name }: { readonly name: string }) {
  const { tenant, handle } = useTenant();
  const say = useSay();
  const queries = useQueryClient();
  const rename = useMutation({
    mutationFn: (next: string) => administrationOf(tenant).rename(next),
    onSuccess: async () => {
      say.done(TEXTS.saved);
      await Promise.all([["tenant", handle], ["tenants"]].map((queryKey) => queries.invalidateQueries({ queryKey })));
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (!rename.isPending) rename.mutate(String(new FormData(event.currentTarget).get("name")).trim());
  };
  return (
    <form onSubmit={submit} className="grid gap-4">
      <TextField
        label={TEXTS.general.name}
        hint={TEXTS.general.nameHint(handle)}
        name="name"
        defaultValue={name}
        maxLength={200}
        required
        error={wrongIn(rename.error, "name")}
      />
      <FormError error={rename.error} fields={["name"]} />
      <Button type="submit" look="main" className="justify-self-start" aria-disabled={rename.isPending}>
        {TEXTS.save}
      </Button>
    </form>
  );
}
