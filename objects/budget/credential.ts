/** With what GitHub is asked. A credential's name is the name of its budget's object. */

export type Credential =
  /** Nothing: 60 requests an hour. */
  | { readonly kind: "anonymous" }
  /** The operator's token (GITHUB_TOKEN). */
  | { readonly kind: "service" }
  /** The operator's GitHub App itself, which reads no repository: it finds its installations and its deliveries. */
  | { readonly kind: "app" }
  /** An installation of the operator's GitHub App. */
  | { readonly kind: "installation"; readonly id: number }
  /** A token that a tenant brought; for that tenant's repositories alone, as GitHub's terms want it. */
  | { readonly kind: "tenant" };

/** @throws Error for a name that is none of a credential. */
export function credentialOf(name: string | undefined): Credential {
  if (name === "anonymous" || name === "service" || name === "app") return { kind: name };
  const [, installation, tenant] = /^(?:installation:([1-9]\d{0,15})|tenant:([a-z0-9-]+))$/.exec(name ?? "") ?? [];
  if (installation !== undefined) return { kind: "installation", id: Number(installation) };
  if (tenant !== undefined) return { kind: "tenant" };
  throw new Error("A budget has the name of a credential.");
}
