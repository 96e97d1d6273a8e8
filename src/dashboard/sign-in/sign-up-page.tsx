/** Making an account. The address is confirmed by a link in a mail, which leads back to signing in. */
import { useMutation } from "@tanstack/react-query";
import { Link, useSearch } from "@tanstack/react-router";
import type { FormEvent } from "react";
import { session } from "../service.ts";
import { TEXTS } from "../texts/sign-in.ts";
import { Button } from "../ui/button.tsx";
import { TextField } from "../ui/field.tsx";
import { useSay } from "../ui/toast.tsx";
import { Entry, EntryError } from "./entry.tsx";

export function SignUpPage() {
  const { next } = useSearch({ from: "/sign-up" });
  const returnTo = `/sign-in${next === undefined ? "" : `?next=${encodeURIComponent(next)}`}`;
  const create = useMutation({
    mutationFn: async (form: FormData) => {
      const [name, email, password] = ["name", "email", "password"].map((field) => String(form.get(field)));
      await session.signUp({ name: name ?? "", email: email ?? "", password: password ?? "", returnTo });
      return email ?? "";
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    create.mutate(new FormData(event.currentTarget));
  };
  if (create.isSuccess) return <MailSent email={create.data} returnTo={returnTo} />;
  return (
    <Entry title={TEXTS.createTitle}>
      <EntryError error={create.error} />
      <form onSubmit={submit} className="grid gap-4">
        <TextField label={TEXTS.name} name="name" autoComplete="name" maxLength={200} required />
        <TextField label={TEXTS.email} name="email" type="email" autoComplete="email" required />
        <TextField
          label={TEXTS.password}
          hint={TEXTS.passwordHint}
          name="password"
          type="password"
          autoComplete="new-password"
          minLength={8}
          required
        />
        <Button type="submit" look="main" disabled={create.isPending}>
          {TEXTS.create}
        </Button>
      </form>
      <Link to="/sign-in" search={{ next }} className="text-accent hover:underline">
        {TEXTS.haveAccount}
      </Link>
    </Entry>
  );
}

function MailSent({ email, returnTo }: { readonly email: string; readonly returnTo: string }) {
  const say = useSay();
  const again = useMutation({
    mutationFn: () => session.sendVerification(email, { returnTo }),
    onSuccess: () => say.done(TEXTS.sentAgain),
    onError: (error) => say.failed(TEXTS.sendAgain, error),
  });
  return (
    <Entry title={TEXTS.mailTitle}>
      <p>{TEXTS.mailSent(email)}</p>
      <p className="text-quiet">{TEXTS.mailMissing}</p>
      <Button onClick={() => again.mutate()} disabled={again.isPending}>
        {TEXTS.sendAgain}
      </Button>
      <Link to="/sign-in" className="text-accent hover:underline">
        {TEXTS.title}
      </Link>
    </Entry>
  );
}
