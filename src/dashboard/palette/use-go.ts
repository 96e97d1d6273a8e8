/** Goes where an item of the palette leads, or does what it says. */
import { useNavigate } from "@tanstack/react-router";
import { useLeave } from "../shell/leave.ts";
import { useTenant } from "../shell/tenant-context.ts";
import { setTheme } from "../shell/theme.ts";
import type { Target } from "./items.ts";
import { startCreating } from "./opened.ts";

export function useGo(): (target: Target) => void {
  const { handle: tenant } = useTenant();
  const navigate = useNavigate();
  const leave = useLeave();
  return (target) => {
    switch (target.kind) {
      case "overview":
        return void navigate({ to: "/t/$tenant", params: { tenant } });
      case "resource":
        return void navigate({ to: "/t/$tenant/r/$resource", params: { tenant, resource: target.resource } });
      case "record":
        return void navigate({
          to: "/t/$tenant/r/$resource/$id",
          params: { tenant, resource: target.resource, id: target.id },
        });
      case "repositories":
        return void navigate({ to: "/t/$tenant/repositories", params: { tenant } });
      case "repository":
        return void navigate({
          to: "/t/$tenant/repositories/$owner/$name",
          params: { tenant, owner: target.owner, name: target.name },
        });
      case "section":
        return void navigate({ to: "/t/$tenant/settings/$section", params: { tenant, section: target.section } });
      case "tenant":
        return void navigate({ to: "/t/$tenant", params: { tenant: target.tenant } });
      case "tenants":
        return void navigate({ to: "/tenants" });
      case "operators":
        return void navigate({ to: "/operators/$section", params: { section: "tenants" } });
      case "account":
        return location.assign("/account");
      case "create":
        return startCreating(target.resource);
      case "theme":
        return setTheme(target.theme);
      case "sign-out":
        return leave();
    }
  };
}
