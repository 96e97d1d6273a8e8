/**
 * Sign-in with OpenID Connect providers. Better Auth's own plugin for them verifies ID tokens only where it looks the provider up
 * when it starts, which a Worker must not; so everything that a look-up would have told is set here, and what it leaves open is
 * closed: an ID token has to come, with the nonce of this sign-in, for this client alone; an answer has to come from the provider
 * that was asked, and counts once.
 */
import type { BetterAuthPlugin } from "better-auth";
import { addOAuthServerContext, createAuthMiddleware, getOAuthState } from "better-auth/api";
import { genericOAuth } from "better-auth/plugins/generic-oauth";
import { createRemoteJWKSet, customFetch, decodeJwt } from "jose";
import * as z from "zod";
import type { IdentityProvider } from "./identity-providers.ts";

/** How long a sign-in with a provider may take; Better Auth's states live as long. */
const STATE_MS = 600_000;
const TIMEOUT_MS = 10_000;

type Inner = ReturnType<typeof genericOAuth>;
type InitContext = Parameters<Inner["init"]>[0];
type Provider = Awaited<ReturnType<Inner["init"]>>["context"]["socialProviders"][number];

const claimsSchema = z.object({
  sub: z.string().min(1),
  email: z.email().optional(),
  email_verified: z.boolean().optional(),
  name: z.string().max(200).optional(),
  picture: z
    .url({ protocol: /^https$/ })
    .max(2_048)
    .optional()
    .catch(undefined),
});
type Claims = z.infer<typeof claimsSchema>;

const askedSchema = z.object({ serverContext: z.object({ provider: z.string() }), oauthState: z.string() });

export function oidc(providers: readonly IdentityProvider[]): BetterAuthPlugin {
  const inner = genericOAuth({ config: providers.map(configOf) });
  return {
    id: "croft-oidc",
    async init(context) {
      const { context: made } = await inner.init(context);
      const pinned = made.socialProviders.map((provider) => {
        const settings = providers.find(({ id }) => id === provider.id);
        return settings ? pin(provider, settings, context) : provider;
      });
      return { context: { socialProviders: pinned } };
    },
    hooks: {
      before: [{ matcher: ({ path }) => path === "/sign-in/social" || path === "/link-social", handler: noteProvider }],
    },
  };
}

/** Puts the provider's name into the state, where nobody but this Worker writes. */
const noteProvider = createAuthMiddleware(async ({ body }) => {
  const { provider } = z.object({ provider: z.string() }).parse(body);
  await addOAuthServerContext({ provider });
});

function configOf(provider: IdentityProvider) {
  return {
    providerId: provider.id,
    name: provider.name,
    clientId: provider.clientId,
    clientSecret: provider.clientSecret,
    authorizationUrl: provider.authorizationEndpoint,
    tokenUrl: provider.tokenEndpoint,
    scopes: [...provider.scopes],
    authentication: provider.tokenEndpointAuth,
    // With a code verifier, Better Auth sends the method S256 and no other.
    pkce: true,
    accountSubject: ({ profile }: { profile: { sub?: string | number | null | undefined } }) => String(profile.sub),
    getUserInfo: ({ idToken, accessToken }: { idToken?: string; accessToken?: string }) =>
      profileOf(provider, idToken ?? "", accessToken ?? ""),
  };
}

/** The provider with everything that its answers are held against. */
function pin(provider: Provider, settings: IdentityProvider, context: InitContext): Provider {
  const { validateAuthorizationCode, getUserInfo } = provider;
  return Object.assign(provider, {
    // Held against `iss` of the answer, where there is one (RFC 9207).
    issuer: settings.issuer,
    requiresIdTokenNonce: true,
    idToken: {
      jwks: createRemoteJWKSet(new URL(settings.jwksUri), {
        timeoutDuration: TIMEOUT_MS,
        [customFetch]: withoutRedirects,
      }),
      issuer: settings.issuer,
      audience: settings.clientId,
      algorithms: [...settings.algorithms],
      maxTokenAge: "10m",
      // A token for several audiences was made for the one it names.
      verifyClaims: ({ aud, azp }: Record<string, unknown>) =>
        (typeof aud === "string" && azp === undefined) || azp === settings.clientId,
    },
    validateAuthorizationCode: async (data: Parameters<typeof validateAuthorizationCode>[0]) => {
      await requireOwnState(settings.id, context);
      return validateAuthorizationCode(data);
    },
    getUserInfo: async (tokens: Parameters<typeof getUserInfo>[0]) =>
      tokens.idToken && tokens.expectedIdTokenNonce ? getUserInfo(tokens) : null,
  });
}

/**
 * Better Auth reads a state and deletes it afterwards, so that answers in parallel all find it; and a state opens the answers of
 * every provider, although each is asked at an address of its own (RFC 9700, 4.4.2).
 */
async function requireOwnState(provider: string, { internalAdapter }: InitContext): Promise<void> {
  const asked = askedSchema.parse(await getOAuthState());
  if (asked.serverContext.provider !== provider) throw new Error("The answer came from another provider.");
  const first = await internalAdapter.reserveVerificationValue({
    identifier: `answered:${asked.oauthState}`,
    value: provider,
    expiresAt: new Date(Date.now() + STATE_MS),
  });
  if (!first) throw new Error("The sign-in was answered before.");
}

/** What a provider says about somebody in an ID token that has been verified, or beside it; null where it makes no sense. */
async function profileOf(provider: IdentityProvider, idToken: string, accessToken: string) {
  const told = claimsSchema.safeParse(decodeJwt(idToken)).data ?? null;
  const isAsked = told?.email === undefined && provider.userinfoEndpoint !== undefined;
  const claims = told && isAsked ? await ask(provider.userinfoEndpoint ?? "", accessToken, told) : told;
  if (claims === null) return null;
  return {
    sub: claims.sub,
    email: claims.email ?? null,
    emailVerified: claims.email_verified === true,
    name: claims.name ?? "",
    ...(claims.picture === undefined ? {} : { image: claims.picture }),
  };
}

/** Null where the answer is about somebody else (OpenID Connect Core, 5.3.2), or is none. */
async function ask(endpoint: string, accessToken: string, told: Claims): Promise<Claims | null> {
  const response = await withoutRedirects(endpoint, {
    headers: { Authorization: `Bearer ${accessToken}`, Accept: "application/json" },
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  const { data } = claimsSchema.safeParse(await response.json());
  return response.ok && data?.sub === told.sub ? { ...told, ...data } : null;
}

/** A redirect would take the credentials along. */
async function withoutRedirects(url: string, init: RequestInit): Promise<Response> {
  return fetch(url, { ...init, redirect: "manual" });
}
