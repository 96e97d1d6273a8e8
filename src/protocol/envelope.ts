/**
 * What stands around the data of every answer, and the data whose shape is the same for all resources.
 * The server may add fields; a reader passes over those it does not know.
 */
import * as z from "zod/mini";
import { errorBodySchema } from "./errors.ts";
import { integerSchema, recordSchema } from "./values.ts";

/** Position of the tenant's log. */
const seq = integerSchema;

/** Where a page stands in its list. `total` is there when `count=true` asked for it. */
export const paginationSchema = z.object({
  limit: integerSchema,
  nextCursor: z.nullable(z.string()),
  hasMore: z.boolean(),
  total: z.optional(integerSchema),
});
export type Pagination = z.infer<typeof paginationSchema>;

/** `meta` of a page of a tenant's records: `seq` is the position that the page shows. */
export const pageMetaSchema = z.object({ pagination: paginationSchema, seq });
export type PageMeta = z.infer<typeof pageMetaSchema>;

/** `meta` of a write and of a read of one thing: the position that the write made or the answer shows. */
export const writeMetaSchema = z.object({ seq });
export type WriteMeta = z.infer<typeof writeMetaSchema>;

/** `meta` of an aggregate: `truncated` when there are more groups than are shown. */
export const aggregateMetaSchema = z.object({ seq, truncated: z.boolean() });
export type AggregateMeta = z.infer<typeof aggregateMetaSchema>;

/** `meta` of the change feed: `seq` is where to go on from. */
export const feedMetaSchema = z.object({ seq, hasMore: z.boolean() });
export type FeedMeta = z.infer<typeof feedMetaSchema>;

/** What a deletion answers, of a record that stays restorable as of one that was removed for good. */
export const deletedSchema = z.object({ id: z.string(), deletedAt: z.string() });
export type Deleted = z.infer<typeof deletedSchema>;

/** One result of a tenant's search, the best first; a higher `score` is better. */
export const searchHitSchema = z.object({
  resource: z.string(),
  id: z.string(),
  title: z.string(),
  snippet: z.string(),
  score: z.number(),
});
export type SearchHit = z.infer<typeof searchHitSchema>;

/** What the operations of a batch made, in their order: records, and `{ id, deletedAt }` for deletions. */
export const batchResultsSchema = z.array(recordSchema);

/** The body of every refusal. */
export const failureSchema = z.object({ error: errorBodySchema });
