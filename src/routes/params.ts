/** Query parameters of routes that the edge answers itself: unknown and repeated ones are refused. */
import type * as z from "zod";
import { AppError, invalidField } from "../protocol/errors.ts";

/** @throws AppError BAD_REQUEST naming the parameter. */
export function readParams<Shape extends z.ZodType>(url: string, schema: Shape): z.output<Shape> {
  const given = new Map<string, string>();
  for (const [name, value] of new URL(url).searchParams) {
    if (given.has(name)) throw invalidField("BAD_REQUEST", name, "This parameter stands twice.");
    given.set(name, value);
  }
  // An assignment to `__proto__` would make no property, and the parameter would pass unseen.
  const parsed = schema.safeParse(Object.fromEntries(given));
  if (parsed.success) return parsed.data;
  const details = parsed.error.issues.flatMap((issue) => {
    if (issue.code === "unrecognized_keys")
      return issue.keys.map((field) => ({ field, message: "This parameter is unknown here." }));
    return [{ field: issue.path.join("."), message: issue.message }];
  });
  throw new AppError("BAD_REQUEST", { details });
}
