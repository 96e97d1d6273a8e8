/**
 * Who reads a repository, as the routing Worker established it. It travels to the repository's object in one header that the
 * Worker alone writes, on a request it builds anew: what a client sends under this name never arrives.
 */
import * as z from "zod";

export const READER_HEADER = "x-croft-reader";

export const readerSchema = z.object({
  kind: z.enum(["key", "user", "operator"]),
  /** Of the key or the person; `operator` for the operator token. */
  id: z.string(),
  /**
   * Tenants by which the caller may see a private repository. A key's is confirmed by the tenant itself. Of a person's, those
   * that said just now that they are a member, and of those the ones alone that follow a private repository with a credential
   * that sees it; none for a public one.
   */
  tenants: z.array(z.string()),
  /** What a key is narrowed to; null for everything. */
  resources: z.array(z.string()).nullable(),
  /** End of the access token, milliseconds since 1970; of people alone, and so is `session`. */
  expiresAt: z.int().optional(),
  session: z.string().optional(),
  /** SHA-256 of the whole key, for asking its tenant again whether it is still valid. */
  hash: z.string().optional(),
});
export type RepositoryReader = z.infer<typeof readerSchema>;
