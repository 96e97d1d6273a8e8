/** Asks for an e-mail address and has a mail sent there. */
import type { UseMutationResult } from "@tanstack/react-query";
import type { FormEvent } from "react";
import { TEXTS } from "../texts/sign-in.ts";
import { Button } from "../ui/button.tsx";
import { TextField } from "../ui/field.tsx";

interface AddressFormProps {
  /** Sends the mail; is given the address. */
  readonly send: UseMutationResult<string, Error, string>;
  /** What the button says. */
  readonly action: string;
}

export function AddressForm({ send, action }: AddressFormProps) {
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (!send.isPending) send.mutate(String(new FormData(event.currentTarget).get("email")).trim());
  };
  return (
    <form onSubmit={submit} className="grid gap-4">
      <TextField label={TEXTS.email} name="email" type="email" autoComplete="email" required />
      <Button type="submit" look="main" aria-disabled={send.isPending}>
        {action}
      </Button>
    </form>
  );
}
