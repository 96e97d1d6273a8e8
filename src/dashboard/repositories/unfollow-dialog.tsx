/** Asks before a repository is not followed any more. */
import { useState } from "react";
import { followsOf } from "../../client/repositories/follows.ts";
import { useTenant } from "../shell/tenant-context.ts";
import { TEXTS } from "../texts/repositories.ts";
import { TEXTS as SHELL } from "../texts/shell.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { useSay } from "../ui/toast.tsx";
import type { Follow } from "./followed.ts";

export function UnfollowDialog({
  repository: { owner, name, fullName },
  onClose,
}: {
  readonly repository: Pick<Follow, "owner" | "name" | "fullName">;
  readonly onClose: () => void;
}) {
  const { tenant } = useTenant();
  const say = useSay();
  const [isBusy, setBusy] = useState(false);
  const unfollow = async () => {
    setBusy(true);
    try {
      await followsOf(tenant).unfollow(owner, name);
      say.done(TEXTS.unfollowed(fullName));
      onClose();
    } catch (error) {
      say.failed(TEXTS.notUnfollowed(fullName), error);
      setBusy(false);
    }
  };
  return (
    <Dialog open onClose={onClose} title={TEXTS.unfollowTitle(fullName)} description={TEXTS.unfollowMeaning}>
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>{SHELL.cancel}</Button>
        <Button look="danger" disabled={isBusy} onClick={() => void unfollow()}>
          {TEXTS.unfollow}
        </Button>
      </div>
    </Dialog>
  );
}
