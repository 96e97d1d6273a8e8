/** Says that a mail is on its way, and sends another one. */
import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { session } from "../service.ts";
import { TEXTS } from "../texts/sign-in.ts";
import { Button } from "../ui/button.tsx";
import { useSay } from "../ui/toast.tsx";
import { Entry, EntryError } from "./entry.tsx";
import { confirmedPath } from "./next-path.ts";

export function MailSent({ email, next }: { readonly email: string; readonly next: string | undefined }) {
  const say = useSay();
  const again = useMutation({
    mutationFn: () => session.sendVerification(email, { returnTo: confirmedPath(next) }),
    onSuccess: () => say.done(TEXTS.sentAgain),
  });
  return (
    <Entry title={TEXTS.mailTitle}>
      <p className="wrap-anywhere">{TEXTS.mailSent(email)}</p>
      <p className="text-quiet">{TEXTS.mailMissing}</p>
      <EntryError error={again.error} />
      <Button onClick={() => again.isPending || again.mutate()} aria-disabled={again.isPending}>
        {TEXTS.sendAgain}
      </Button>
      <Link to="/sign-in" search={{ next }} className="text-accent hover:underline">
        {TEXTS.title}
      </Link>
    </Entry>
  );
}
