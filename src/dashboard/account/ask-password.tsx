/** Asks for the password again, before something that whoever finds an open browser must not be able to do. */
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, type ReactNode, useRef } from "react";
import { EntryError } from "../sign-in/entry.tsx";
import { TEXTS } from "../texts/account.ts";
import { TEXTS as SHELL } from "../texts/shell.ts";
import { Button, type ButtonLook } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { TextField } from "../ui/field.tsx";

export interface AskPasswordProps {
  readonly title: string;
  readonly text: ReactNode;
  /** What the button says that does it. */
  readonly action: string;
  readonly look?: ButtonLook;
  /** What it throws stands in the dialog. */
  readonly onGiven: (password: string) => Promise<unknown>;
  readonly onClose: () => void;
}

export function AskPassword({ title, text, action, look = "main", onGiven, onClose }: AskPasswordProps) {
  const input = useRef<HTMLInputElement>(null);
  const go = useMutation({ mutationFn: onGiven });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (!go.isPending) go.mutate(String(new FormData(event.currentTarget).get("password")));
  };
  return (
    <Dialog open onClose={onClose} title={title} description={text} initialFocus={() => input.current}>
      <form onSubmit={submit} className="grid gap-4">
        <TextField
          ref={input}
          label={TEXTS.yourPassword}
          name="password"
          type="password"
          autoComplete="current-password"
          required
        />
        <EntryError error={go.error} />
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>{SHELL.cancel}</Button>
          <Button type="submit" look={look} aria-disabled={go.isPending}>
            {action}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
