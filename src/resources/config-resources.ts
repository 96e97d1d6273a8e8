/** The resources of a configuration as a set: what each says must fit the others and the roles. */
import type { Relation, Resource } from "./define.ts";

/** Paths below a tenant that are not resources (api.md). */
const TAKEN_PATHS: readonly string[] = ["batch", "changes", "directory", "github-token", "live", "search"];

/** @throws Error that names the resource and says what to change. */
export function requireResources(resources: readonly Resource[], roles: readonly string[]): void {
  const byName = new Map<string, Resource>();
  const prefixes = new Map<string, string>();
  const tables = new Map<string, string>();
  for (const resource of resources) {
    if (TAKEN_PATHS.includes(resource.name))
      refuse(resource, `the path /${resource.name} is Croft's own; choose another name.`);
    if (byName.has(resource.name)) refuse(resource, "another resource has this name; rename one.");
    byName.set(resource.name, resource);
    // A view has the table and the ids of another resource.
    if (resource.view) continue;
    const samePrefix = prefixes.get(resource.idPrefix);
    if (samePrefix !== undefined)
      refuse(resource, `"${samePrefix}" has the idPrefix "${resource.idPrefix}" too; change one.`);
    const sameTable = tables.get(resource.table);
    if (sameTable !== undefined)
      refuse(resource, `"${sameTable}" uses the table "${resource.table}" too; give each its own.`);
    prefixes.set(resource.idPrefix, resource.name);
    tables.set(resource.table, resource.name);
  }
  for (const resource of resources) {
    requireKnownRoles(resource, roles);
    requireBase(resource, byName);
    requireKnownStates(resource);
    for (const [name, relation] of Object.entries(resource.relations))
      requireRelation(resource, name, relation, byName);
  }
}

function refuse(resource: Resource, sentence: string): never {
  throw new Error(`Resource "${resource.name}": ${sentence}`);
}

function requireBase(resource: Resource, byName: ReadonlyMap<string, Resource>): void {
  if (!resource.view || byName.get(resource.view.of)?.table === resource.table) return;
  refuse(resource, `it is a view of "${resource.view.of}", which is not in "resources"; add that resource.`);
}

function requireKnownRoles(resource: Resource, roles: readonly string[]): void {
  for (const [action, role] of Object.entries(resource.access)) {
    if (role !== null && !roles.includes(role))
      refuse(
        resource,
        `"access.${action}" is the role "${role}", which "roles" does not list; use one of ${roles.join(", ")}.`,
      );
  }
  const exempt = resource.ownRows?.exempt;
  if (exempt !== undefined && !roles.includes(exempt)) {
    refuse(
      resource,
      `"ownRows.exempt" is the role "${exempt}", which "roles" does not list; use one of ${roles.join(", ")}.`,
    );
  }
}

function requireKnownStates(resource: Resource): void {
  const machine = resource.transitions;
  if (!machine) return;
  const states = Object.keys(machine.next);
  for (const state of [...machine.start, ...Object.values(machine.next).flat()]) {
    if (!states.includes(state))
      refuse(
        resource,
        `"transitions" leads to "${state}", but "next" has no entry for it; add one (an empty list makes it final).`,
      );
  }
}

function requireRelation(
  resource: Resource,
  name: string,
  relation: Relation,
  byName: ReadonlyMap<string, Resource>,
): void {
  const target = byName.get(relation.resource);
  if (!target)
    refuse(
      resource,
      `relation "${name}" leads to "${relation.resource}", which is not in "resources"; add that resource or remove the relation.`,
    );
  const holder = relation.kind === "many" ? target : resource;
  const wanted = relation.kind === "list" ? "list" : "text";
  const kind = holder.fields.get(relation.field)?.kind;
  if (kind === undefined)
    refuse(
      resource,
      `relation "${name}" needs the field "${relation.field}" of "${holder.name}", which it does not have.`,
    );
  if (kind !== wanted)
    refuse(
      resource,
      `relation "${name}" needs "${relation.field}" of "${holder.name}" to be a ${wanted} column; it is ${kind}.`,
    );
}
