/** From a client's body to values: parsed by the resource's schema, the tenant's own fields by account-config. */
import type * as z from "zod";
import { AppError, type ErrorDetail } from "../../src/protocol/errors.ts";
import { checkCustom } from "../../src/resources/custom-fields.ts";
import type { Json, RecordData, Resource, TenantSettings } from "../../src/resources/define.ts";

/** @throws AppError VALIDATION_ERROR naming every field at fault. */
export function bodyOf<Body>(schema: z.ZodType<Body>, body: unknown): Body {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new AppError("VALIDATION_ERROR", { details: detailsOf(parsed.error) });
}

/** One detail a field; unknown fields are named one by one. */
export function detailsOf(error: z.ZodError): ErrorDetail[] {
  return error.issues.flatMap((issue) => {
    const path = issue.path.map(String);
    if (issue.code !== "unrecognized_keys") return [{ field: path.join(".") || "body", message: issue.message }];
    return issue.keys.map((key) => ({
      field: [...path, key].join("."),
      message: "This field is unknown or cannot be set.",
    }));
  });
}

/** The tenant's own fields of a new record. */
export function completeCustom(settings: TenantSettings, resource: Resource, given: Json | undefined): Json {
  return checked(settings, resource, isObject(given) ? given : {});
}

/** The tenant's own fields after a change: a PATCH changes the ones it names, a PUT gives all of them. */
export function patchedCustom(
  settings: TenantSettings,
  resource: Resource,
  before: RecordData,
  given: Json | undefined,
  mode: "merge" | "replace",
): Json {
  const current = before.custom ?? {};
  if (given === undefined || !isObject(given))
    return mode === "merge" ? current : completeCustom(settings, resource, {});
  if (mode === "replace" || !isObject(current)) return completeCustom(settings, resource, given);
  // What stood there before is not judged by definitions that the tenant has changed since.
  return checked(settings, resource, { ...current, ...given }, current);
}

function checked(
  settings: TenantSettings,
  resource: Resource,
  value: Record<string, Json>,
  before?: Record<string, Json>,
): Json {
  const { value: normalised, details } = checkCustom(settings, resource.name, value, before);
  if (details.length > 0) throw new AppError("VALIDATION_ERROR", { details });
  return normalised;
}

function isObject(value: Json | undefined): value is Record<string, Json> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
