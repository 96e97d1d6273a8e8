/** What stands around the data of answers from the directory, which spans tenants, and the results of its search. */
import * as z from "zod/mini";
import { paginationSchema } from "./envelope.ts";

/** `meta` of a list from the directory, which spans tenants and so has no one position. */
export const directoryMetaSchema = z.object({ pagination: paginationSchema });
export type DirectoryMeta = z.infer<typeof directoryMetaSchema>;

/** `meta` of a search of the directory: `projectedAt` is when the tenant longest out of date was read, null without tenants. */
export const directorySearchMetaSchema = z.object({
  pagination: paginationSchema,
  freshness: z.object({ projectedAt: z.nullable(z.string()) }),
});
export type DirectorySearchMeta = z.infer<typeof directorySearchMetaSchema>;

/** One result of a search across tenants. */
export const directoryHitSchema = z.object({
  tenant: z.string(),
  resource: z.string(),
  id: z.string(),
  title: z.string(),
  snippet: z.string(),
});
export type DirectoryHit = z.infer<typeof directoryHitSchema>;
