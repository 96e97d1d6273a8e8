/** Reads from D1 on behalf of a request. */
import { AppError } from "../protocol/errors.ts";

/**
 * @throws AppError UNAVAILABLE when the database cannot be reached. D1 has already tried again by itself (reads, twice:
 * platform.md 1.3). What SQLite itself refuses is our fault and passes as it is.
 */
export async function reach<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof AppError || isOurFault(error)) throw error;
    throw new AppError("UNAVAILABLE", { headers: { "Retry-After": "5" }, cause: error });
  }
}

function isOurFault(error: unknown): boolean {
  return error instanceof Error && error.message.includes("SQLITE_ERROR");
}
