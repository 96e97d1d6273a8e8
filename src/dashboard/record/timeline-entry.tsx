/** One activity of a timeline. */
import { Link } from "@tanstack/react-router";
import {
  CalendarClock,
  CircleDot,
  GitCommitHorizontal,
  GitPullRequest,
  Mail,
  Phone,
  Star,
  StickyNote,
  Tag,
  Users,
} from "lucide-react";
import type { AnyRecord } from "../../client/croft.ts";
import { linkOf } from "../fields/links.ts";
import { textOf } from "../records/value.ts";
import { useTenant } from "../shell/tenant-context.ts";
import { labelOf } from "../texts/names.ts";
import { Age } from "../ui/time.tsx";

const ICONS: Readonly<Record<string, typeof Mail>> = {
  call: Phone,
  mail: Mail,
  note: StickyNote,
  meeting: Users,
  issue: CircleDot,
  pull: GitPullRequest,
  commit: GitCommitHorizontal,
  release: Tag,
  star: Star,
};

export function TimelineEntry({ activity }: { readonly activity: AnyRecord }) {
  const { handle } = useTenant();
  const kind = textOf(activity, "kind");
  const Icon = ICONS[kind] ?? CalendarClock;
  const body = textOf(activity, "body");
  const url = linkOf("url", textOf(activity, "url"));
  const occurredAt = textOf(activity, "occurredAt");
  return (
    <li className="flex min-w-0 gap-3">
      <span className="grid size-7 shrink-0 place-items-center rounded-full bg-sunken ring-1 ring-line ring-inset">
        <Icon size={14} aria-hidden />
      </span>
      <div className="min-w-0 flex-1">
        <p className="flex min-w-0 items-baseline gap-2">
          <Link
            to="/t/$tenant/r/$resource/$id"
            params={{ tenant: handle, resource: "activities", id: activity.id }}
            className="line-clamp-3 min-w-0 flex-1 font-medium wrap-anywhere hover:underline"
            dir="auto"
          >
            {textOf(activity, "summary")}
          </Link>
          <span className="shrink-0 text-quiet text-xs">
            <span>{labelOf(kind)}</span> · {occurredAt && <Age at={occurredAt} />}
          </span>
        </p>
        {body && (
          <p className="line-clamp-6 whitespace-pre-wrap text-quiet wrap-anywhere" dir="auto">
            {body.slice(0, 2_000).replace(/[\ud800-\udbff]$/, "")}
          </p>
        )}
        {url && (
          <a
            href={url}
            target="_blank"
            rel="noopener noreferrer"
            className="block w-fit max-w-full truncate text-quiet text-xs underline decoration-edge underline-offset-2"
          >
            {url}
          </a>
        )}
      </div>
    </li>
  );
}
