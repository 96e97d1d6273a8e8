/** A new password for whoever forgot the old one: asks for the link, and is where the link leads. */
import { useMutation } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { type FormEvent, useState } from "react";
import { SessionError } from "../../client/session/session-error.ts";
import { session } from "../service.ts";
import { TEXTS } from "../texts/sign-in.ts";
import { Button } from "../ui/button.tsx";
import { AddressForm } from "./address-form.tsx";
import { Entry, EntryError } from "./entry.tsx";
import { NewPasswordField } from "./new-password-field.tsx";

export function PasswordPage() {
  const { token, error } = useSearch({ from: "/account/password" });
  const navigate = useNavigate();
  const [isDone, setIsDone] = useState(false);
  const leave = (search: { readonly error?: string }) =>
    void navigate({ to: "/account/password", search, replace: true });
  if (isDone) return <Done />;
  if (token === undefined || error !== undefined) return <Forgotten isOver={error !== undefined} />;
  const done = () => {
    setIsDone(true);
    // It is used up; what stays in the history should not look like a key.
    leave({});
  };
  return <Choose token={token} onDone={done} onOver={() => leave({ error: "INVALID_TOKEN" })} />;
}

function Forgotten({ isOver }: { readonly isOver: boolean }) {
  const send = useMutation({
    mutationFn: async (email: string) => {
      await session.requestPasswordReset(email, { returnTo: "/account/password" });
      return email;
    },
  });
  if (send.isSuccess)
    return (
      <Entry title={TEXTS.mailTitle}>
        <p className="wrap-anywhere">{TEXTS.resetSent(send.data)}</p>
        <p className="text-quiet">{TEXTS.mailMissing}</p>
        <ToSignIn />
      </Entry>
    );
  return (
    <Entry title={TEXTS.forgotTitle}>
      {isOver && !send.error && <EntryError error={new Error(TEXTS.resetOver)} />}
      <p>{TEXTS.forgotLead}</p>
      <EntryError error={send.error} />
      <AddressForm send={send} action={TEXTS.sendLink} />
      <ToSignIn />
    </Entry>
  );
}

interface ChooseProps {
  readonly token: string;
  readonly onDone: () => void;
  readonly onOver: () => void;
}

function Choose({ token, onDone, onOver }: ChooseProps) {
  const save = useMutation({
    mutationFn: (password: string) => session.resetPassword({ token, password }),
    onSuccess: onDone,
    onError: (error) => error instanceof SessionError && error.reason === "INVALID_TOKEN" && onOver(),
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (!save.isPending) save.mutate(String(new FormData(event.currentTarget).get("password")));
  };
  return (
    <Entry title={TEXTS.resetTitle}>
      <EntryError error={save.error} />
      <form onSubmit={submit} className="grid gap-4">
        <NewPasswordField label={TEXTS.newPassword} name="password" />
        <Button type="submit" look="main" aria-disabled={save.isPending}>
          {TEXTS.savePassword}
        </Button>
      </form>
    </Entry>
  );
}

function Done() {
  return (
    <Entry title={TEXTS.resetDone}>
      <p>{TEXTS.resetDoneLead}</p>
      <ToSignIn />
    </Entry>
  );
}

function ToSignIn() {
  return (
    <Link to="/sign-in" className="text-accent hover:underline">
      {TEXTS.title}
    </Link>
  );
}
