/** Views: a part of a resource's records under a name of its own, to be read alone. */
import type { Filter } from "../protocol/filter.ts";
import type { DefinedTypes, Resource } from "./define.ts";

interface ViewInput<Name extends string> {
  /** Name in paths, kebab-case plural. */
  readonly name: Name;
  /** One sentence for the reference. */
  readonly description: string;
  /** Which records of the other resource it shows; of their own fields alone. */
  readonly rows: Filter;
}

/**
 * A view of a resource: the same table, fields and ids, of which it shows the rows that match. It has neither entries in the
 * log nor search documents of its own, and whoever may read the resource reads the view.
 * @throws Error with a sentence that says what to change, for a view of a view and for rows that name a field there is not.
 */
export function viewOf<const Name extends string, Types extends DefinedTypes>(
  resource: Resource<string, Types>,
  { name, description, rows }: ViewInput<Name>,
): Resource<Name, Pick<Types, "record"> & { readonly create: never; readonly update: never }> {
  if (resource.view)
    throw new Error(`Resource "${name}": "${resource.name}" is a view itself; name what it is a view of.`);
  for (const path of pathsOf(rows)) {
    if (!resource.fields.has(path))
      throw new Error(`Resource "${name}": "rows" names "${path}", but "${resource.name}" has no such field.`);
  }
  const { types: _, ...base } = resource;
  return {
    ...base,
    name,
    description,
    access: { ...resource.access, create: null, update: null, delete: null, purge: null },
    unique: [],
    directory: false,
    view: { of: resource.name, rows },
  };
}

/** The resource under whose name the log, the search index and settings know a resource's records. */
export function keptAs({ name, view }: Resource): string {
  return view?.of ?? name;
}

function pathsOf(filter: Filter): string[] {
  if ("node" in filter) return pathsOf(filter.node);
  if ("nodes" in filter) return filter.nodes.flatMap(pathsOf);
  return [filter.path];
}
