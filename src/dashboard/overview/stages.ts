/** The stages of leads, as the configuration has them. */
import type { ResourceDescription } from "../../protocol/description.ts";

/** Where nothing more is to be done. */
export const CLOSED = ["won", "lost"] as const;

/** All others, in their order. */
export function openStages(leads: ResourceDescription): readonly string[] {
  const stages = leads.fields.find(({ name }) => name === "stage")?.options ?? [];
  return stages.filter((stage) => !CLOSED.some((closed) => closed === stage));
}
