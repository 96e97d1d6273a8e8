/** What happens, as it happens: who did what. */
import { Bookmark, FolderGit2, KeyRound, type LucideIcon, Settings, UserPlus, Users } from "lucide-react";
import { useMemo } from "react";
import { useLive } from "../../client/react/use-live.ts";
import { ICONS } from "../records/icons.ts";
import { textOf } from "../records/value.ts";
import { resourceNamed } from "../resources.ts";
import { useReadable } from "../shell/readable.ts";
import { useTenant } from "../shell/tenant-context.ts";
import { TEXTS } from "../texts/overview.ts";
import { Panel } from "../ui/heading.tsx";
import { Empty, Failed } from "../ui/notice.tsx";
import { Age } from "../ui/time.tsx";
import { useArrivals } from "./arrivals.ts";
import { type Entry, entriesOf, entryOfNew } from "./changes.ts";
import { EntryLink } from "./entry-link.tsx";
import { actorName, deedText, fieldsText, type Names, thingText } from "./feed-words.ts";

/** Rows of the log that are followed; those that belong together are one line. */
const ROWS = 60;
const LINES = 30;

/** Of what is no page of records. */
const OTHER_ICONS: Readonly<Record<string, LucideIcon>> = {
  follows: FolderGit2,
  members: Users,
  invitations: UserPlus,
  "api-keys": KeyRound,
  "account-config": Settings,
  views: Bookmark,
};

export function FeedPanel({ className = "" }: { readonly className?: string }) {
  const readable = useReadable();
  return (
    <Panel title={TEXTS.feed} className={className}>
      {readable("audit-log") ? <FeedOfLog /> : <FeedOfNew />}
    </Panel>
  );
}

function FeedOfLog() {
  const { tenant } = useTenant();
  const { data, status, error } = useLive(tenant.resource("audit-log"), { limit: ROWS });
  const entries = useMemo(() => entriesOf(data, resourceNamed), [data]);
  if (status === "failed") return <Failed error={error} />;
  return <Lines entries={entries} isCut={data.length === ROWS} settled={status !== "loading"} />;
}

/** For those who may not read the log: what is new of what they work with. */
function FeedOfNew() {
  const activities = useNewest("activities");
  const leads = useNewest("leads");
  const humans = useNewest("humans");
  const bookings = useNewest("bookings");
  const entries = useMemo(
    () =>
      [...activities.entries, ...leads.entries, ...humans.entries, ...bookings.entries].sort((a, b) =>
        a.at < b.at ? 1 : -1,
      ),
    [activities, leads, humans, bookings],
  );
  const error = activities.error ?? leads.error ?? humans.error ?? bookings.error;
  if (error) return <Failed error={error} />;
  const settled = activities.settled && leads.settled && humans.settled && bookings.settled;
  return <Lines entries={entries} settled={settled} />;
}

const NEWEST = { sort: ["-createdAt"], limit: LINES };

interface Newest {
  readonly entries: readonly Entry[];
  readonly settled: boolean;
  readonly error: Error | null;
}

function useNewest(name: string): Newest {
  const { tenant } = useTenant();
  const resource = useReadable()(name);
  const { data, status, error } = useLive(tenant.resource(name), resource && NEWEST);
  return useMemo(
    () => ({
      entries: resource ? data.map((record) => entryOfNew(resource, record)) : [],
      settled: resource === null || status !== "loading",
      error: status === "failed" ? error : null,
    }),
    [data, resource, status, error],
  );
}

function Lines({
  entries,
  isCut = false,
  settled,
}: {
  readonly entries: readonly Entry[];
  readonly isCut?: boolean;
  readonly settled: boolean;
}) {
  const shown = entries.slice(0, LINES);
  const names = useNames();
  const hasArrived = useArrivals(entries, settled);
  if (settled && shown.length === 0) return <Empty title={TEXTS.nothingChanged}>{TEXTS.nothingChangedHint}</Empty>;
  return (
    <ol aria-label={TEXTS.feed} className="-mx-2 flex min-h-0 flex-1 flex-col overflow-y-auto">
      {shown.map((entry) => (
        <li key={entry.key} className={`rounded-md px-2 py-1.5 ${hasArrived(entry.key) ? "animate-touched" : ""}`}>
          <Line entry={entry} names={names} isCut={isCut && entry === entries.at(-1)} />
        </li>
      ))}
    </ol>
  );
}

function Line({ entry, names, isCut }: { readonly entry: Entry; readonly names: Names; readonly isCut: boolean }) {
  const { me } = useTenant();
  const Icon = OTHER_ICONS[entry.resource] ?? ICONS[entry.resource] ?? ICONS.other;
  const isOne = entry.count === 1;
  return (
    <div className="flex gap-2.5">
      <Icon size={16} aria-hidden className="mt-0.5 shrink-0 text-quiet" />
      <div className="min-w-0 flex-1">
        <p className="line-clamp-2">
          <bdi className="font-medium">{actorName(entry.actor, names, me.id)}</bdi> {deedText(entry)}{" "}
          {thingText(entry, isCut)} {isOne && <EntryLink entry={entry} />}
        </p>
        {entry.fields.length > 0 && isOne && (
          <p dir="auto" className="truncate text-quiet text-xs">
            {fieldsText(entry.fields)}
          </p>
        )}
      </div>
      <span className="shrink-0 text-quiet text-xs leading-5">
        <Age at={entry.at} />
      </span>
    </div>
  );
}

const PEOPLE = { limit: 1_000 };

function useNames(): Names {
  const { tenant } = useTenant();
  const readable = useReadable();
  const members = useLive(tenant.resource("members"), readable("members") && PEOPLE);
  const keys = useLive(tenant.resource("api-keys"), readable("api-keys") && PEOPLE);
  return useMemo(
    () =>
      new Map([
        ...members.data.map((member) => [textOf(member, "userId"), textOf(member, "name")] as const),
        ...keys.data.map((key) => [textOf(key, "id"), textOf(key, "name")] as const),
      ]),
    [members.data, keys.data],
  );
}
