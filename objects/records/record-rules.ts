/** What must hold of a record beyond its schema, checked inside the transaction of the write. */
import { AppError, type ErrorDetail, invalidField } from "../../src/protocol/errors.ts";
import { LIMITS } from "../../src/protocol/limits.ts";
import type { Json, PendingWrite, RecordData, RecordReader, Resource } from "../../src/resources/define.ts";

/**
 * @param mayName whether a record of this resource may be named to the writer.
 * @throws AppError when the write would break one of the resource's rules.
 */
export function requireRules(
  resource: Resource,
  write: PendingWrite,
  reader: RecordReader,
  mayName: (record: RecordData) => boolean,
): void {
  const { before, after } = write;
  if (after) {
    requireRefined(resource, after);
    requireTransition(resource, before, after);
    requireTargets(resource, before, after, reader);
    requireUnique(resource, write, after, reader, mayName);
  }
  resource.check?.(write, reader);
}

function requireRefined(resource: Resource, after: RecordData): void {
  const flaw = resource.refine?.(after);
  if (flaw) throw invalidField("VALIDATION_ERROR", flaw.field, flaw.message);
}

function requireTransition(resource: Resource, before: RecordData | null, after: RecordData): void {
  const machine = resource.transitions;
  if (!machine) return;
  const to = String(after[machine.field]);
  // A restored record keeps the state it had: only a record without a past must start at a start.
  if (!before) {
    if (after.version === 1 && !machine.start.includes(to)) {
      throw invalidField(
        "VALIDATION_ERROR",
        machine.field,
        `A new record starts as ${machine.start.join(" or ")}, not ${to}.`,
      );
    }
    return;
  }
  const from = String(before[machine.field]);
  if (from === to) return;
  const allowed = machine.next[from] ?? [];
  if (!allowed.includes(to)) {
    const choices = allowed.length > 0 ? `only to ${allowed.join(", ")}` : "to nothing else";
    throw invalidField("VALIDATION_ERROR", machine.field, `${from} cannot become ${to}: it may change ${choices}.`);
  }
}

/** Records that are named must exist here and be alive; an id of another tenant is simply unknown. */
function requireTargets(resource: Resource, before: RecordData | null, after: RecordData, reader: RecordReader): void {
  const details: ErrorDetail[] = [];
  for (const relation of Object.values(resource.relations)) {
    if (relation.kind === "many") continue;
    const value = after[relation.field] ?? null;
    if (value === null || (before && sameJson(before[relation.field] ?? null, value))) continue;
    for (const id of Array.isArray(value) ? value : [value]) {
      if (typeof id !== "string" || !reader.get(relation.resource, id)) {
        details.push({ field: relation.field, message: `There is no such record in ${relation.resource}.` });
      }
    }
  }
  if (details.length > 0) throw new AppError("VALIDATION_ERROR", { details });
}

function requireUnique(
  resource: Resource,
  write: PendingWrite,
  after: RecordData,
  reader: RecordReader,
  mayName: (record: RecordData) => boolean,
): void {
  for (const rule of resource.unique) {
    const value = after[rule.field] ?? null;
    if (value === null || (rule.when && !rule.when(write.settings))) continue;
    if (write.before && write.before[rule.field] === value) continue;
    const other = reader.find(resource.name, { [rule.field]: value }).find((record) => record.id !== after.id);
    if (other) {
      throw new AppError("CONFLICT", {
        message: `Another record already has this ${rule.field}.`,
        details: [
          { field: rule.field, message: mayName(other) ? `Taken by ${other.id}.` : "Taken by another record." },
        ],
      });
    }
  }
}

/** @throws AppError when the record is too large to be kept twice in one row of the log. */
export function requireSize(json: string): void {
  // Most records are far smaller: only text that could be too long is measured in bytes.
  if (json.length * 3 <= LIMITS.recordBytes) return;
  if (new TextEncoder().encode(json).length > LIMITS.recordBytes) {
    throw new AppError("PAYLOAD_TOO_LARGE", { message: `A record may have at most ${LIMITS.recordBytes} bytes.` });
  }
}

/** Whether two values are the same JSON. */
export function sameJson(a: Json, b: Json): boolean {
  return a === b || (typeof a === "object" && typeof b === "object" && JSON.stringify(a) === JSON.stringify(b));
}
