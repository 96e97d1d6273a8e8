/** One member: their role, and the end of their membership. */
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { administrationOf } from "../../../client/administration/administration.ts";
import { CONFIG } from "../../resources.ts";
import { isAtLeast, mayChangeAs } from "../../shell/permissions.ts";
import { useTenant } from "../../shell/tenant-context.ts";
import { TEXTS } from "../../texts/settings.ts";
import { Button } from "../../ui/button.tsx";
import { CONTROL } from "../../ui/field.tsx";
import { useSay } from "../../ui/toast.tsx";
import { Confirm } from "../confirm.tsx";
import { isLastOwner, mayHandle, rolesToGive } from "../roles.ts";
import type { Member } from "../rows.ts";
import { LeaveButton } from "./leave-button.tsx";

export function MemberRow({ member, members }: { readonly member: Member; readonly members: readonly Member[] }) {
  const { me, role, rights } = useTenant();
  const isSelf = me.kind === "user" && member.userId === me.id;
  const last = isLastOwner(CONFIG.roles, members, member.id);
  const handles = mayChangeAs("admin", rights) && mayHandle(CONFIG.roles, role, member.role);
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3" data-member={member.email}>
      <div className="min-w-0 flex-1 basis-56">
        <p className="truncate font-medium" dir="auto">
          {member.name}
          {isSelf && (
            <span className="ml-2 rounded bg-mark px-1.5 py-0.5 font-normal text-xs">{TEXTS.members.you}</span>
          )}
        </p>
        <p className="truncate text-quiet">{member.email}</p>
        {last && isAtLeast(role, "owner") && <p className="text-quiet text-xs">{TEXTS.members.lastOwner}</p>}
      </div>
      {handles && !last ? <RoleChoice member={member} isSelf={isSelf} /> : <span className="px-1">{member.role}</span>}
      {isSelf && !last && <LeaveButton memberId={member.id} />}
      {!isSelf && handles && !last && <RemoveButton member={member} />}
    </li>
  );
}

function RoleChoice({ member, isSelf }: { readonly member: Member; readonly isSelf: boolean }) {
  const { tenant, role: own } = useTenant();
  const say = useSay();
  const [asked, setAsked] = useState<string | null>(null);
  const give = useMutation({
    mutationFn: (role: string) => administrationOf(tenant).setRole(member.id, role),
    onSuccess: ({ role }) => say.done(TEXTS.members.changed(member.name, role)),
    onError: (error) => say.failed(TEXTS.members.roleOf(member.name), error),
  });
  const choose = (role: string) => (isSelf ? setAsked(role) : give.mutate(role));
  return (
    <>
      <select
        aria-label={TEXTS.members.roleOf(member.name)}
        className={`${CONTROL} w-auto!`}
        value={give.isPending ? give.variables : member.role}
        aria-busy={give.isPending}
        onChange={(event) => choose(event.target.value)}
      >
        {rolesToGive(CONFIG.roles, own).map((role) => (
          <option key={role} value={role}>
            {role}
          </option>
        ))}
      </select>
      {asked !== null && (
        <Confirm
          title={TEXTS.members.lowerTitle}
          text={TEXTS.members.lowerText(asked)}
          action={TEXTS.change}
          onConfirm={() => administrationOf(tenant).setRole(member.id, asked)}
          onClose={() => setAsked(null)}
        />
      )}
    </>
  );
}

function RemoveButton({ member }: { readonly member: Member }) {
  const { tenant } = useTenant();
  const say = useSay();
  const [asks, setAsks] = useState(false);
  const remove = async () => {
    await administrationOf(tenant).removeMember(member.id);
    say.done(TEXTS.members.removed(member.name));
  };
  return (
    <>
      <Button aria-label={TEXTS.members.removeWho(member.name)} onClick={() => setAsks(true)}>
        {TEXTS.remove}
      </Button>
      {asks && (
        <Confirm
          title={TEXTS.members.removeTitle(member.name)}
          text={TEXTS.members.removeText}
          action={TEXTS.remove}
          onConfirm={remove}
          onClose={() => setAsks(false)}
        />
      )}
    </>
  );
}
