/** An OpenID Connect provider on this machine, whose people and mistakes a test decides on. */
import { OAuth2Server } from "oauth2-mock-server";
import * as z from "zod";

/** Claims of an ID token. */
export type Told = Record<string, unknown>;

const tokenRequestSchema = z.looseObject({ code: z.string(), code_verifier: z.string().optional() });

export interface TestProvider {
  readonly issuer: string;
  /** Who signs in next, and what the provider says about them. */
  person: Told;
  /** Claims of the next ID tokens in place of the right ones; undefined takes one away. */
  wrong: Told;
  /** Changes the answer to a request for tokens. */
  answer: (body: Record<string, unknown>) => void;
  /** Requests for tokens since the last look. */
  readonly tokenRequests: Record<string, unknown>[];
  /** An entry of `OIDC_PROVIDERS`. */
  settings(id: string, changes?: object): object;
  stop(): Promise<void>;
}

/** Starts one that redeems a code as often as somebody asks: whether a code counts once is up to Croft. */
export async function startProvider(): Promise<TestProvider> {
  const server = new OAuth2Server();
  await server.issuer.keys.generate("RS256");
  await server.start(0, "127.0.0.1");
  const issuer = z.string().parse(server.issuer.url);
  const nonces = new Map<string, unknown>();
  server.service.on("beforeAuthorizeRedirect", ({ url }, request) => {
    nonces.set(url.searchParams.get("code") ?? "", request.query?.nonce);
  });
  const provider: TestProvider = {
    issuer,
    person: {},
    wrong: {},
    answer: () => undefined,
    tokenRequests: [],
    settings: (id, changes) => ({ ...settingsOf(issuer, id), ...changes }),
    stop: () => server.stop(),
  };
  server.service.addRoute("POST", "/careless", async (request, response) => {
    const asked = tokenRequestSchema.parse(request.body);
    provider.tokenRequests.push(asked);
    const told = (_header: unknown, payload: object) => {
      Object.assign(payload, { aud: "croft", nonce: nonces.get(asked.code), ...provider.person, ...provider.wrong });
    };
    const token = await server.issuer.buildToken({ expiresIn: 600, scopesOrTransform: told });
    const body: Record<string, unknown> = {
      access_token: "opaque",
      token_type: "Bearer",
      expires_in: 600,
      id_token: token,
    };
    provider.answer(body);
    response.setHeader("Content-Type", "application/json");
    response.end(JSON.stringify(body));
  });
  server.service.on("beforeUserinfo", (answer) => {
    answer.body = { ...provider.person };
  });
  return provider;
}

function settingsOf(issuer: string, id: string): object {
  return {
    id,
    name: "Acme",
    issuer,
    clientId: "croft",
    clientSecret: "the-secret-of-croft-at-acme",
    authorizationEndpoint: `${issuer}/authorize`,
    tokenEndpoint: `${issuer}/careless`,
    userinfoEndpoint: `${issuer}/userinfo`,
    jwksUri: `${issuer}/jwks`,
  };
}
