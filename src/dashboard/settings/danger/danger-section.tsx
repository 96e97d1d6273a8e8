/** What ends something: one's own membership, or the tenant. */
import { useState } from "react";
import { administrationOf } from "../../../client/administration/administration.ts";
import { CONFIG } from "../../resources.ts";
import { mayChangeAs } from "../../shell/permissions.ts";
import { useTenant } from "../../shell/tenant-context.ts";
import { TEXTS } from "../../texts/settings.ts";
import { Button } from "../../ui/button.tsx";
import { Panel } from "../../ui/heading.tsx";
import { Empty } from "../../ui/notice.tsx";
import { useSay } from "../../ui/toast.tsx";
import { Confirm } from "../confirm.tsx";
import { useGoneFrom } from "../gone-from.ts";
import { LeaveButton } from "../members/leave-button.tsx";
import { isLastOwner } from "../roles.ts";
import { memberSchema } from "../rows.ts";
import { useRows } from "../use-rows.ts";

export function DangerSection() {
  const { me, rights } = useTenant();
  const erases = mayChangeAs("owner", rights);
  const { rows } = useRows("members", memberSchema, { limit: 1_000 });
  const self = me.kind === "user" ? rows.find(({ userId }) => userId === me.id) : undefined;
  return (
    <div className="grid gap-4">
      {self && (
        <Panel title={TEXTS.danger.leaveTitle}>
          {isLastOwner(CONFIG.roles, rows, self.id) ? (
            <p>{TEXTS.members.lastOwner}</p>
          ) : (
            <>
              <p>{TEXTS.members.leaveText}</p>
              <div>
                <LeaveButton memberId={self.id} />
              </div>
            </>
          )}
        </Panel>
      )}
      {erases && <Erase />}
      {!self && !erases && <Empty title={TEXTS.names.danger}>{TEXTS.danger.nothing}</Empty>}
    </div>
  );
}

function Erase() {
  const { tenant, handle } = useTenant();
  const say = useSay();
  const goneFrom = useGoneFrom();
  const [asks, setAsks] = useState(false);
  const erase = async () => {
    await administrationOf(tenant).erase();
    say.done(TEXTS.danger.erased(handle));
    await goneFrom(handle);
  };
  return (
    <Panel title={TEXTS.danger.eraseTitle} className="border-bad!">
      <p>{TEXTS.danger.eraseText}</p>
      <div>
        <Button look="danger" onClick={() => setAsks(true)}>
          {TEXTS.danger.erase}
        </Button>
      </div>
      {asks && (
        <Confirm
          title={TEXTS.danger.eraseAsk(handle)}
          text={TEXTS.danger.eraseText}
          action={TEXTS.danger.erase}
          typed={{ label: TEXTS.danger.typeHandle(handle), text: handle }}
          onConfirm={erase}
          onClose={() => setAsks(false)}
        />
      )}
    </Panel>
  );
}
