/** Making an account. The address is confirmed by a link in a mail, which leads back to signing in. */
import { useMutation } from "@tanstack/react-query";
import { Link, useSearch } from "@tanstack/react-router";
import type { FormEvent } from "react";
import { SessionError } from "../../client/session/session-error.ts";
import { session } from "../service.ts";
import { TEXTS } from "../texts/sign-in.ts";
import { Button } from "../ui/button.tsx";
import { TextField } from "../ui/field.tsx";
import { Entry, EntryError } from "./entry.tsx";
import { MailSent } from "./mail-sent.tsx";
import { NewPasswordField } from "./new-password-field.tsx";
import { confirmedPath } from "./next-path.ts";
import { sentenceOf } from "./sentence.ts";
import { useGoOn } from "./use-go-on.ts";

export function SignUpPage() {
  const { next } = useSearch({ from: "/sign-up" });
  useGoOn(next);
  const create = useMutation({
    mutationFn: async (form: FormData) => {
      const [name = "", email = "", password = ""] = ["name", "email", "password"].map((each) =>
        String(form.get(each)),
      );
      await session.signUp({ name: name.trim(), email: email.trim(), password, returnTo: confirmedPath(next) });
      return email.trim();
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (!create.isPending) create.mutate(new FormData(event.currentTarget));
  };
  if (create.isSuccess) return <MailSent email={create.data} next={next} />;
  const wrong = wrongField(create.error);
  return (
    <Entry title={TEXTS.createTitle}>
      <EntryError error={wrong ? null : create.error} />
      <form onSubmit={submit} className="grid gap-4">
        <TextField label={TEXTS.name} name="name" autoComplete="name" maxLength={200} required />
        <TextField
          label={TEXTS.email}
          name="email"
          type="email"
          autoComplete="email"
          required
          error={wrong?.field === "email" ? wrong.sentence : undefined}
        />
        <NewPasswordField
          label={TEXTS.password}
          name="password"
          error={wrong?.field === "password" ? wrong.sentence : undefined}
        />
        <Button type="submit" look="main" aria-disabled={create.isPending}>
          {TEXTS.create}
        </Button>
      </form>
      <Link to="/sign-in" search={{ next }} className="text-accent hover:underline">
        {TEXTS.haveAccount}
      </Link>
    </Entry>
  );
}

/** Which field a refusal is about, where it is about one. */
function wrongField(error: Error | null): { readonly field: "email" | "password"; readonly sentence: string } | null {
  const reason = error instanceof SessionError ? (error.reason ?? "") : "";
  if (!error || !/^(PASSWORD_|INVALID_EMAIL$)/.test(reason)) return null;
  return { field: reason === "INVALID_EMAIL" ? "email" : "password", sentence: sentenceOf(error) };
}
