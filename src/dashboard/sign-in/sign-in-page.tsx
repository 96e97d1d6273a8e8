/** Signing in: by password, with a second factor where the account has one, or by passkey. */
import { useMutation } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { KeyRound } from "lucide-react";
import { type FormEvent, useState } from "react";
import type { SignIn } from "../../client/session/session.ts";
import { session } from "../service.ts";
import { TEXTS } from "../texts/sign-in.ts";
import { Button } from "../ui/button.tsx";
import { TextField } from "../ui/field.tsx";
import { Entry, EntryError } from "./entry.tsx";
import { pathWithin } from "./next-path.ts";
import { SecondFactor } from "./second-factor.tsx";

export function SignInPage() {
  const { next } = useSearch({ from: "/sign-in" });
  const navigate = useNavigate();
  const [asksFactor, setAsksFactor] = useState(false);
  const goOn = (result: SignIn) => {
    if (result.status === "second-factor") setAsksFactor(true);
    else void navigate({ href: pathWithin(next) });
  };
  if (asksFactor) return <SecondFactor onDone={goOn} />;
  return (
    <Entry title={TEXTS.title}>
      <PasswordForm onDone={goOn} />
      <ul className="grid gap-1.5 text-accent underline-offset-4 [&_a:hover]:underline">
        <li>
          <Link to="/sign-up" search={{ next }}>
            {TEXTS.noAccount}
          </Link>
        </li>
        <li>
          <a href="/account#forgot">{TEXTS.forgot}</a>
        </li>
        <li>
          <a href="/account#confirm">{TEXTS.unconfirmed}</a>
        </li>
        <li>
          <Link to="/key">{TEXTS.withKey}</Link>
        </li>
      </ul>
    </Entry>
  );
}

function PasswordForm({ onDone }: { readonly onDone: (result: SignIn) => void }) {
  const byPassword = useMutation({
    mutationFn: (form: FormData) =>
      session.signIn({ email: String(form.get("email")), password: String(form.get("password")) }),
    onSuccess: onDone,
  });
  const byPasskey = useMutation({ mutationFn: () => session.signInWithPasskey(), onSuccess: onDone });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    byPassword.mutate(new FormData(event.currentTarget));
  };
  return (
    <>
      <EntryError error={byPassword.error ?? byPasskey.error} />
      <form onSubmit={submit} className="grid gap-4">
        <TextField label={TEXTS.email} name="email" type="email" autoComplete="username webauthn" required />
        <TextField label={TEXTS.password} name="password" type="password" autoComplete="current-password" required />
        <Button type="submit" look="main" disabled={byPassword.isPending}>
          {TEXTS.submit}
        </Button>
      </form>
      <Button onClick={() => byPasskey.mutate()} disabled={byPasskey.isPending}>
        <KeyRound size={16} aria-hidden /> {TEXTS.passkey}
      </Button>
    </>
  );
}
