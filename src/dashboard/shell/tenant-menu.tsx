/** Which tenant this is, and the way to the others. */
import { Link } from "@tanstack/react-router";
import { ChevronsUpDown, LayoutGrid } from "lucide-react";
import { TEXTS } from "../texts/shell.ts";
import { Menu, MenuHeading, MenuLink } from "../ui/menu.tsx";
import { useTenant } from "./tenant-context.ts";
import { useTenantNames } from "./tenant-names.ts";

export function TenantMenu() {
  const { handle, me } = useTenant();
  const names = useTenantNames();
  const trigger = (
    <button type="button" className="mb-2 flex cursor-pointer items-center gap-2 rounded-md px-2 py-2 hover:bg-line/50">
      <span className="min-w-0 flex-1 truncate text-left font-semibold" dir="auto" title={handle}>
        {names.get(handle) ?? handle}
      </span>
      <ChevronsUpDown size={14} aria-label={TEXTS.switchTenant} className="text-quiet" />
    </button>
  );
  return (
    <Menu trigger={trigger}>
      <MenuHeading>{TEXTS.switchTenant}</MenuHeading>
      {me.tenants.map(({ tenant }) => (
        <MenuLink key={tenant} link={<Link to="/t/$tenant" params={{ tenant }} />}>
          <span className="truncate" dir="auto">
            {names.get(tenant) ?? tenant}
          </span>
        </MenuLink>
      ))}
      <MenuLink link={<Link to="/tenants" />}>
        <LayoutGrid size={14} aria-hidden /> {TEXTS.tenants}
      </MenuLink>
    </Menu>
  );
}
