/** Changes of the fields that a tenant defines itself, and what is wrong with one before it is sent. */
import type { CustomField, CustomFields } from "../rows.ts";

/** As the service has it. */
const NAME = /^[a-z][A-Za-z0-9_]{0,39}$/;
const MOST_FIELDS = 50;
const MOST_OPTIONS = 200;

/** A field as it stands in a form. */
export interface FieldDraft {
  readonly name: string;
  readonly type: CustomField["type"];
  readonly label: string;
  /** One a line. */
  readonly options: string;
  readonly required: boolean;
}

export const EMPTY_DRAFT: FieldDraft = { name: "", type: "text", label: "", options: "", required: false };

export function draftOf(name: string, { type, label = "", options = [], required = false }: CustomField): FieldDraft {
  return { name, type, label, options: options.join("\n"), required };
}

/** One a line, without empty ones and without spaces at the ends. */
export function optionsOf(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

export function fieldOf({ type, label, options, required }: FieldDraft): CustomField {
  return {
    type,
    ...(label.trim() === "" ? {} : { label: label.trim() }),
    ...(type === "select" ? { options: optionsOf(options) } : {}),
    ...(required ? { required } : {}),
  };
}

/** What is wrong with a draft, by the field of the form. */
export type DraftFaults = Partial<Record<"name" | "label" | "options", Fault>>;
export type Fault = "name" | "taken" | "many" | "label" | "no-options" | "many-options" | "option-twice";

/** @param taken names that the resource has already; without its own where the field exists */
export function faultsOf(draft: FieldDraft, taken: readonly string[]): DraftFaults {
  const name = nameFault(draft.name, taken);
  const options = draft.type === "select" ? optionsFault(optionsOf(draft.options)) : null;
  return {
    ...(name ? { name } : {}),
    ...(draft.label.length > 200 ? { label: "label" as const } : {}),
    ...(options ? { options } : {}),
  };
}

function nameFault(name: string, taken: readonly string[]): Fault | null {
  if (!NAME.test(name)) return "name";
  if (taken.includes(name)) return "taken";
  return taken.length >= MOST_FIELDS ? "many" : null;
}

function optionsFault(options: readonly string[]): Fault | null {
  if (options.length === 0) return "no-options";
  if (options.length > MOST_OPTIONS) return "many-options";
  return new Set(options).size < options.length ? "option-twice" : null;
}

/** All definitions with one added or in the place of the one of its name. */
export function withField(all: CustomFields, resource: string, name: string, field: CustomField): CustomFields {
  return { ...all, [resource]: { ...all[resource], [name]: field } };
}

/** All definitions without one; a resource without any is gone, too. */
export function withoutField(all: CustomFields, resource: string, name: string): CustomFields {
  const left = Object.fromEntries(Object.entries(all[resource] ?? {}).filter(([each]) => each !== name));
  const others = Object.entries(all).filter(([each]) => each !== resource);
  return Object.fromEntries(Object.keys(left).length === 0 ? others : [...others, [resource, left]]);
}
