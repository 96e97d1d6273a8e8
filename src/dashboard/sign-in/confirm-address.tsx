/** Sends another mail that confirms an address: the first is lost, or its link is over. Says the same whether or not there is an account. */
import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { session } from "../service.ts";
import { TEXTS } from "../texts/sign-in.ts";
import { AddressForm } from "./address-form.tsx";
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
  if (send.isSuccess) return <MailSent email={send.data} next={next} />;
  return (
    <Entry title={title}>
      <p>{TEXTS.linkLasts}</p>
      <EntryError error={send.error} />
      <AddressForm send={send} action={TEXTS.sendAnother} />
      <Link to="/sign-in" search={{ next }} className="text-accent hover:underline">
        {TEXTS.title}
      </Link>
    </Entry>
  );
}
