/** Titles of records that others name, for components. */
import { useCallback, useSyncExternalStore } from "react";
import type { ResourceDescription } from "../../protocol/description.ts";
import { CONFIG, resourceNamed } from "../resources.ts";
import { type TenantContext, useTenant } from "../shell/tenant-context.ts";
import { type Reference, referenceOf, resourceOfId as resourceByPrefix } from "./references.ts";
import { type Title, TitleStore } from "./title-store.ts";

type TenantClient = TenantContext["tenant"];

const STORES = new WeakMap<TenantClient, Map<string, TitleStore>>();

const BY_ID: Reference["by"] = "id";
const UNKNOWN: Title = { status: "missing", title: null };

/** The titles of a resource's records in a tenant; null for what is no resource. */
function storeOf(tenant: TenantClient, { resource: name, by }: Reference): TitleStore | null {
  const resource = resourceNamed(name);
  if (!resource) return null;
  const stores = STORES.get(tenant) ?? new Map<string, TitleStore>();
  STORES.set(tenant, stores);
  const key = `${name} ${by}`;
  const store = stores.get(key) ?? new TitleStore(resource, by, tenant.resource(name), titleOfOther(tenant, resource));
  stores.set(key, store);
  return store;
}

function titleOfOther(tenant: TenantClient, resource: ResourceDescription) {
  return async (name: string, id: string): Promise<string | null> => {
    const field = resource.fields.find((each) => each.name === name);
    const reference = field ? referenceOf(field, {}) : null;
    return reference ? ((await storeOf(tenant, reference)?.title(id)) ?? null) : null;
  };
}

/**
 * The title of a record, live. Those of all components are asked for together.
 * @param reference of which resource the record is @param id null follows nothing
 */
export function useTitle(reference: Reference | string, id: string | null): Title {
  const { tenant } = useTenant();
  const { resource, by } = typeof reference === "string" ? { resource: reference, by: BY_ID } : reference;
  const store = storeOf(tenant, { resource, by });
  const subscribe = useCallback(
    (listener: () => void) => (store && id !== null ? store.watch(id, listener) : () => undefined),
    [store, id],
  );
  return useSyncExternalStore(subscribe, () => (store && id !== null ? store.read(id) : UNKNOWN));
}

/** A record that is asked for by what names it. */
export interface Named {
  readonly reference: Reference;
  readonly id: string;
}

/** The titles of several records, live. @param named the same list until it changes @returns in its order */
export function useTitles(named: readonly Named[]): readonly Title[] {
  const { tenant } = useTenant();
  const subscribe = useCallback(
    (listener: () => void) => {
      const ends = named.map(({ reference, id }) => storeOf(tenant, reference)?.watch(id, listener));
      return () => {
        for (const end of ends) end?.();
      };
    },
    [tenant, named],
  );
  const read = () => named.map(({ reference, id }) => storeOf(tenant, reference)?.read(id) ?? UNKNOWN);
  // As one text: a list made anew each time would never be the same.
  useSyncExternalStore(subscribe, () => JSON.stringify(read()));
  return read();
}

/** The resource of a record, which its id tells. */
export function resourceOfId(id: string): ResourceDescription | undefined {
  return resourceByPrefix(CONFIG.resources, id);
}
