/** What an account with a second factor asks for after the password. */
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import type { SignIn } from "../../client/session/session.ts";
import { session } from "../service.ts";
import { TEXTS } from "../texts/sign-in.ts";
import { Button } from "../ui/button.tsx";
import { TextField } from "../ui/field.tsx";
import { Entry, EntryError } from "./entry.tsx";

export function SecondFactor({ onDone }: { readonly onDone: (result: SignIn) => void }) {
  const [usesApp, setUsesApp] = useState(true);
  const confirm = useMutation({
    mutationFn: (code: string) => session.secondFactor(usesApp ? { totp: code } : { backupCode: code }),
    onSuccess: onDone,
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (!confirm.isPending) confirm.mutate(String(new FormData(event.currentTarget).get("code")).replaceAll(/\s/g, ""));
  };
  return (
    <Entry title={TEXTS.totpTitle}>
      <EntryError error={confirm.error} />
      <form onSubmit={submit} className="grid gap-4">
        <TextField
          key={String(usesApp)}
          label={usesApp ? TEXTS.totp : TEXTS.backupCode}
          name="code"
          autoComplete={usesApp ? "one-time-code" : "off"}
          inputMode={usesApp ? "numeric" : "text"}
          required
        />
        <Button type="submit" look="main" aria-disabled={confirm.isPending}>
          {TEXTS.submit}
        </Button>
      </form>
      <Button look="quiet" onClick={() => setUsesApp(!usesApp)}>
        {usesApp ? TEXTS.useBackupCode : TEXTS.useTotp}
      </Button>
    </Entry>
  );
}
