/** Credentials of a GitHub App: it signs a token of its own, and with that asks for one of an installation, which reads. */
import { type CryptoKey, SignJWT } from "jose";
import * as z from "zod";
import type { Answer } from "./answer.ts";
import { firstFault, readJson, type Unreadable } from "./items.ts";

/** GitHub's clock may be behind ours: a token of the future is refused. */
const BACKDATED_SECONDS = 60;
/** GitHub takes ten minutes at most. */
const LIFE_SECONDS = 9 * 60;

const PEM = /-----BEGIN ((?:RSA )?PRIVATE KEY)-----([A-Za-z0-9+/=\s]+)-----END \1-----/;
/** The object identifier of RSA keys and its empty parameters, as PKCS#8 names the algorithm. */
const RSA_ALGORITHM = [0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00];
const VERSION_0 = [0x02, 0x01, 0x00];
const [INTEGER_SEQUENCE, OCTET_STRING] = [0x30, 0x04];

/**
 * The key that GitHub gives out for an App (PKCS#1, "BEGIN RSA PRIVATE KEY"), or the same as PKCS#8 ("BEGIN PRIVATE KEY"); line
 * breaks may be written as `\n`, as environments often hold them.
 * @throws Error that says what is wrong, and shows nothing of the key.
 */
export async function importAppKey(pem: string): Promise<CryptoKey> {
  const [, kind, base64 = ""] = PEM.exec(pem.replaceAll("\\n", "\n")) ?? [];
  if (kind === undefined) {
    throw new Error("The key of the GitHub App has to be a PEM text from BEGIN (RSA) PRIVATE KEY to its END.");
  }
  try {
    const der = Uint8Array.from(atob(base64.replace(/\s+/g, "")), (character) => character.charCodeAt(0));
    const pkcs8 = kind === "PRIVATE KEY" ? der : wrapped(der);
    const algorithm = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };
    return await crypto.subtle.importKey("pkcs8", pkcs8, algorithm, false, ["sign"]);
  } catch {
    throw new Error("The key of the GitHub App is damaged, or no RSA key.");
  }
}

/** PKCS#1 as PKCS#8, the one form that the Web Crypto API imports: the key in an envelope that names its algorithm. */
function wrapped(pkcs1: Uint8Array): Uint8Array<ArrayBuffer> {
  const key = tagged(OCTET_STRING, [...pkcs1]);
  return Uint8Array.from(tagged(INTEGER_SEQUENCE, [...VERSION_0, ...RSA_ALGORITHM, ...key]));
}

/** A value of ASN.1 in DER: its tag, its length, its contents. */
function tagged(tag: number, contents: readonly number[]): number[] {
  const { length } = contents;
  if (length < 0x80) return [tag, length, ...contents];
  if (length < 0x100) return [tag, 0x81, length, ...contents];
  return [tag, 0x82, length >> 8, length & 0xff, ...contents];
}

/** The App's own token, good for nine minutes. `now` in milliseconds since 1970. */
export function signAppToken(appId: string, key: CryptoKey, now: number): Promise<string> {
  const seconds = Math.floor(now / 1_000);
  return new SignJWT()
    .setProtectedHeader({ alg: "RS256", typ: "JWT" })
    .setIssuer(appId)
    .setIssuedAt(seconds - BACKDATED_SECONDS)
    .setExpirationTime(seconds + LIFE_SECONDS)
    .sign(key);
}

/** Where an installation's token is asked for, with POST and the App's own token. */
export const installationTokenPath = (installation: number): string =>
  `/app/installations/${installation}/access_tokens`;

export interface InstallationToken {
  /** Of any length; GitHub changes its form without notice. */
  readonly token: string;
  /** Milliseconds since 1970; an hour after it was made. */
  readonly expiresAt: number;
}

const tokenSchema = z.object({
  // What a header can carry, since that is what it is for.
  token: z.string().regex(/^[\x21-\x7e]+$/, "Invalid input: expected a token"),
  expires_at: z.iso.datetime({ offset: true }),
});

/** Of a 201; every other answer means what `outcomeOf` says. */
export function readInstallationToken({ status, body }: Answer): InstallationToken | Unreadable {
  if (status !== 201) return { unreadable: `GitHub answered ${status} instead of 201.` };
  const read = readJson(body);
  if ("unreadable" in read) return read;
  const parsed = tokenSchema.safeParse(read.json);
  if (parsed.success) return { token: parsed.data.token, expiresAt: Date.parse(parsed.data.expires_at) };
  const { field, message } = firstFault(parsed.error);
  return { unreadable: `${field || "The body"}: ${message}` };
}

const deliverySchema = z.object({
  id: z.int().min(1),
  guid: z.string().min(1),
  delivered_at: z.iso.datetime({ offset: true }),
  redelivery: z.boolean(),
  status_code: z.int(),
  event: z.string().min(1),
  action: z.string().nullish(),
  installation_id: z.int().nullish(),
  repository_id: z.int().nullish(),
});

/** A delivery as GitHub remembers it for three days: `GET /app/hook/deliveries`. */
export interface HookDelivery {
  /** By which it is asked for again: `POST /app/hook/deliveries/{id}/attempts`. */
  readonly id: number;
  /** `X-GitHub-Delivery`, which every attempt carries. */
  readonly guid: string;
  /** Milliseconds since 1970. */
  readonly deliveredAt: number;
  readonly isRedelivery: boolean;
  /** Whether our side took it: its status was 2xx. */
  readonly taken: boolean;
  readonly event: string;
  readonly repositoryId: number | null;
}

/** Those of a page that can be read; the others are left out, since nobody could ask for them again. */
export function readDeliveries(body: string): HookDelivery[] | Unreadable {
  const read = readJson(body);
  if ("unreadable" in read) return read;
  if (!Array.isArray(read.json)) return { unreadable: "The body is JSON, but no list." };
  return read.json.flatMap((item) => {
    const { data } = deliverySchema.safeParse(item);
    if (!data) return [];
    return [
      {
        id: data.id,
        guid: data.guid,
        deliveredAt: Date.parse(data.delivered_at),
        isRedelivery: data.redelivery,
        taken: data.status_code >= 200 && data.status_code < 300,
        event: data.event,
        repositoryId: data.repository_id ?? null,
      },
    ];
  });
}
