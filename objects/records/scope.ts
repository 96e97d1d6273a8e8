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

/** A path and, of a tenant's own field, the kind it had when the query was parsed. */
interface Term {
  readonly path: string;
  readonly kind?: ValueKind;
}

/**
 * The field of the scope's resource that a term names, the tenant's own fields included; null when there is none.
 * A kind the term carries counts for a tenant's own field: a running query keeps its meaning when the tenant redefines it.
 */
export function fieldOfTerm(term: Term, scope: QueryScope): FieldRef | null {
  const { resource } = scope;
  const custom = customNameOf(term.path);
  if (custom === null) {
    const field = resource.fields.get(term.path);
    // A generated id is not declared NOT NULL, and still every record has one.
    return field ? { ...field, path: term.path, nullable: field.nullable && term.path !== "id", custom: null } : null;
  }
  const kind = term.kind ?? scope.custom(resource.name).get(custom);
  return kind === undefined ? null : customField(custom, kind, resource);
}

/** The field of a related record that a term names (`account.size`); null when unknown, unreadable or further than one hop. */
export function relatedOfTerm(term: Term, scope: QueryScope): RelatedField | null {
  const dot = term.path.indexOf(".");
  const relation = dot > 0 ? relationOf(term.path.slice(0, dot), scope) : null;
  const target = relation && scope.resources.get(relation.resource);
  const path = term.path.slice(dot + 1);
  if (!relation || !target || !isOwnPath(path)) return null;
  const field = fieldOfTerm({ ...term, path }, { ...scope, resource: target });
  return field && { relation, target, field };
}

/** The relation of that name, if the actor may read what it leads to; null otherwise, so that both look alike. */
export function relationOf(name: string, scope: QueryScope): Relation | null {
  const relation = Object.hasOwn(scope.resource.relations, name) ? scope.resource.relations[name] : undefined;
  return relation && scope.resources.has(relation.resource) && scope.readable(relation.resource) ? relation : null;
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
