/** A new key, shown this once. It is not closed by mistake before it was copied. */
import { useRef, useState } from "react";
import type { IssuedKey } from "../../../client/administration/administration.ts";
import { TEXTS } from "../../texts/settings.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { CONTROL, Field } from "../../ui/field.tsx";

export function ShownKey({ issued, onClose }: { readonly issued: IssuedKey; readonly onClose: () => void }) {
  const input = useRef<HTMLInputElement>(null);
  const [note, setNote] = useState<"copied" | "copyFailed" | "notCopied" | null>(null);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(issued.key);
      setNote("copied");
    } catch {
      input.current?.focus();
      input.current?.select();
      setNote("copyFailed");
    }
  };
  const close = () => (note === null ? setNote("notCopied") : onClose());
  return (
    <Dialog open onClose={close} title={TEXTS.keys.shownTitle} description={TEXTS.keys.shownText}>
      <Field label={TEXTS.keys.shownKey}>
        {(props) => (
          <div className="flex gap-2">
            <input
              {...props}
              ref={input}
              readOnly
              value={issued.key}
              className={`${CONTROL} font-mono`}
              onFocus={(event) => event.target.select()}
            />
            <Button look="main" onClick={() => void copy()}>
              {TEXTS.keys.copy}
            </Button>
          </div>
        )}
      </Field>
      <p role="status" className={note === "copied" ? "text-good" : "text-warn"}>
        {note && TEXTS.keys[note]}
      </p>
      <Button className="justify-self-end" onClick={close}>
        {TEXTS.done}
      </Button>
    </Dialog>
  );
}
