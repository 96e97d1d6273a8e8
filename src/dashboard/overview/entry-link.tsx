/** The record that a line of the feed is about, and the way to where it is shown. */
import { Link } from "@tanstack/react-router";
import { LINK, RecordLink } from "../fields/record-link.tsx";
import { namesOthers } from "../fields/record-title.ts";
import { textOf } from "../records/value.ts";
import { resourceNamed } from "../resources.ts";
import { useTenant } from "../shell/tenant-context.ts";
import type { Entry } from "./changes.ts";

/** Shown in a section of the settings, not as a record. */
const SECTIONS: Readonly<Record<string, string>> = {
  members: "members",
  invitations: "invitations",
  "api-keys": "api-keys",
  "account-config": "custom-fields",
};

export function EntryLink({ entry }: { readonly entry: Entry }) {
  const { handle } = useTenant();
  const { resource, id, title, record, action } = entry;
  const shown = <bdi className="wrap-anywhere">{title}</bdi>;
  const params = { tenant: handle };
  const section = SECTIONS[resource];
  if (action === "delete" || action === "purge" || resource === "views") return <span title={title}>{shown}</span>;
  if (section)
    return (
      <Link to="/t/$tenant/settings/$section" params={{ ...params, section }} className={LINK}>
        {shown}
      </Link>
    );
  if (resource === "follows")
    return (
      <Link
        to="/t/$tenant/repositories/$owner/$name"
        params={{ ...params, owner: textOf(record, "owner"), name: textOf(record, "name") }}
        className={LINK}
      >
        {shown}
      </Link>
    );
  const description = resourceNamed(resource);
  if (description && namesOthers(description)) return <RecordLink resource={resource} id={id} />;
  return (
    <Link to="/t/$tenant/r/$resource/$id" params={{ ...params, resource, id }} title={title} className={LINK}>
      {shown}
    </Link>
  );
}
