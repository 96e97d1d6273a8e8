/** Which record a field names. */
import type { Fields, Json } from "../../client/resource-types.ts";
import type { FieldDescription, ResourceDescription } from "../../protocol/description.ts";

/** Whose ids a field has: of people (`userId` of a member), or of a resource's records. */
export interface Reference {
  readonly resource: string;
  readonly by: "id" | "userId";
}

/** Fields that name a record of the resource that another field names. */
const PAIRS: Readonly<Record<string, string>> = { subjectId: "subjectResource", recordId: "resource" };

const PEOPLE: Reference = { resource: "members", by: "userId" };

/**
 * What may be chosen in a field; null where it names no record, or the field that says of which resource is empty.
 * @param values of the whole record
 */
export function referenceOf(field: Pick<FieldDescription, "name" | "reference">, values: Fields): Reference | null {
  if (field.reference) return { resource: field.reference, by: "id" };
  if (field.name === "ownerId") return PEOPLE;
  const pair = PAIRS[field.name];
  const resource = pair === undefined ? null : values[pair];
  return typeof resource === "string" && resource !== "" ? { resource, by: "id" } : null;
}

/** Whether a field names a record of whatever resource another field says. */
export function isPaired(name: string): boolean {
  return name in PAIRS;
}

/** Whether a field says of which resource the record is that another field names. */
export function isResourceName(resource: ResourceDescription, name: string): boolean {
  return Object.entries(PAIRS).some(([id, of]) => of === name && resource.fields.some((field) => field.name === id));
}

/** Whether a field has names of resources, which people read as they stand in the navigation. */
export function hasResourceNames(name: string): boolean {
  return Object.values(PAIRS).includes(name);
}

const ID = /^([a-z]{2,5})_[0-9A-Z]{26}$/;

/** The resource of a record, which its id tells. */
export function resourceOfId(resources: readonly ResourceDescription[], id: string): ResourceDescription | undefined {
  const prefix = ID.exec(id)?.[1];
  return prefix === undefined
    ? undefined
    : resources.find(({ idPrefix, view }) => idPrefix === prefix && view === null);
}

/** What a value that is shown names: as its field says, or else as it says itself. */
export function namedBy(
  resources: readonly ResourceDescription[],
  field: Pick<FieldDescription, "name" | "reference">,
  values: Fields,
  value: Json,
): Reference | null {
  if (field.name === "id" || typeof value !== "string") return null;
  const told = field.reference || isPaired(field.name) ? referenceOf(field, values) : null;
  if (told) return told;
  if (/^(?:usr|user)_/.test(value)) return PEOPLE;
  const named = resourceOfId(resources, value);
  return named ? { resource: named.name, by: "id" } : null;
}

/** Ids of records that a text speaks of, such as `Taken by lead_01…`. */
export function idsIn(text: string): string[] {
  return text.match(/\b[a-z]{2,5}_[0-9A-Z]{26}\b/g) ?? [];
}
