/** Who is invited and has not come yet, and how to invite somebody. */
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useRef } from "react";
import { administrationOf } from "../../../client/administration/administration.ts";
import { CONFIG } from "../../resources.ts";
import { useTenant } from "../../shell/tenant-context.ts";
import { TEXTS } from "../../texts/settings.ts";
import { Button } from "../../ui/button.tsx";
import { TextField } from "../../ui/field.tsx";
import { Panel } from "../../ui/heading.tsx";
import { Empty, Failed, Loading } from "../../ui/notice.tsx";
import { Age, useNow } from "../../ui/time.tsx";
import { useSay } from "../../ui/toast.tsx";
import { FormError, wrongIn } from "../form-error.tsx";
import { RoleField } from "../role-field.tsx";
import { mayHandle } from "../roles.ts";
import { type Invitation, invitationSchema } from "../rows.ts";
import { useRows } from "../use-rows.ts";

const OPEN = {
  filter: { and: [{ acceptedAt: { isNull: true } }, { revokedAt: { isNull: true } }] },
  sort: ["-createdAt"],
  limit: 1_000,
};

export function InvitationsSection() {
  const { rows, status, error } = useRows("invitations", invitationSchema, OPEN);
  return (
    <div className="grid gap-4">
      <p className="text-quiet">{TEXTS.invitations.lead}</p>
      <InviteForm />
      <Panel title={TEXTS.invitations.pending}>
        {status === "failed" && <Failed error={error} />}
        {status === "loading" && <Loading />}
        {status !== "failed" && status !== "loading" && <Pending invitations={rows} />}
      </Panel>
    </div>
  );
}

function InviteForm() {
  const { tenant } = useTenant();
  const say = useSay();
  const form = useRef<HTMLFormElement>(null);
  const invite = useMutation({
    mutationFn: (given: FormData) =>
      administrationOf(tenant).invite({ email: String(given.get("email")).trim(), role: String(given.get("role")) }),
    onSuccess: ({ email }) => {
      say.done(TEXTS.invitations.sent(email));
      form.current?.reset();
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (!invite.isPending) invite.mutate(new FormData(event.currentTarget));
  };
  return (
    <Panel title={TEXTS.invitations.form}>
      <form ref={form} onSubmit={submit} className="grid gap-4 sm:grid-cols-2">
        <TextField
          label={TEXTS.invitations.email}
          name="email"
          type="email"
          autoComplete="off"
          required
          error={wrongIn(invite.error, "email")}
        />
        <RoleField error={wrongIn(invite.error, "role")} />
        <div className="grid gap-3 sm:col-span-2">
          <FormError error={invite.error} fields={["email", "role"]} />
          <Button type="submit" look="main" className="justify-self-start" aria-disabled={invite.isPending}>
            {TEXTS.invitations.invite}
          </Button>
        </div>
      </form>
    </Panel>
  );
}

function Pending({ invitations }: { readonly invitations: readonly Invitation[] }) {
  if (invitations.length === 0) return <Empty title={TEXTS.invitations.none}>{TEXTS.invitations.noneHint}</Empty>;
  return (
    <ul className="divide-y divide-line">
      {invitations.map((invitation) => (
        <InvitationRow key={invitation.id} invitation={invitation} />
      ))}
    </ul>
  );
}

function InvitationRow({ invitation }: { readonly invitation: Invitation }) {
  const { id, email, role, createdAt, expiresAt } = invitation;
  const { tenant, role: own } = useTenant();
  const say = useSay();
  const isOver = new Date(expiresAt).getTime() <= useNow();
  const takeBack = useMutation({
    mutationFn: () => administrationOf(tenant).revokeInvitation(id),
    onSuccess: () => say.done(TEXTS.invitations.takenBack(email)),
    onError: (error) => say.failed(TEXTS.invitations.takeBackOf(email), error),
  });
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 py-3">
      <div className="min-w-0 flex-1 basis-56">
        <p className="truncate font-medium">{email}</p>
        <p className="text-quiet">
          {TEXTS.invitations.sentAt} <Age at={createdAt} /> ·{" "}
          <span className={isOver ? "text-warn" : ""}>
            {isOver ? TEXTS.invitations.over : TEXTS.invitations.ends} <Age at={expiresAt} />
          </span>
        </p>
      </div>
      <span>{role}</span>
      {mayHandle(CONFIG.roles, own, role) && (
        <Button
          aria-label={TEXTS.invitations.takeBackOf(email)}
          aria-disabled={takeBack.isPending}
          onClick={() => takeBack.isPending || takeBack.mutate()}
        >
          {TEXTS.invitations.takeBack}
        </Button>
      )}
    </li>
  );
}
