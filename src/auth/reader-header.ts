/** The reader that the routing Worker established, as a repository's object reads it from the request. */
import { READER_HEADER, type RepositoryReader, readerSchema } from "./reader.ts";
import { unauthenticated } from "./unauthenticated.ts";

/** Who reads. @throws AppError UNAUTHENTICATED when the header is missing or not ours. */
export function readerOf(headers: Headers): RepositoryReader {
  const header = headers.get(READER_HEADER);
  if (header === null) throw unauthenticated();
  const parsed = readerSchema.safeParse(JSON.parse(header));
  if (!parsed.success) throw unauthenticated(parsed.error);
  return parsed.data;
}
