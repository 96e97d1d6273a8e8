/** Who the service takes this tab's credential for. */
import * as z from "zod/mini";
import { createCroft } from "../../client/croft.ts";
import { typedCredential } from "../credential.ts";
import { session } from "../service.ts";

/** A person, a key or the operator token. */
export interface Me {
  readonly kind: "user" | "key" | "operator";
  readonly id: string;
  /** Of a key; a person has one in each tenant. */
  readonly role: string | null;
  readonly name?: string | undefined;
  readonly tenants: readonly { readonly tenant: string; readonly role: string }[];
}

const meSchema = z.object({
  kind: z.enum(["user", "key", "operator"]),
  id: z.string(),
  role: z.nullable(z.string()),
  name: z.optional(z.string()),
  tenants: z.array(z.object({ tenant: z.string(), role: z.string() })),
});

/** @param token a key or operator token; whoever is signed in where absent. @throws CroftError or, with a token, Error */
export async function readMe(token = typedCredential()?.token): Promise<Me> {
  if (token === undefined)
    return meSchema.parse({ role: null, ...(await createCroft({ url: location.origin, session }).me()) });
  const answer = await fetch("/v1/me", { headers: { Authorization: `Bearer ${token}` } });
  if (!answer.ok)
    throw new Error(`The service does not know this key (${answer.status}): it is mistyped, revoked or over.`);
  return z.object({ data: meSchema }).parse(await answer.json()).data;
}
