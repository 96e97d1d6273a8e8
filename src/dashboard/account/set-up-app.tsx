/** What the authenticator app reads, and the first code of it, which switches the second factor on. */
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useMemo } from "react";
import { encode } from "uqr";
import { EntryError } from "../sign-in/entry.tsx";
import { TEXTS } from "../texts/account.ts";
import { TEXTS as SHELL } from "../texts/shell.ts";
import { TEXTS as SIGN_IN } from "../texts/sign-in.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { TextField } from "../ui/field.tsx";
import { confirmSecondFactor, type NewSecondFactor } from "./account-calls.ts";

export interface SetUpAppProps {
  readonly factor: NewSecondFactor;
  readonly onConfirmed: () => Promise<unknown>;
  readonly onClose: () => void;
}

export function SetUpApp({ factor: { totpURI }, onConfirmed, onClose }: SetUpAppProps) {
  const confirm = useMutation({ mutationFn: confirmSecondFactor, onSuccess: onConfirmed });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (!confirm.isPending) confirm.mutate(String(new FormData(event.currentTarget).get("code")).replaceAll(/\s/g, ""));
  };
  const secret = new URL(totpURI).searchParams.get("secret") ?? "";
  return (
    <Dialog open onClose={onClose} title={TEXTS.setUpTitle} description={TEXTS.setUpText}>
      <form onSubmit={submit} className="grid gap-4">
        <QrCode text={totpURI} />
        <p className="text-quiet">{TEXTS.typeSecret}</p>
        <p className="select-all rounded bg-sunken p-2 font-mono wrap-anywhere">
          {secret.match(/.{1,4}/g)?.join(" ") ?? secret}
        </p>
        <TextField label={SIGN_IN.totp} name="code" inputMode="numeric" autoComplete="one-time-code" required />
        <EntryError error={confirm.error} />
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>{SHELL.cancel}</Button>
          <Button type="submit" look="main" aria-disabled={confirm.isPending}>
            {TEXTS.switchOn}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** Dark on white in every theme: cameras do not read the other way round. */
function QrCode({ text }: { readonly text: string }) {
  const { size, path } = useMemo(() => {
    const { data, size } = encode(text, { border: 2 });
    const cells = data.flatMap((row, y) =>
      row.flatMap((dark, x) => (dark ? [`M${String(x)} ${String(y)}h1v1h-1z`] : [])),
    );
    return { size, path: cells.join("") };
  }, [text]);
  return (
    <svg
      role="img"
      aria-label={TEXTS.qrCode}
      viewBox={`0 0 ${String(size)} ${String(size)}`}
      shapeRendering="crispEdges"
      className="size-52 justify-self-center rounded bg-white"
    >
      <path d={path} fill="black" />
    </svg>
  );
}
