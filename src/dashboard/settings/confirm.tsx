/** Asks before what cannot be undone. */
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, type ReactNode, useState } from "react";
import { TEXTS as SHELL } from "../texts/shell.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { TextField } from "../ui/field.tsx";
import { FormError } from "./form-error.tsx";

export interface ConfirmProps {
  readonly title: string;
  readonly text: ReactNode;
  /** What the button says that does it. */
  readonly action: string;
  /** What has to be typed before, with the label that says so. */
  readonly typed?: { readonly label: string; readonly text: string };
  /** Done when it is resolved; what it throws stands in the dialog. */
  readonly onConfirm: () => Promise<unknown>;
  readonly onClose: () => void;
}

export function Confirm({ title, text, action, typed, onConfirm, onClose }: ConfirmProps) {
  const [given, setGiven] = useState("");
  const doIt = useMutation({ mutationFn: onConfirm, onSuccess: onClose });
  const ready = typed === undefined || given.trim() === typed.text;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (ready && !doIt.isPending) doIt.mutate();
  };
  return (
    <Dialog open onClose={onClose} title={title} description={text}>
      <form onSubmit={submit} className="grid gap-4">
        {typed && (
          <TextField
            label={typed.label}
            value={given}
            autoComplete="off"
            spellCheck={false}
            autoCapitalize="none"
            onChange={(event) => setGiven(event.target.value)}
          />
        )}
        <FormError error={doIt.error} />
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>{SHELL.cancel}</Button>
          <Button type="submit" look="danger" disabled={!ready} aria-disabled={doIt.isPending}>
            {action}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
