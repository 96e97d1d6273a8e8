/** Who is in the tenant, live. */
import { Link } from "@tanstack/react-router";
import { mayChangeAs } from "../../shell/permissions.ts";
import { useTenant } from "../../shell/tenant-context.ts";
import { TEXTS } from "../../texts/settings.ts";
import { buttonClass } from "../../ui/button.tsx";
import { Empty, Failed, Loading } from "../../ui/notice.tsx";
import { memberSchema } from "../rows.ts";
import { useRows } from "../use-rows.ts";
import { MemberRow } from "./member-row.tsx";

export function MembersSection() {
  const { handle, rights } = useTenant();
  const { rows, status, error } = useRows("members", memberSchema, { sort: ["createdAt"], limit: 1_000 });
  if (status === "failed") return <Failed error={error} />;
  if (status === "loading") return <Loading lines={6} />;
  return (
    <div className="grid gap-4">
      <p className="text-quiet">{TEXTS.members.lead}</p>
      {mayChangeAs("admin", rights) && (
        <Link
          to="/t/$tenant/settings/$section"
          params={{ tenant: handle, section: "invitations" }}
          className={`${buttonClass("main")} justify-self-start`}
        >
          {TEXTS.invitations.form}
        </Link>
      )}
      {rows.length === 0 && <Empty title={TEXTS.members.none}>{TEXTS.members.noneHint}</Empty>}
      {rows.length > 0 && (
        <ul className="divide-y divide-line rounded-lg border border-line bg-panel">
          {rows.map((member) => (
            <MemberRow key={member.id} member={member} members={rows} />
          ))}
        </ul>
      )}
    </div>
  );
}
