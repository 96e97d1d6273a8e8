/** People with an account, as operators see and change them. */
import * as z from "zod";

/** Body of `PATCH /v1/users/{id}`. */
export const updateUserSchema = z.strictObject({
  status: z.enum(["active", "suspended"], "Write active or suspended.").optional(),
  operator: z.boolean("Write true or false.").optional(),
});
