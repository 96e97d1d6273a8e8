/** What makes two subscriptions the same question: resource, query and rights. Everything a group is re-created from. */
import type { Filter } from "../../../src/protocol/filter.ts";
import type { Resource } from "../../../src/resources/define.ts";
import { keptAs } from "../../../src/resources/view.ts";
import { readRule, type Sight } from "../access.ts";
import { needsQuery, relationsOf } from "../match.ts";
import { DEFAULT_SORT } from "../order.ts";
import type { AggregateQuery, ListQuery } from "../query.ts";
import type { QueryScope } from "../scope.ts";

/** A parsed query; its dates are absolute, and conditions on the tenant's own fields carry their kind. */
export type Ask =
  | { readonly kind: "records"; readonly query: ListQuery }
  | { readonly kind: "aggregate"; readonly query: AggregateQuery };

/** What the subscriber may see, as far as the query asks for it. */
export interface Rights {
  /** The row rule of the resource, or null for all rows. */
  readonly rows: Filter | null;
  /** The resources the filter looks into through relations, with their row rules. */
  readonly related: Readonly<Record<string, Filter | null>>;
}

export interface GroupSpec {
  readonly resource: string;
  readonly ask: Ask;
  readonly rights: Rights;
}

/** What has to be known of a group before anything of it is read. */
export interface Concern {
  /** Names of the resources whose changes may change the result. */
  readonly resources: readonly string[];
  /** Whether a changed record alone cannot tell: the query is run again. */
  readonly searched: boolean;
}

/**
 * Puts a query into the form in which equal ones are written alike. A search without a sort is shown newest first:
 * its rank depends on every other record, so that no client could keep it in order.
 */
export function normalised(ask: Ask): Ask {
  const filter = canonical(ask.query.filter);
  if (ask.kind === "aggregate") return { kind: "aggregate", query: { ...ask.query, filter } };
  const sort = ask.query.sort.length > 0 ? ask.query.sort : [...DEFAULT_SORT];
  return { kind: "records", query: { ...ask.query, filter, sort } };
}

/** The order of conditions, and of the values in a list, does not matter. */
function canonical(filter: Filter): Filter {
  if (filter.op === "not") return { op: "not", node: canonical(filter.node) };
  if (filter.op === "and" || filter.op === "or") return { op: filter.op, nodes: byText(filter.nodes.map(canonical)) };
  if (filter.op === "in" || filter.op === "nin") {
    return Array.isArray(filter.value) ? { ...filter, value: byText(filter.value) } : filter;
  }
  return filter;
}

function byText<Value>(values: readonly Value[]): Value[] {
  return values
    .map((value) => ({ value, text: JSON.stringify(value) }))
    .toSorted((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0))
    .map(({ value }) => value);
}

/** What of this actor's rights the question depends on; null when the actor may not ask it. */
export function rightsOf(sight: Sight, resource: Resource, filter: Filter): Rights | null {
  const own = readRule(sight, resource);
  if (!own.readable) return null;
  const related: Record<string, Filter | null> = {};
  for (const name of relatedResources(resource, filter)) {
    const other = sight.resources.get(name);
    const rule = other ? readRule(sight, other) : { readable: false, rows: null };
    if (!rule.readable) return null;
    related[name] = rule.rows;
  }
  return { rows: own.rows, related };
}

/** Names of the resources a filter looks into, each once and sorted. */
function relatedResources(resource: Resource, filter: Filter): string[] {
  const names = [...relationsOf(filter)].flatMap((name) => resource.relations[name]?.resource ?? []);
  return [...new Set(names)].sort();
}

export function concernOf(spec: GroupSpec, resource: Resource, resources: ReadonlyMap<string, Resource>): Concern {
  const { filter, q } = spec.ask.query;
  const related = relatedResources(resource, filter).flatMap((name) => resources.get(name) ?? []);
  return {
    resources: [...new Set([resource, ...related].map(keptAs))],
    searched: needsQuery(filter, q) || addsDoubles(spec.ask),
  };
}

/** Doubles add up to what their order makes of them: no memory of a sum is as good as the sum of all. */
function addsDoubles({ kind, query }: Ask): boolean {
  return kind === "aggregate" && [...query.sum, ...query.avg].some((measure) => measure.kind === "number");
}

/** The scope in which the group's statements are compiled: the rights of the spec, whoever subscribes. */
export function scopeOfSpec(spec: GroupSpec, resources: ReadonlyMap<string, Resource>): QueryScope {
  const resource = resources.get(spec.resource);
  if (!resource) throw new Error(`There is no resource "${spec.resource}" any more.`);
  const { rows, related } = spec.rights;
  return {
    resource,
    resources,
    readable: (name) => name === spec.resource || Object.hasOwn(related, name),
    rowRule: (name) => (name === spec.resource ? rows : (related[name] ?? null)),
    // The terms themselves say of what kind the tenant's own fields were.
    custom: () => new Map(),
    now: 0,
  };
}

/** The text by which a group is found. Its parts are written in one order, so equal specs have equal texts. */
export function keyOf(spec: GroupSpec): string {
  return JSON.stringify(spec);
}

/** Whether the query names fields that the tenant itself defines. */
export function usesCustomFields(spec: GroupSpec): boolean {
  return JSON.stringify(spec.ask).includes('"custom.');
}
