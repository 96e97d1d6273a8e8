/** Where one can go in a tenant. What the caller's role does not allow is not shown. */
import { Link, type LinkProps, useLocation } from "@tanstack/react-router";
import { FolderGit2, LayoutDashboard, Settings } from "lucide-react";
import type { ReactNode } from "react";
import { PaletteButton } from "../palette/palette-button.tsx";
import { ICONS } from "../records/icons.ts";
import { CONFIG } from "../resources.ts";
import { labelOf } from "../texts/names.ts";
import { TEXTS } from "../texts/shell.ts";
import { ConnectionMark } from "./connection-mark.tsx";
import { PersonMenu } from "./person-menu.tsx";
import { useReadable } from "./readable.ts";
import { useTenant } from "./tenant-context.ts";
import { TenantMenu } from "./tenant-menu.tsx";

const ITEM =
  "flex items-center gap-2 rounded-md px-2 py-1.5 text-ink hover:bg-line/50 [&.active]:bg-mark [&.active]:font-medium";

/** Resources that are shown below settings, or on a page of their own. */
export const ELSEWHERE: ReadonlySet<string> = new Set([
  "audit-log",
  "error-log",
  "account-config",
  "api-keys",
  "members",
  "invitations",
  "follows",
  "views",
]);

export function TenantNavigation() {
  const { handle } = useTenant();
  const readable = useReadable();
  const params = { tenant: handle };
  const inSettings = useLocation().pathname.startsWith(`/t/${handle}/settings/`);
  const records = CONFIG.resources.filter((resource) => !ELSEWHERE.has(resource.name) && readable(resource.name));
  return (
    <nav aria-label={TEXTS.navigation} className="flex min-h-full flex-1 flex-col gap-1">
      <TenantMenu />
      <PaletteButton />
      <NavigationLink
        to="/t/$tenant"
        params={params}
        activeOptions={{ exact: true }}
        icon={<LayoutDashboard size={16} />}
      >
        {TEXTS.overview}
      </NavigationLink>
      <h2 className="mt-3 px-2 text-quiet text-xs">{TEXTS.records}</h2>
      {records.map(({ name }) => {
        const Icon = ICONS[name] ?? ICONS.other;
        return (
          <NavigationLink
            key={name}
            to="/t/$tenant/r/$resource"
            params={{ ...params, resource: name }}
            icon={<Icon size={16} />}
          >
            {labelOf(name)}
          </NavigationLink>
        );
      })}
      <div className="mt-3" />
      <NavigationLink to="/t/$tenant/repositories" params={params} icon={<FolderGit2 size={16} />}>
        {TEXTS.repositories}
      </NavigationLink>
      <NavigationLink
        to="/t/$tenant/settings/$section"
        params={{ ...params, section: "members" }}
        isActive={inSettings}
        icon={<Settings size={16} />}
      >
        {TEXTS.settings}
      </NavigationLink>
      <div className="mt-auto grid grid-cols-1 gap-2 pt-4">
        <ConnectionMark />
        <PersonMenu />
      </div>
    </nav>
  );
}

function NavigationLink({
  icon,
  isActive = false,
  children,
  ...link
}: LinkProps & {
  readonly icon: ReactNode;
  /** Where the address of a page below is another one. */
  readonly isActive?: boolean;
  readonly children: ReactNode;
}) {
  return (
    <Link {...link} className={isActive ? `${ITEM} active` : ITEM}>
      <span aria-hidden className="text-quiet">
        {icon}
      </span>
      {children}
    </Link>
  );
}
