/** The fields of a resource in the tenant at hand. */
import { useMemo } from "react";
import { useLive } from "../../client/react/react.ts";
import type { Fields } from "../../client/resource-types.ts";
import type { ResourceDescription } from "../../protocol/description.ts";
import { useTenant } from "../shell/tenant-context.ts";
import { type ShownField, shownFields } from "./shown-field.ts";

const ONE = { limit: 1 };

/** The tenant's settings, live; null while they are not known, and to whoever may not read them. */
export function useSettings(): Fields | null {
  const { tenant } = useTenant();
  const [settings = null] = useLive(tenant.resource("account-config"), ONE).data;
  return settings;
}

/** The same list until a definition changes. */
export function useFields(resource: ResourceDescription): readonly ShownField[] {
  const settings = useSettings();
  return useMemo(() => shownFields(resource, settings), [resource, settings]);
}
