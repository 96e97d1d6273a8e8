/** Who is in the tenant, live. */
import { TEXTS } from "../../texts/settings.ts";
import { Failed, Loading } from "../../ui/notice.tsx";
import { memberSchema } from "../rows.ts";
import { useRows } from "../use-rows.ts";
import { MemberRow } from "./member-row.tsx";

export function MembersSection() {
  const { rows, status, error } = useRows("members", memberSchema, { sort: ["createdAt"], limit: 1_000 });
  if (status === "failed") return <Failed error={error} />;
  if (status === "loading") return <Loading lines={6} />;
  return (
    <div className="grid gap-4">
      <p className="text-quiet">{TEXTS.members.lead}</p>
      <ul className="divide-y divide-line rounded-lg border border-line bg-panel">
        {rows.map((member) => (
          <MemberRow key={member.id} member={member} members={rows} />
        ))}
      </ul>
    </div>
  );
}
