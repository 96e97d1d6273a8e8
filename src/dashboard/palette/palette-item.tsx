/** One line of the palette. */
import {
  ArrowLeftRight,
  Contrast,
  FolderGit2,
  LayoutDashboard,
  LayoutGrid,
  LogOut,
  type LucideIcon,
  Plus,
  Settings,
  UserCog,
  Wrench,
} from "lucide-react";
import { RecordLink } from "../fields/record-link.tsx";
import { ICONS } from "../records/icons.ts";
import type { Item, Target } from "./items.ts";

const OF_KIND: Readonly<Record<Target["kind"], LucideIcon>> = {
  overview: LayoutDashboard,
  repositories: FolderGit2,
  repository: FolderGit2,
  tenants: LayoutGrid,
  tenant: ArrowLeftRight,
  account: UserCog,
  operators: Wrench,
  section: Settings,
  create: Plus,
  theme: Contrast,
  "sign-out": LogOut,
  resource: ICONS.other,
  record: ICONS.other,
};

function iconOf(target: Target): LucideIcon {
  const ofResource = target.kind === "resource" || target.kind === "record" ? ICONS[target.resource] : undefined;
  return ofResource ?? OF_KIND[target.kind];
}

export function PaletteItem({ item }: { readonly item: Item }) {
  const { group, target, label, detail } = item;
  const Icon = iconOf(target);
  // Of where somebody was, the address is known, not the title.
  const isTitled = group !== "recent" || target.kind !== "record";
  return (
    <>
      <Icon size={16} aria-hidden className="shrink-0 text-quiet" />
      <span className="min-w-0 flex-1">
        <span dir="auto" className="block truncate">
          {isTitled ? label : <RecordLink resource={target.resource} id={target.id} link={false} />}
        </span>
        {detail && group === "records" && (
          <span dir="auto" className="block truncate text-quiet text-xs">
            {detail}
          </span>
        )}
      </span>
      {detail && group !== "records" && <span className="shrink-0 text-quiet text-xs">{detail}</span>}
    </>
  );
}
