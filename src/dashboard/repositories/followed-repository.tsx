/** One repository of those that the tenant follows. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { CircleDot, Lock, Star, Trash2 } from "lucide-react";
import type { ReactNode } from "react";
import { type ListedRepository, repositoriesOf } from "../../client/repositories/repositories.ts";
import { Sparkline } from "../charts/sparkline.tsx";
import { croft } from "../service.ts";
import { useTenant } from "../shell/tenant-context.ts";
import { NUMBER } from "../texts/counted.ts";
import { TEXTS } from "../texts/repositories.ts";
import { IconButton } from "../ui/button.tsx";
import { Age, age, useNow } from "../ui/time.tsx";
import type { Follow } from "./followed.ts";
import { isSameName } from "./repository-name.ts";
import { StateMark } from "./state-mark.tsx";
import { stateWords } from "./state-words.ts";

/** Days of the line of stars. */
const DAYS = 90;
/** Stars are counted by day. */
const STARS_STALE_MS = 600_000;

export function FollowedRepository({
  follow,
  listed,
  onUnfollow,
}: {
  readonly follow: Follow;
  /** Null where the directory does not have it yet, undefined until it has told. */
  readonly listed: ListedRepository | null | undefined;
  readonly onUnfollow: ((follow: Follow) => void) | undefined;
}) {
  const { handle } = useTenant();
  const { owner, name, fullName } = listed ?? follow;
  return (
    <li className="grid grid-cols-[1fr_auto] items-center gap-x-4 gap-y-1 px-2 py-2.5 sm:grid-cols-[minmax(0,1fr)_9rem_7rem_auto]">
      <div className="min-w-0">
        <p className="flex min-w-0 items-center gap-1.5">
          <Link
            to="/t/$tenant/repositories/$owner/$name"
            params={{ tenant: handle, owner, name }}
            className="truncate font-medium text-accent hover:underline"
          >
            {fullName}
          </Link>
          {follow.isPrivate && <Lock size={14} aria-label={TEXTS.private} className="shrink-0 text-quiet" />}
        </p>
        {listed?.description && (
          <p dir="auto" className="truncate text-quiet text-xs">
            {listed.description}
          </p>
        )}
        <Standing follow={follow} listed={listed} />
      </div>
      <p className="col-start-1 flex flex-wrap gap-x-3 text-quiet text-xs sm:col-start-2 sm:justify-end">
        <Count icon={<Star size={14} aria-hidden />} label={TEXTS.stars} value={listed?.stars} />
        <Count icon={<CircleDot size={14} aria-hidden />} label={TEXTS.openIssues} value={listed?.openIssues} />
      </p>
      <div className="hidden sm:block">
        <StarLine follow={follow} />
      </div>
      {onUnfollow && (
        <IconButton
          label={TEXTS.unfollowNamed(fullName)}
          onClick={() => onUnfollow(follow)}
          className="col-start-2 row-start-1 sm:col-start-4"
        >
          <Trash2 size={16} aria-hidden />
        </IconButton>
      )}
    </li>
  );
}

function Count({
  icon,
  label,
  value,
}: {
  readonly icon: ReactNode;
  readonly label: string;
  readonly value: number | undefined;
}) {
  if (value === undefined) return null;
  return (
    <span className="inline-flex items-center gap-1 tabular-nums" title={label}>
      {icon}
      <span className="sr-only">{label}: </span>
      {NUMBER.format(value)}
    </span>
  );
}

/** State, whether it is called otherwise now, and how fresh it is. */
function Standing({
  follow,
  listed,
}: {
  readonly follow: Follow;
  readonly listed: ListedRepository | null | undefined;
}) {
  const now = useNow();
  const since = useStateSince(listed);
  if (!follow.isPending && listed === undefined) return <p className="min-h-4" />;
  if (follow.isPending || !listed)
    return (
      <p className="text-xs">
        <StateMark tone="info">{TEXTS.firstSync}</StateMark>
      </p>
    );
  const { tone, text, meaning } = stateWords(listed.state, since === null ? null : age(since, now));
  return (
    <p className="flex flex-wrap items-center gap-x-2 text-quiet text-xs">
      <span title={meaning ?? undefined}>
        <StateMark tone={tone}>{text}</StateMark>
      </span>
      {!isSameName(listed.fullName, follow.fullName) && <span>{TEXTS.movedTo(listed.fullName)}</span>}
      {listed.freshAt ? (
        <span>
          {TEXTS.fresh} <Age at={listed.freshAt} />
        </span>
      ) : (
        <span>{TEXTS.notFresh}</span>
      )}
    </p>
  );
}

/** Since when a repository is what it is; asked for where it is not simply there. */
function useStateSince(listed: ListedRepository | null | undefined): string | null {
  const isOdd = listed?.state !== undefined && listed.state !== "active";
  const { data } = useQuery({
    queryKey: ["repository", listed?.fullName.toLowerCase(), "since", listed?.state],
    queryFn: async ({ signal }) => {
      const { owner = "", name = "" } = listed ?? {};
      return (await repositoriesOf(croft).repository(owner, name).get({ signal })).record.stateSince;
    },
    enabled: isOdd,
    staleTime: STARS_STALE_MS,
  });
  return isOdd ? (data ?? null) : null;
}

function StarLine({ follow: { owner, name, fullName, isPending } }: { readonly follow: Follow }) {
  const { data } = useQuery({
    queryKey: ["repository", fullName.toLowerCase(), "star-line"],
    queryFn: async ({ signal }) => {
      const { stars } = repositoriesOf(croft).repository(owner, name);
      const page = await stars.list({ sort: ["-day"], limit: DAYS, fields: ["day", "total"] }, { signal });
      return page.data.map(({ total }) => total).reverse();
    },
    enabled: !isPending,
    staleTime: STARS_STALE_MS,
  });
  if (!data || data.length < 2) return null;
  return <Sparkline values={data} label={TEXTS.starsOf(fullName)} />;
}
