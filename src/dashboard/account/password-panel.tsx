/** Another password. Who came by another service, and has none, is sent a link to choose one. */
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useRef } from "react";
import { session } from "../service.ts";
import { EntryError } from "../sign-in/entry.tsx";
import { NewPasswordField } from "../sign-in/new-password-field.tsx";
import { TEXTS } from "../texts/account.ts";
import { Button } from "../ui/button.tsx";
import { TextField } from "../ui/field.tsx";
import { Panel } from "../ui/heading.tsx";
import { useSay } from "../ui/toast.tsx";
import { type AccountNow, changePassword } from "./account-calls.ts";

export function PasswordPanel({ account }: { readonly account: AccountNow }) {
  return <Panel title={TEXTS.password}>{account.hasPassword ? <Change /> : <AskForOne email={account.email} />}</Panel>;
}

function Change() {
  const say = useSay();
  const form = useRef<HTMLFormElement>(null);
  const change = useMutation({
    mutationFn: (values: FormData) => changePassword(String(values.get("current")), String(values.get("new"))),
    onSuccess: () => {
      form.current?.reset();
      say.done(TEXTS.passwordChanged);
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (!change.isPending) change.mutate(new FormData(event.currentTarget));
  };
  return (
    <form ref={form} onSubmit={submit} className="grid gap-4">
      <p className="text-quiet">{TEXTS.passwordHint}</p>
      <EntryError error={change.error} />
      <TextField
        label={TEXTS.currentPassword}
        name="current"
        type="password"
        autoComplete="current-password"
        required
      />
      <NewPasswordField label={TEXTS.newPassword} name="new" />
      <Button type="submit" className="justify-self-start" aria-disabled={change.isPending}>
        {TEXTS.changePassword}
      </Button>
    </form>
  );
}

function AskForOne({ email }: { readonly email: string }) {
  const say = useSay();
  const ask = useMutation({
    mutationFn: () => session.requestPasswordReset(email, { returnTo: "/account/password" }),
    onSuccess: () => say.done(TEXTS.linkSent),
  });
  return (
    <>
      <p className="text-quiet">{TEXTS.noPassword}</p>
      <EntryError error={ask.error} />
      <Button className="self-start" onClick={() => ask.isPending || ask.mutate()}>
        {TEXTS.sendLink}
      </Button>
    </>
  );
}
