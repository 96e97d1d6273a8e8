/** Sends another mail that confirms an address: the first is lost, or its link is over. Says the same whether or not there is an account. */
import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { FormEvent } from "react";
import { session } from "../service.ts";
import { TEXTS } from "../texts/sign-in.ts";
import { Button } from "../ui/button.tsx";
import { TextField } from "../ui/field.tsx";
import { Entry, EntryError } from "./entry.tsx";
import { MailSent } from "./mail-sent.tsx";
import { confirmedPath } from "./next-path.ts";

export function ConfirmAddress({ title, next }: { readonly title: string; readonly next: string | undefined }) {
  const send = useMutation({
    mutationFn: async (email: string) => {
      await session.sendVerification(email, { returnTo: confirmedPath(next) });
      return email;
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (!send.isPending) send.mutate(String(new FormData(event.currentTarget).get("email")).trim());
  };
  if (send.isSuccess) return <MailSent email={send.data} next={next} />;
  return (
    <Entry title={title}>
      <p>{TEXTS.linkLasts}</p>
      <EntryError error={send.error} />
      <form onSubmit={submit} className="grid gap-4">
        <TextField label={TEXTS.email} name="email" type="email" autoComplete="email" required />
        <Button type="submit" look="main" aria-disabled={send.isPending}>
          {TEXTS.sendAnother}
        </Button>
      </form>
      <Link to="/sign-in" search={{ next }} className="text-accent hover:underline">
        {TEXTS.title}
      </Link>
    </Entry>
  );
}
