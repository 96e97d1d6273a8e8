/** Asks before something is done that others notice. */
import { useState } from "react";
import { TEXTS } from "../texts/operators.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { useSay } from "../ui/toast.tsx";

/** What is asked, and what is done then. */
export interface Question {
  readonly title: string;
  readonly meaning: string;
  /** What the button says. */
  readonly action: string;
  readonly isDanger?: boolean;
  /** @returns what to say once it is done */
  readonly act: () => Promise<string>;
}

export function Confirm({
  question: { title, meaning, action, isDanger = false, act },
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
      say.failed(TEXTS.failed, error);
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
