/** What the forms above the logs ask for, as filters of the API. */

/** Empty texts ask for nothing. Days are those of the reader: `2026-11-21`. */
export interface AuditQuestion {
  readonly resource: string;
  readonly action: string;
  readonly actor: string;
  readonly record: string;
  readonly from: string;
  readonly to: string;
}

export const ANY_CHANGE: AuditQuestion = { resource: "", action: "", actor: "", record: "", from: "", to: "" };

/** Who changed something where that is no person and no key: kinds of actors. */
export const BY_CROFT = "system";
export const BY_OPERATORS = "operator";

type Condition = { readonly [key: string]: unknown };

export function auditConditions({ resource, action, actor, record, from, to }: AuditQuestion): Condition[] {
  return [
    ...(resource ? [{ resource }] : []),
    ...(action ? [{ action }] : []),
    ...(actor ? [actor === BY_CROFT || actor === BY_OPERATORS ? { actorKind: actor } : { actorId: actor }] : []),
    ...(record.trim() ? [{ recordId: record.trim() }] : []),
    ...between("at", from, to),
  ];
}

export interface ErrorQuestion {
  readonly kind: string;
  readonly code: string;
  readonly request: string;
  readonly from: string;
  readonly to: string;
}

export const ANY_ERROR: ErrorQuestion = { kind: "", code: "", request: "", from: "", to: "" };

export function errorConditions({ kind, code, request, from, to }: ErrorQuestion): Condition[] {
  return [
    ...(kind ? [{ kind }] : []),
    ...(code.trim() ? [{ code: code.trim().toUpperCase() }] : []),
    ...(request.trim() ? [{ requestId: request.trim() }] : []),
    ...between("createdAt", from, to),
  ];
}

/** From the first moment of a day to the last of another, in the reader's zone. */
function between(field: string, from: string, to: string): Condition[] {
  const [first, last] = [startOfDay(from, 0), startOfDay(to, 1)];
  return [...(first ? [{ [field]: { gte: first } }] : []), ...(last ? [{ [field]: { lt: last } }] : [])];
}

function startOfDay(day: string, daysLater: number): string | null {
  const [year, month, date] = day.split("-").map(Number);
  if (year === undefined || month === undefined || date === undefined) return null;
  const start = new Date(year, month - 1, date + daysLater);
  return Number.isNaN(start.getTime()) ? null : start.toISOString();
}
