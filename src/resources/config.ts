/** `defineConfig`: the whole of an application, checked once when the Worker starts. */
import { requireLimits } from "./config-limits.ts";
import { requireResources } from "./config-resources.ts";
import type { Resource } from "./define.ts";

/** `quota` requests a `window` of seconds, all of them at once if need be. */
export interface RateQuota {
  readonly quota: number;
  readonly window: number;
}

/** What a tenant may use. */
export interface Plan {
  /** Of the tenant as a whole. */
  readonly reads: RateQuota;
  readonly writes: RateQuota;
  /** Of each key and each person. */
  readonly perCredential: { readonly reads: RateQuota; readonly writes: RateQuota };
  /** WebSockets open at the same time. */
  readonly maxSockets: number;
  /** Repositories followed at the same time; no limit where absent. */
  readonly maxFollows?: number;
  /** Living records of all resources together; no limit where absent. */
  readonly maxRecords?: number;
  /** Bytes of the tenant's database. */
  readonly storageBytes: number;
}

/** How long things are kept. */
export interface Retention {
  readonly changeLogDays: number;
  readonly idempotencyHours: number;
  readonly errorLogDays: number;
}

/** What is written in croft.config.ts. */
export interface ConfigInput {
  /** Name of the application, as people read it. */
  readonly name: string;
  readonly resources: readonly Resource[];
  /** From the one that may do most to the one that may do least. */
  readonly roles: readonly string[];
  readonly plans: Readonly<Record<string, Plan>>;
  /** The plan of a tenant for which none was chosen. */
  readonly defaultPlan: string;
  readonly retention: Retention;
  /** Origins (`https://app.example.com`) whose pages may call the API from a browser. */
  readonly allowedOrigins: readonly string[];
  /** Tenants that one person may own. */
  readonly tenantsPerPerson: number;
  /** Requests a minute from one address without valid credentials. */
  readonly unauthenticatedPerMinute: number;
  readonly upstreams: { readonly github: { readonly baseUrl: string } };
}

/** A checked configuration. Frozen: nothing changes it while a Worker runs. */
export interface Config extends ConfigInput {
  readonly resourceByName: ReadonlyMap<string, Resource>;
  /** Position of a role, higher may do more; -1 for a role that does not exist. */
  readonly roleRank: (role: string) => number;
}

/**
 * Checks the configuration as a whole.
 * @throws Error with a sentence that says what to change, for the first thing that is wrong.
 */
export function defineConfig(input: ConfigInput): Config {
  requireLimits(input);
  requireRoles(input.roles);
  requireResources(input.resources, input.roles);
  const resourceByName = new Map(input.resources.map((resource) => [resource.name, resource]));
  const ranks = new Map(input.roles.map((role, index) => [role, input.roles.length - 1 - index]));
  const copy = structuredClone({ ...input, resources: [] });
  return deepFreeze({
    ...copy,
    resources: [...input.resources],
    resourceByName,
    roleRank: (role: string) => ranks.get(role) ?? -1,
  });
}

function requireRoles(roles: readonly string[]): void {
  if (roles.length === 0) throw new Error('Configuration: "roles" is empty; name at least one role.');
  for (const [index, role] of roles.entries()) {
    if (!/^[a-z][a-z0-9-]{0,39}$/.test(role))
      throw new Error(`Configuration: the role "${role}" must be kebab-case, 1 to 40 characters.`);
    if (roles.indexOf(role) !== index)
      throw new Error(`Configuration: the role "${role}" is listed twice; remove one.`);
  }
}

/** Freezes objects and lists all the way down; maps and functions have no properties to write to. */
function deepFreeze<Value extends object>(value: Value): Value {
  for (const inner of Object.values(value)) {
    const isPlain =
      typeof inner === "object" &&
      inner !== null &&
      (Array.isArray(inner) || Object.getPrototypeOf(inner) === Object.prototype);
    if (isPlain) deepFreeze(inner);
  }
  return Object.freeze(value);
}
