/** Requests with a credential to a route that asks no object, beside the same route with nothing in front of it. */
import { randomBytes } from "node:crypto";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { ulid } from "ulid";
import { ACCESS_TOKEN_ALGORITHM, ACCESS_TOKEN_SECONDS, ACCESS_TOKEN_TYPE } from "../../src/auth/access-token.ts";
import { issueKey } from "../../src/auth/key-format.ts";
import { issuerOf } from "../../src/auth/public-url.ts";
import type { Bench } from "./bench.ts";
import type { Described, Figures } from "./case.ts";
import type { LoadRequest } from "./load-order.ts";
import { throughput } from "./rounds.ts";

const CONNECTIONS = 8;
/** More than an isolate remembers (2,000), so that in turn each is new to it. */
const NEW = 6_000;
const KNOWN = 500;
const PUBLIC_URL = "http://localhost";
const KID = "bench";

/** Makes credentials, and the settings of a server that takes them. */
interface Issuer {
  readonly settings: Readonly<Record<string, string>>;
  readonly jwks: string;
  key(): Promise<string>;
  token(): Promise<string>;
}

const issuers = new WeakMap<Bench, Promise<Issuer>>();

/** What a case of credentials is about, once with few of them that come again and once with ever new ones. */
export function described(name: "key" | "token", what: string, verifying: string): readonly [Described, Described] {
  const shared = {
    unit: "requests/s",
    mark: { of: "ratio", bound: "at least", value: 0.625 },
    columns: { croft: "verified", bare: "bare route" },
  } as const;
  return [
    {
      ...shared,
      name,
      does: `${CONNECTIONS} connections ask a route of hono behind Croft's \`authenticate\` with ${what}, ${KNOWN} different ones in turn; beside it the same route without anything in front.`,
      proves: `What authentication adds at the routing Worker for a credential that it has seen before, which is nearly every request. 0.63 of the bare rate is 1.6 times its cost. Whether a key or a member still counts, the object decides: the benchmark of a read has that part.`,
    },
    {
      ...shared,
      name: `${name}-first`,
      does: `The same with ${NEW} different ones in turn, each forgotten before it comes again.`,
      proves: `The worst case, in which every request is the first with its credential: ${verifying}.`,
    },
  ];
}

export async function measureCredentials(bench: Bench, kind: "key" | "token"): Promise<readonly Figures[]> {
  const issuer = await issuerFor(bench);
  const server = await bench.route(issuer);
  const figures: Figures[] = [];
  for (const count of [KNOWN, bench.scaled(NEW)]) {
    const credentials = await Promise.all(Array.from({ length: count }, () => issuer[kind]()));
    figures.push(
      await throughput(bench, {
        croft: { server, connections: CONNECTIONS, requests: requestsWith(credentials, "/verified"), apart: true },
        bare: { server, connections: CONNECTIONS, requests: requestsWith(credentials, "/bare"), apart: true },
      }),
    );
  }
  return figures;
}

function requestsWith(credentials: readonly string[], path: string): LoadRequest[] {
  return credentials.map((each) => ({ method: "GET", path, headers: { authorization: `Bearer ${each}` } }));
}

function issuerFor(bench: Bench): Promise<Issuer> {
  const known = issuers.get(bench) ?? makeIssuer();
  issuers.set(bench, known);
  return known;
}

async function makeIssuer(): Promise<Issuer> {
  const { privateKey, publicKey } = await generateKeyPair(ACCESS_TOKEN_ALGORITHM);
  const jwk = { ...(await exportJWK(publicKey)), kid: KID, alg: ACCESS_TOKEN_ALGORITHM, use: "sig" };
  const secret = randomBytes(32).toString("hex");
  const { issuer, audience } = issuerOf(PUBLIC_URL);
  return {
    settings: { KEY_MAC_SECRETS: `1:${secret}`, PUBLIC_URL },
    jwks: JSON.stringify({ keys: [jwk] }),
    key: async () => (await issueKey("bench", ulid(), new Map([["1", secret]]))).key,
    token: () =>
      new SignJWT({ sid: `ses_${ulid()}` })
        .setProtectedHeader({ alg: ACCESS_TOKEN_ALGORITHM, typ: ACCESS_TOKEN_TYPE, kid: KID })
        .setIssuer(issuer)
        .setAudience(audience)
        .setSubject(`usr_${ulid()}`)
        .setIssuedAt()
        .setExpirationTime(`${ACCESS_TOKEN_SECONDS}s`)
        .sign(privateKey),
  };
}
