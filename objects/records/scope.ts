/** What a query may see: the resource it asks, its neighbours, the actor's rights and the tenant's own fields. */
import { EVERYTHING, type Filter, type ValueKind } from "../../src/protocol/filter.ts";
import type { Relation, Resource } from "../../src/resources/define.ts";
import type { FieldKind } from "../../src/resources/fields.ts";

/** Everything that decides how a query is read and compiled. One per request or live subscription. */
export interface QueryScope {
  /** The resource that is listed. */
  readonly resource: Resource;
  /** Every resource of this object, by name: the ends of relations. */
  readonly resources: ReadonlyMap<string, Resource>;
  /** Whether the actor may read a resource. A relation to any other does not exist for this query. */
  readonly readable: (resource: string) => boolean;
  /** What rows of a resource must meet to be seen by the actor (`createdBy eq actor`), or null for all of them. */
  readonly rowRule: (resource: string) => Filter | null;
  /** The tenant's own fields of a resource, by name without `custom.`. */
  readonly custom: (resource: string) => ReadonlyMap<string, FieldKind>;
  /** Milliseconds since 1970: what relative dates mean. */
  readonly now: number;
}

/** A field of one resource, found by its path. */
export interface FieldRef {
  /** `status` or `custom.tier`. */
  readonly path: string;
  readonly kind: FieldKind;
  readonly nullable: boolean;
  readonly filterable: boolean;
  /** Column in SQLite; for a tenant's own field the JSON column that holds it. */
  readonly column: string;
  /** The tenant's name for it, or null for a column. */
  readonly custom: string | null;
}

/** A field of a record one hop away. */
export interface RelatedField {
  readonly relation: Relation;
  readonly target: Resource;
  readonly field: FieldRef;
}

/** Names of tenants' own fields stand in SQL text, inside a JSON path: this shape keeps them harmless there. */
const CUSTOM_NAME = /^[a-z][A-Za-z0-9_]{0,39}$/;
const CUSTOM_PREFIX = "custom.";

/** Whether a path names a field of the record itself (`status`, `custom.tier`), not of a related one. */
export function isOwnPath(path: string): boolean {
  return !path.includes(".") || path.startsWith(CUSTOM_PREFIX);
}

/** The name behind `custom.`, or null for other paths. */
export function customNameOf(path: string): string | null {
  return path.startsWith(CUSTOM_PREFIX) ? path.slice(CUSTOM_PREFIX.length) : null;
}

/** Finds a field of a resource by its path, the tenant's own fields included; null when there is none. */
export function resolveField(path: string, resource: Resource, scope: QueryScope): FieldRef | null {
  const custom = customNameOf(path);
  if (custom === null) {
    const field = resource.fields.get(path);
    // A generated id is not declared NOT NULL, and still every record has one.
    return field ? { ...field, path, nullable: field.nullable && path !== "id", custom: null } : null;
  }
  const kind = scope.custom(resource.name).get(custom);
  return kind === undefined ? null : customField(custom, kind, resource);
}

/** Finds `account.size` through the relations of the scope's resource; null when unknown, unreadable or further than one hop. */
export function resolveRelated(path: string, scope: QueryScope): RelatedField | null {
  const dot = path.indexOf(".");
  const relation = dot > 0 ? relationOf(path.slice(0, dot), scope) : null;
  const target = relation && scope.resources.get(relation.resource);
  const rest = path.slice(dot + 1);
  if (!relation || !target || !isOwnPath(rest)) return null;
  const field = resolveField(rest, target, scope);
  return field && { relation, target, field };
}

/** The relation of that name, if the actor may read what it leads to; null otherwise, so that both look alike. */
export function relationOf(name: string, scope: QueryScope): Relation | null {
  const relation = Object.hasOwn(scope.resource.relations, name) ? scope.resource.relations[name] : undefined;
  return relation && scope.resources.has(relation.resource) && scope.readable(relation.resource) ? relation : null;
}

/**
 * The field a condition or sort term of an earlier parse speaks of. The kind it was parsed with counts,
 * so that a query that is still running keeps its meaning when the tenant redefines the field.
 */
export function fieldOfTerm(term: { path: string; kind?: ValueKind }, scope: QueryScope): FieldRef | null {
  const custom = customNameOf(term.path);
  if (custom !== null && term.kind) return customField(custom, term.kind, scope.resource);
  return resolveField(term.path, scope.resource, scope);
}

/** The filter together with the row rule of the scope's resource: what of the result this actor may see. */
export function withRowRule(filter: Filter, scope: QueryScope): Filter {
  const rule = scope.rowRule(scope.resource.name);
  if (!rule) return filter;
  return filter === EVERYTHING ? rule : { op: "and", nodes: [rule, filter] };
}

function customField(name: string, kind: FieldKind, resource: Resource): FieldRef | null {
  const holder = resource.fields.get("custom");
  if (!holder || !CUSTOM_NAME.test(name)) return null;
  const path = CUSTOM_PREFIX + name;
  return { path, kind, nullable: true, filterable: kind !== "json", column: holder.column, custom: name };
}
