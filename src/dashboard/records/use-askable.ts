/** What a filter of a resource may ask, in the tenant at hand. */
import { useMemo } from "react";
import type { ResourceDescription } from "../../protocol/description.ts";
import type { ShownField } from "../fields/shown-field.ts";
import { resourceNamed } from "../resources.ts";
import { may } from "../shell/permissions.ts";
import { useTenant } from "../shell/tenant-context.ts";
import { type AskableField, askableFields } from "./filter-fields.ts";

export interface Askable {
  readonly fields: readonly AskableField[];
  readonly at: (path: string) => AskableField | undefined;
}

export function useAskable(resource: ResourceDescription, fields: readonly ShownField[]): Askable {
  const { rights } = useTenant();
  return useMemo(() => {
    const askable = askableFields(resource, fields, resourceNamed, (other) => may(rights, "read", other));
    const byPath = new Map(askable.map((each) => [each.path, each]));
    return { fields: askable, at: (path) => byPath.get(path) };
  }, [resource, fields, rights]);
}
