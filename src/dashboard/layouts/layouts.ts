/** How the records of a resource of this configuration can be laid out. */
import type { ResourceDescription } from "../../protocol/description.ts";
import { resourceNamed } from "../resources.ts";
import { type Layout, possibleLayouts } from "./possible-layouts.ts";

/** The layouts that show something, the table first. */
export function layoutsOf(resource: ResourceDescription): readonly Layout[] {
  return possibleLayouts(resource, resourceNamed);
}
