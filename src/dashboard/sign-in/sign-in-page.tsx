/** Signing in: by password, with a second factor where the account has one, or by passkey. Links of mails lead here, too. */
import { useMutation } from "@tanstack/react-query";
import { Link, useSearch } from "@tanstack/react-router";
import { KeyRound } from "lucide-react";
import { type FormEvent, useState } from "react";
import type { SignIn } from "../../client/session/session.ts";
import { session } from "../service.ts";
import { TEXTS } from "../texts/sign-in.ts";
import { Button } from "../ui/button.tsx";
import { TextField } from "../ui/field.tsx";
import { ConfirmAddress } from "./confirm-address.tsx";
import { Entry, EntryError } from "./entry.tsx";
import { SecondFactor } from "./second-factor.tsx";
import { useGoOn } from "./use-go-on.ts";

export function SignInPage() {
  const { next, confirmed, error, confirm } = useSearch({ from: "/sign-in" });
  const [asksFactor, setAsksFactor] = useState(false);
  useGoOn(next);
  const went = ({ status }: SignIn) => setAsksFactor(status === "second-factor");
  if (asksFactor) return <SecondFactor onDone={went} />;
  if (confirm) return <ConfirmAddress title={TEXTS.confirmTitle} next={next} />;
  if (confirmed && error !== undefined) return <ConfirmAddress title={TEXTS.linkOver} next={next} />;
  return (
    <Entry title={TEXTS.title}>
      {confirmed && (
        <p role="status" className="rounded-md border border-good bg-mark px-3 py-2">
          {TEXTS.confirmed}
        </p>
      )}
      {error !== undefined && !confirmed && <EntryError error={new Error(TEXTS.failedElsewhere)} />}
      <PasswordForm onDone={went} />
      <OtherWays next={next} />
    </Entry>
  );
}

function OtherWays({ next }: { readonly next: string | undefined }) {
  return (
    <ul className="grid gap-1.5 text-accent underline-offset-4 [&_a:hover]:underline">
      <li>
        <Link to="/sign-up" search={{ next }}>
          {TEXTS.noAccount}
        </Link>
      </li>
      <li>
        <Link to="/account/password">{TEXTS.forgot}</Link>
      </li>
      <li>
        <Link to="/sign-in" search={{ next, confirm: true }}>
          {TEXTS.unconfirmed}
        </Link>
      </li>
      <li>
        <Link to="/key">{TEXTS.withKey}</Link>
      </li>
    </ul>
  );
}

function PasswordForm({ onDone }: { readonly onDone: (result: SignIn) => void }) {
  const byPassword = useMutation({
    mutationFn: (form: FormData) =>
      session.signIn({ email: String(form.get("email")).trim(), password: String(form.get("password")) }),
    onSuccess: onDone,
  });
  const byPasskey = useMutation({
    mutationFn: () => session.signInWithPasskey(),
    onSuccess: onDone,
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (byPassword.isPending) return;
    byPasskey.reset();
    byPassword.mutate(new FormData(event.currentTarget));
  };
  const tryPasskey = () => {
    if (byPasskey.isPending) return;
    byPassword.reset();
    byPasskey.mutate();
  };
  return (
    <>
      <EntryError error={byPassword.error ?? byPasskey.error} />
      <form onSubmit={submit} className="grid gap-4">
        <TextField label={TEXTS.email} name="email" type="email" autoComplete="username webauthn" required />
        <TextField label={TEXTS.password} name="password" type="password" autoComplete="current-password" required />
        <Button type="submit" look="main" aria-disabled={byPassword.isPending}>
          {TEXTS.submit}
        </Button>
      </form>
      <Button onClick={tryPasskey} aria-disabled={byPasskey.isPending}>
        <KeyRound size={16} aria-hidden /> {TEXTS.passkey}
      </Button>
    </>
  );
}
