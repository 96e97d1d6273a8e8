/** Repositories that the tenant follows, with how their stars came. */
import { Link } from "@tanstack/react-router";
import { Star } from "lucide-react";
import { useMemo } from "react";
import { useLive } from "../../client/react/use-live.ts";
import { repositoriesOf } from "../../client/repositories/repositories.ts";
import { daysBack } from "../charts/figures.ts";
import { Sparkline } from "../charts/sparkline.tsx";
import { textOf } from "../records/value.ts";
import { croft } from "../service.ts";
import { useIsAtLeast } from "../shell/readable.ts";
import { useTenant } from "../shell/tenant-context.ts";
import { TEXTS } from "../texts/overview.ts";
import { buttonClass } from "../ui/button.tsx";
import { Panel } from "../ui/heading.tsx";
import { Empty, Failed } from "../ui/notice.tsx";
import { Rows } from "./rows.tsx";
import { starsOf } from "./stars.ts";
import { useToday } from "./today.ts";
import { Touched } from "./touched.tsx";

/** Each is followed over a socket of its own. */
const SHOWN = 4;
const DAYS = 30;
const FOLLOWS = { sort: ["fullName"], limit: 100 };
const NUMBER = new Intl.NumberFormat();

export function RepositoriesPanel({ className }: { readonly className: string }) {
  const { handle, tenant } = useTenant();
  const { data, status, error } = useLive(tenant.resource("follows"), FOLLOWS);
  const more = data.length - SHOWN;
  const all = (
    <Link to="/t/$tenant/repositories" params={{ tenant: handle }} className="text-quiet text-xs hover:underline">
      {more > 0 ? TEXTS.moreRepositories(more) : TEXTS.allRepositories}
    </Link>
  );
  return (
    <Panel title={TEXTS.repositories} action={data.length > 0 && all} className={className}>
      {status === "failed" && <Failed error={error} />}
      {status !== "failed" && (
        <Rows label={TEXTS.repositories} most={SHOWN / 2} loading={status === "loading"} empty={<NoRepositories />}>
          {data.slice(0, SHOWN).map((follow) => (
            <Repository key={follow.id} owner={textOf(follow, "owner")} name={textOf(follow, "name")} />
          ))}
        </Rows>
      )}
    </Panel>
  );
}

function NoRepositories() {
  const { handle } = useTenant();
  const mayFollow = useIsAtLeast("member");
  return (
    <Empty title={TEXTS.noRepositories}>
      <p>{TEXTS.noRepositoriesHint}</p>
      {mayFollow && (
        <Link to="/t/$tenant/repositories" params={{ tenant: handle }} className={buttonClass()}>
          {TEXTS.followRepository}
        </Link>
      )}
    </Empty>
  );
}

const ONE = { limit: 1 };
const BY_DAY = { sort: ["-day" as const], limit: DAYS + 1 };

function Repository({ owner, name }: { readonly owner: string; readonly name: string }) {
  const { handle } = useTenant();
  const repository = repositoriesOf(croft).repository(owner, name);
  const own = useLive(repository.repository, ONE);
  const days = useLive(repository.stars, BY_DAY);
  const [record] = own.data;
  const today = useToday();
  const { totals, gained } = useMemo(() => starsOf(days.data, daysBack(Date.parse(today), DAYS)), [days.data, today]);
  const settled = record !== undefined;
  return (
    <div className="flex h-full items-center gap-3">
      <div className="min-w-0 flex-1">
        <Link
          to="/t/$tenant/repositories/$owner/$name"
          params={{ tenant: handle, owner, name }}
          className="block truncate font-medium hover:underline"
        >
          {`${owner}/${name}`}
        </Link>
        <p className="truncate text-quiet text-xs">
          {own.status === "failed" ? own.error?.message : record && (record.description ?? TEXTS.state[record.state])}
        </p>
      </div>
      <Sparkline values={totals} label={TEXTS.starsOver(DAYS)} className="shrink-0 max-sm:hidden" />
      <div className="w-20 shrink-0 text-right tabular-nums">
        <Touched
          value={record?.stars ?? 0}
          settled={settled}
          className="inline-flex items-center gap-1 px-1 font-medium"
        >
          <Star size={14} role="img" aria-label={TEXTS.stars} className="text-quiet" />
          {settled ? NUMBER.format(record.stars) : "–"}
        </Touched>
        {gained !== 0 && <p className="text-quiet text-xs">{TEXTS.gained(NUMBER.format(gained), DAYS)}</p>}
      </div>
    </div>
  );
}
