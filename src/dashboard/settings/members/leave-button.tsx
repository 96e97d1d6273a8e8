/** Ends one's own membership. */
import { useState } from "react";
import { administrationOf } from "../../../client/administration/administration.ts";
import { useTenant } from "../../shell/tenant-context.ts";
import { TEXTS } from "../../texts/settings.ts";
import { Button } from "../../ui/button.tsx";
import { Confirm } from "../confirm.tsx";
import { useGoneFrom } from "../gone-from.ts";

export function LeaveButton({ memberId }: { readonly memberId: string }) {
  const { tenant, handle } = useTenant();
  const goneFrom = useGoneFrom();
  const [asks, setAsks] = useState(false);
  const leave = async () => {
    await administrationOf(tenant).removeMember(memberId);
    await goneFrom(handle);
  };
  return (
    <>
      <Button look="danger" onClick={() => setAsks(true)}>
        {TEXTS.members.leave}
      </Button>
      {asks && (
        <Confirm
          title={TEXTS.members.leaveTitle(handle)}
          text={TEXTS.members.leaveText}
          action={TEXTS.members.leave}
          onConfirm={leave}
          onClose={() => setAsks(false)}
        />
      )}
    </>
  );
}
