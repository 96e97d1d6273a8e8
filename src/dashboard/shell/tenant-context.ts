/** The tenant that the page is about, for everything below its frame. */
import { createContext, useContext } from "react";
import type { Tenant } from "../../client/croft.ts";
import type { Me } from "./caller.ts";
import type { Rights } from "./permissions.ts";

export interface TenantContext {
  readonly handle: string;
  /** REST and live; the same object while the tenant is. */
  readonly tenant: Tenant<Record<never, never>>;
  readonly me: Me;
  /** The caller's role in the tenant, which changes while the page is open; null until it is known. */
  readonly role: string | null;
  /** What follows from the role, and from what a key is narrowed to. */
  readonly rights: Rights;
}

export const TenantContext = createContext<TenantContext | null>(null);

/** @throws Error outside of a tenant's frame */
export function useTenant(): TenantContext {
  const context = useContext(TenantContext);
  if (!context) throw new Error("This component stands below a tenant's frame alone.");
  return context;
}
