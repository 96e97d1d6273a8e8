/** What verifying an API key costs at the routing Worker. */
import type { BenchCase } from "../case.ts";
import { described, measureCredentials } from "../credentials.ts";

export const key: BenchCase = {
  results: described("key", "API keys", "an HMAC over the key and a SHA-256 of it"),
  run: (bench) => measureCredentials(bench, "key"),
};
