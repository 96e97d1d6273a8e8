/** What stands in the addresses of pages for operators. */
import * as z from "zod/mini";

/** What does not fit is left out: addresses are typed by hand too. */
function lenient<Schema extends z.ZodMiniType>(schema: Schema) {
  return z.catch(z.optional(schema), undefined);
}

export const sectionSchema = z.object({
  q: lenient(z.string()),
  sort: lenient(z.string()),
  status: lenient(z.enum(["active", "suspended"])),
  /** The tenant that is looked at. */
  tenant: lenient(z.string()),
});
export type SectionSearch = z.infer<typeof sectionSchema>;
