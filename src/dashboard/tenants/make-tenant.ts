/** Makes a tenant of which the caller is the owner. */
import { createCroft } from "../../client/croft.ts";
import { session } from "../service.ts";

/** @throws CroftError CONFLICT where the handle is taken */
export async function makeTenant(body: { readonly tenant: string; readonly name: string }): Promise<void> {
  await createCroft({ url: location.origin, session }).createTenant(body);
}

/** The handle that a name suggests: "Müller & Söhne" as `muller-sohne`. */
export function handleOf(name: string): string {
  const plain = name.normalize("NFKD").replaceAll(/\p{M}/gu, "").toLowerCase();
  const words = plain.replaceAll(/[^a-z0-9]+/g, "-").replace(/^[^a-z]+/, "");
  return words.slice(0, 40).replace(/-+$/, "");
}
