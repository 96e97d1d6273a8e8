/** Asks before a repository is not followed any more. */
import { followsOf } from "../../client/repositories/follows.ts";
import { useTenant } from "../shell/tenant-context.ts";
import { TEXTS } from "../texts/repositories.ts";
import { Confirm } from "../ui/confirm.tsx";
import type { Follow } from "./followed.ts";

export function UnfollowDialog({
  repository: { owner, name, fullName },
  onClose,
}: {
  readonly repository: Pick<Follow, "owner" | "name" | "fullName">;
  readonly onClose: () => void;
}) {
  const { tenant } = useTenant();
  const question = {
    title: TEXTS.unfollowTitle(fullName),
    meaning: TEXTS.unfollowMeaning,
    action: TEXTS.unfollow,
    isDanger: true,
    failure: TEXTS.notUnfollowed(fullName),
    act: async () => {
      await followsOf(tenant).unfollow(owner, name);
      return TEXTS.unfollowed(fullName);
    },
  };
  return <Confirm question={question} onClose={onClose} />;
}
