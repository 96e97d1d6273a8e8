/** What verifying an access token costs at the routing Worker. */
import type { BenchCase } from "../case.ts";
import { described, measureCredentials } from "../credentials.ts";

export const token: BenchCase = {
  results: described("token", "access tokens", "an ECDSA signature over P-256"),
  run: (bench) => measureCredentials(bench, "token"),
};
