/** An actor's sight of a tenant: what queries, live subscriptions and search may show. */
import type { Filter } from "../../src/protocol/filter.ts";
import { authorize, type Principal, type RoleRank } from "../../src/resources/authorize.ts";
import { customKinds } from "../../src/resources/custom-fields.ts";
import type { Resource, TenantSettings } from "../../src/resources/define.ts";
import { keptAs } from "../../src/resources/view.ts";
import type { QueryScope } from "./scope.ts";

/** What an actor sees through; made anew whenever rights or settings may have changed. */
export interface Sight {
  readonly principal: Principal;
  readonly rank: RoleRank;
  readonly resources: ReadonlyMap<string, Resource>;
  readonly settings: TenantSettings;
}

/** Whether the actor may read this resource, and which of its rows; of a view, those alone that it shows. */
export function readRule(sight: Sight, resource: Resource): { readable: boolean; rows: Filter | null } {
  const verdict = authorize(sight.principal, "read", resource, sight.rank);
  if (!verdict.allowed) return { readable: false, rows: null };
  return { readable: true, rows: bothOf(resource.view?.rows ?? null, verdict.rows) };
}

function bothOf(one: Filter | null, other: Filter | null): Filter | null {
  return one && other ? { op: "and", nodes: [one, other] } : (one ?? other);
}

/** The scope in which this actor's queries over `resource` are parsed and compiled. */
export function scopeOf(sight: Sight, resource: Resource, now: number): QueryScope {
  const ruleOf = (name: string) => {
    const other = sight.resources.get(name);
    return other ? readRule(sight, other) : { readable: false, rows: null };
  };
  const keptName = (name: string) => {
    const other = sight.resources.get(name);
    return other ? keptAs(other) : name;
  };
  return {
    resource,
    resources: sight.resources,
    readable: (name) => ruleOf(name).readable,
    rowRule: (name) => ruleOf(name).rows,
    custom: (name) => customKinds(sight.settings, keptName(name)),
    now,
  };
}
