/** What of the tenant the caller may read. */
import type { ResourceDescription } from "../../protocol/description.ts";
import { resourceNamed } from "../resources.ts";
import { isAtLeast, may } from "./permissions.ts";
import { useTenant } from "./tenant-context.ts";

/** @returns a resource of that name; null where there is none, or the caller may not read it */
export function useReadable(): (name: string) => ResourceDescription | null {
  const { rights } = useTenant();
  return (name) => {
    const resource = resourceNamed(name);
    return resource && may(rights, "read", resource) ? resource : null;
  };
}

/** Whether the caller may make such records. */
export function useMayCreate(): (name: string) => boolean {
  const { rights } = useTenant();
  return (name) => {
    const resource = resourceNamed(name);
    return resource !== undefined && may(rights, "create", resource);
  };
}

/** Whether the caller's role is that or a higher one. */
export function useIsAtLeast(least: string): boolean {
  return isAtLeast(useTenant().role, least);
}
