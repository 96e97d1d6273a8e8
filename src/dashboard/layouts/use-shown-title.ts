/** Titles as people read them: where a title names another record, the title of that one stands there instead of its id. */
import type { AnyRecord } from "../../client/croft.ts";
import type { ResourceDescription } from "../../protocol/description.ts";
import { fieldsNamed, titleOf } from "../../protocol/title.ts";
import { recordTitle } from "../fields/record-title.ts";
import { useTitle } from "../fields/titles.ts";
import { textOf } from "../records/value.ts";

/** @param without a field that stands beside the title already, and is left out of it */
export function useShownTitle(resource: ResourceDescription, record: AnyRecord, without?: string): string {
  const named = new Set(resource.title.flatMap(fieldsNamed));
  const field = resource.fields.find(({ name, reference }) => reference !== null && named.has(name));
  const id = field ? textOf(record, field.name) : "";
  const { title } = useTitle(field?.reference ?? resource.name, id === "" ? null : id);
  const shown = field && title !== null ? { ...record, [field.name]: title } : record;
  return without === undefined || !named.has(without)
    ? recordTitle(resource, shown)
    : titleWithout(resource, shown, without);
}

/** Signs that stood between the field and what follows it. */
const LEFT_OVER = /^[\s·–,:-]+/;

function titleWithout(resource: ResourceDescription, record: AnyRecord, field: string): string {
  const rest = titleOf(resource.title, { ...record, [field]: null }).replace(LEFT_OVER, "");
  return rest === "" ? recordTitle(resource, record) : rest;
}
