/**
 * Other services that people sign in with, as configuration names them. Every address of a provider is written down: none is
 * looked up when croft-auth starts, and a provider cannot move them.
 */
import * as z from "zod";

const httpsUrl = z.url({ protocol: /^https$/ });
/** A provider on the same machine has no certificate. */
const localUrl = z.url({ protocol: /^http$/, hostname: /^(?:localhost|127\.0\.0\.1)$/ });
const address = z.union([httpsUrl, localUrl]);

/** Asymmetric signatures alone: with the others, whoever can verify could sign. */
const ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA"] as const;

const providerSchema = z.strictObject({
  /** In the path of the provider's answers: `{PUBLIC_URL}/auth/callback/{id}`. */
  id: z.string().regex(/^[a-z][a-z0-9-]{0,31}$/),
  /** As people know it. */
  name: z.string().min(1).max(64),
  /** Exactly as it stands in the provider's tokens. */
  issuer: address,
  clientId: z.string().min(1),
  clientSecret: z.string().min(1),
  authorizationEndpoint: address,
  tokenEndpoint: address,
  jwksUri: address,
  /** Asked where the ID token does not say the e-mail address. */
  userinfoEndpoint: address.optional(),
  scopes: z.array(z.string().regex(/^[\x21\x23-\x5b\x5d-\x7e]+$/)).default(["openid", "email", "profile"]),
  algorithms: z.array(z.enum(ALGORITHMS)).min(1).default(["RS256"]),
  /** How the provider takes the client secret: as HTTP Basic, or in the body of the request. */
  tokenEndpointAuth: z.enum(["basic", "post"]).default("basic"),
});

/** An OpenID Connect provider. */
export type IdentityProvider = Readonly<z.infer<typeof providerSchema>>;

/** Names that Croft itself keeps accounts under. */
const RESERVED = ["credential", "google"];

/** The text of `OIDC_PROVIDERS`: a JSON array, or nothing. */
export const oidcProviders = z
  .string()
  .transform((text, context) => {
    if (text.trim() === "") return [];
    try {
      return JSON.parse(text);
    } catch {
      context.issues.push({ code: "custom", message: "no JSON", input: text });
      return z.NEVER;
    }
  })
  .pipe(z.array(providerSchema))
  .refine((providers) => new Set(providers.map(({ id }) => id)).size === providers.length)
  .refine((providers) => providers.every(({ id }) => !RESERVED.includes(id)))
  .refine((providers) => providers.every(({ scopes }) => scopes.includes("openid")));

/** Google, as its discovery document describes it (https://accounts.google.com/.well-known/openid-configuration). */
export function googleProvider(clientId: string, clientSecret: string): IdentityProvider {
  return {
    id: "google",
    name: "Google",
    issuer: "https://accounts.google.com",
    clientId,
    clientSecret,
    authorizationEndpoint: "https://accounts.google.com/o/oauth2/v2/auth",
    tokenEndpoint: "https://oauth2.googleapis.com/token",
    jwksUri: "https://www.googleapis.com/oauth2/v3/certs",
    userinfoEndpoint: "https://openidconnect.googleapis.com/v1/userinfo",
    scopes: ["openid", "email", "profile"],
    algorithms: ["RS256"],
    tokenEndpointAuth: "post",
  };
}
