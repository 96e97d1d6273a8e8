/** Going on with an API key or the operator token, for this tab. */
import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { FormEvent } from "react";
import { CroftError, createCroft } from "../../client/croft.ts";
import { keepTypedCredential } from "../credential.ts";
import { type Me, readMe } from "../shell/caller.ts";
import { TEXTS } from "../texts/sign-in.ts";
import { Button } from "../ui/button.tsx";
import { TextField } from "../ui/field.tsx";
import { Entry, EntryError } from "./entry.tsx";

export function KeyPage() {
  const use = useMutation({
    mutationFn: async (token: string) => ({ token, me: await whoseIs(token) }),
    onSuccess: ({ token, me }) => {
      keepTypedCredential(token);
      // A new page: the client of this one asks as somebody else.
      const [tenant] = me.tenants;
      location.assign(tenant ? `/t/${tenant.tenant}` : "/operators/tenants");
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (!use.isPending) use.mutate(String(new FormData(event.currentTarget).get("key")).trim());
  };
  return (
    <Entry title={TEXTS.keyTitle}>
      <p className="text-quiet">{TEXTS.keyLead}</p>
      <EntryError error={use.error} />
      <form onSubmit={submit} className="grid gap-4">
        <TextField label={TEXTS.key} name="key" type="password" autoComplete="off" spellCheck={false} required />
        <Button type="submit" look="main" aria-disabled={use.isPending}>
          {TEXTS.useKey}
        </Button>
      </form>
      <Link to="/sign-in" className="text-accent hover:underline">
        {TEXTS.toSignIn}
      </Link>
    </Entry>
  );
}

async function whoseIs(token: string): Promise<Me> {
  try {
    return await readMe(createCroft({ url: location.origin, token }));
  } catch (error) {
    if (!(error instanceof CroftError) || error.status !== 401) throw error;
    throw new Error(TEXTS.keyUnknown, { cause: error });
  }
}
