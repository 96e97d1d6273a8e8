/** Asks before something is done that others notice. */
import { useState } from "react";
import { TEXTS } from "../texts/shell.ts";
import { Button } from "./button.tsx";
import { Dialog } from "./dialog.tsx";
import { useSay } from "./toast.tsx";

/** What is asked, and what is done then. */
export interface Question {
  readonly title: string;
  readonly meaning: string;
  /** What the button says. */
  readonly action: string;
  readonly isDanger?: boolean;
  /** What is said where it does not work; that it did not, unless given. */
  readonly failure?: string;
  /** @returns what to say once it is done */
  readonly act: () => Promise<string>;
}

export function Confirm({
  question: { title, meaning, action, isDanger = false, failure = TEXTS.wentWrong, act },
  onClose,
}: {
  readonly question: Question;
  readonly onClose: () => void;
}) {
  const say = useSay();
  const [isBusy, setBusy] = useState(false);
  const confirm = async () => {
    setBusy(true);
    try {
      say.done(await act());
      onClose();
    } catch (error) {
      say.failed(failure, error);
      setBusy(false);
    }
  };
  return (
    <Dialog open onClose={onClose} title={title} description={meaning}>
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>{TEXTS.cancel}</Button>
        <Button look={isDanger ? "danger" : "main"} disabled={isBusy} onClick={() => void confirm()}>
          {action}
        </Button>
      </div>
    </Dialog>
  );
}
