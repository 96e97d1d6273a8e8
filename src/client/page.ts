/** One page of a list, and the walk on from it. */
import type { PageMeta } from "../protocol/envelope.ts";

/** A page. Iterated with `for await`, it goes on through all pages behind it. */
export class Page<Item> implements AsyncIterable<Item> {
  readonly data: readonly Item[];
  /** Position of the log that the page shows. */
  readonly seq: number;
  readonly hasMore: boolean;
  readonly nextCursor: string | null;
  /** All records of the query, where `count` was asked for. */
  readonly total: number | null;
  readonly #read: (cursor: string) => Promise<Page<Item>>;

  /** @param read fetches the page behind a cursor. */
  constructor(data: readonly Item[], { pagination, seq }: PageMeta, read: (cursor: string) => Promise<Page<Item>>) {
    this.data = data;
    this.seq = seq;
    this.hasMore = pagination.hasMore;
    this.nextCursor = pagination.nextCursor;
    this.total = pagination.total ?? null;
    this.#read = read;
  }

  /** The page behind this one, or null. @throws CroftError */
  next(): Promise<Page<Item> | null> {
    return this.nextCursor === null ? Promise.resolve(null) : this.#read(this.nextCursor);
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Item, void, void> {
    for (let page: Page<Item> | null = this; page; page = await page.next()) yield* page.data;
  }
}
