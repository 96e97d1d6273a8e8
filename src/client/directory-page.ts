/** Pages of lists that span tenants: they come from the directory, which has no one position. */
import * as z from "zod/mini";
import { paginationSchema } from "../protocol/envelope.ts";
import { queryString } from "./query.ts";
import type { CallOptions, Transport } from "./transport.ts";

const metaSchema = z.object({
  pagination: paginationSchema,
  freshness: z.optional(z.object({ projectedAt: z.nullable(z.string()) })),
});

/** A page. Iterated with `for await`, it goes on through all pages behind it. */
export class DirectoryPage<Item> implements AsyncIterable<Item> {
  readonly data: readonly Item[];
  readonly hasMore: boolean;
  readonly nextCursor: string | null;
  /** When the part of the page that is longest out of date was read; null where the list does not say. */
  readonly projectedAt: string | null;
  readonly #read: (cursor: string) => Promise<DirectoryPage<Item>>;

  /** @param read fetches the page behind a cursor. */
  constructor(
    data: readonly Item[],
    { pagination, freshness }: z.infer<typeof metaSchema>,
    read: (cursor: string) => Promise<DirectoryPage<Item>>,
  ) {
    this.data = data;
    this.hasMore = pagination.hasMore;
    this.nextCursor = pagination.nextCursor;
    this.projectedAt = freshness?.projectedAt ?? null;
    this.#read = read;
  }

  /** The page behind this one, or null. @throws CroftError */
  next(): Promise<DirectoryPage<Item> | null> {
    return this.nextCursor === null ? Promise.resolve(null) : this.#read(this.nextCursor);
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Item, void, void> {
    for (let page: DirectoryPage<Item> | null = this; page; page = await page.next()) yield* page.data;
  }
}

/** Where a page begins, and how long it is. */
export interface Paged {
  /** Items of one page. */
  readonly limit?: number | undefined;
  readonly cursor?: string | undefined;
}

/** The page of a list. @param query its parameters, the cursor among them. @throws CroftError */
export async function readDirectory<Item>(
  transport: Transport,
  path: string,
  query: object,
  item: z.core.$ZodType<Item>,
  options?: CallOptions,
): Promise<DirectoryPage<Item>> {
  const { data, meta } = await transport.get(path + queryString({ ...query }), z.array(item), metaSchema, options);
  return new DirectoryPage(data, meta, (cursor) => readDirectory(transport, path, { ...query, cursor }, item, options));
}
