/** What others read of the person. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { FormEvent } from "react";
import { session } from "../service.ts";
import { EntryError } from "../sign-in/entry.tsx";
import { TEXTS } from "../texts/account.ts";
import { Button } from "../ui/button.tsx";
import { TextField } from "../ui/field.tsx";
import { Panel } from "../ui/heading.tsx";
import { useSay } from "../ui/toast.tsx";
import { type AccountNow, rename } from "./account-calls.ts";

export function NamePanel({ account }: { readonly account: AccountNow }) {
  const say = useSay();
  const queries = useQueryClient();
  const save = useMutation({
    mutationFn: rename,
    onSuccess: async () => {
      say.done(TEXTS.nameSaved);
      await Promise.all([session.refresh(), queries.invalidateQueries()]);
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const name = String(new FormData(event.currentTarget).get("name")).trim();
    if (!save.isPending && name !== account.name) save.mutate(name);
  };
  return (
    <Panel title={TEXTS.person}>
      <p className="wrap-anywhere">{TEXTS.signedInAs(account.email)}</p>
      <EntryError error={save.error} />
      <form onSubmit={submit} className="flex flex-wrap items-end gap-2">
        <div className="min-w-0 flex-1 basis-60">
          <TextField
            label={TEXTS.name}
            name="name"
            defaultValue={account.name}
            autoComplete="name"
            maxLength={200}
            required
          />
        </div>
        <Button type="submit" aria-disabled={save.isPending}>
          {TEXTS.saveName}
        </Button>
      </form>
    </Panel>
  );
}
