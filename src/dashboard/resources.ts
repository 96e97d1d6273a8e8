/** The resources of the configuration, as the dashboard shows them. */
import { description } from "virtual:croft-resources";
import type { ResourceDescription } from "../protocol/description.ts";

export const CONFIG = description;

const BY_NAME: ReadonlyMap<string, ResourceDescription> = new Map(
  CONFIG.resources.map((resource) => [resource.name, resource]),
);

/** A resource by its name in paths; undefined for what is none. */
export function resourceNamed(name: string): ResourceDescription | undefined {
  return BY_NAME.get(name);
}
