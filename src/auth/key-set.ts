/** The public keys of an issuer of tokens, as an isolate keeps them. */
import { importJWK, type JWK } from "jose";
import * as z from "zod";
import { AppError } from "../protocol/errors.ts";
import { ACCESS_TOKEN_ALGORITHM } from "./access-token.ts";
import { AskedOnce } from "./asked-once.ts";

/** Keys are fetched anew after this long: a new key is published longer than that before it signs. */
export const REFRESH_MS = 600_000;
/** While they cannot be fetched, the last ones serve this long. */
export const OUTAGE_MS = 3_600_000;
/** Pause between two attempts while there are keys to go on with: an unknown id costs one question and no more. */
export const COOL_DOWN_MS = 30_000;
/** Pause between two attempts while there are none. */
export const RETRY_MS = 1_000;
const PATIENCE_MS = 2_000;
/** Keys of one answer: the newest, the one before, and what was rotated in a hurry. */
const KEYS = 16;

const coordinate = z.string().regex(/^[\w-]{43}$/);
const answerSchema = z.object({ keys: z.array(z.unknown()).max(KEYS) });

/** What the keys of an issuer look like. Keys of other types are not ours to use; what a key holds beyond its form is left out. */
export interface KeyForm {
  readonly algorithm: string;
  readonly schema: z.ZodType<{ readonly kid: string; readonly jwk: JWK }>;
}

/** How every key names itself and its use, for keys of this algorithm. */
export const keyNames = (algorithm: string) => ({
  kid: z.string().regex(/^[\w-]{1,64}$/),
  alg: z.literal(algorithm).optional(),
  use: z.literal("sig").optional(),
});

/** Keys of access tokens. */
const OUR_KEYS: KeyForm = {
  algorithm: ACCESS_TOKEN_ALGORITHM,
  schema: z
    .object({
      ...keyNames(ACCESS_TOKEN_ALGORITHM),
      kty: z.literal("EC"),
      crv: z.literal("P-256"),
      x: coordinate,
      y: coordinate,
    })
    .transform(({ kid, kty, crv, x, y }) => ({ kid, jwk: { kty, crv, x, y } })),
};

/** What decides about the next step; times in milliseconds, `-Infinity` for never. */
interface KeySetState {
  /** Whether the wanted key is among those that are kept. */
  readonly known: boolean;
  /** When the keys that are kept were asked for. */
  readonly fetchedAt: number;
  /** When they were last asked for, with or without success. */
  readonly triedAt: number;
  /** Whether they are being asked for. */
  readonly asked: boolean;
}

/** What to do for a request that wants a key: go on with what is kept, or ask (or wait for whoever does) first. */
export function keySetStep({ known, fetchedAt, triedAt, asked }: KeySetState, now: number): "use" | "ask" {
  const usable = now - fetchedAt < OUTAGE_MS;
  if (known && now - fetchedAt < REFRESH_MS) return "use";
  // Whoever has a key goes on with it while another asks.
  if (asked) return known && usable ? "use" : "ask";
  return now - triedAt >= (usable ? COOL_DOWN_MS : RETRY_MS) ? "ask" : "use";
}

export class KeySet {
  readonly #fetch: () => Promise<unknown>;
  readonly #report: (cause: unknown) => void;
  readonly #form: KeyForm;
  readonly #asked: AskedOnce;
  #keys: ReadonlyMap<string, CryptoKey> = new Map();
  #fetchedAt = Number.NEGATIVE_INFINITY;
  #triedAt = Number.NEGATIVE_INFINITY;

  /**
   * @param fetch asks for the JWKS; its answer is not trusted.
   * @param report is told why keys could not be fetched.
   */
  constructor(fetch: () => Promise<unknown>, report: (cause: unknown) => void, form: KeyForm = OUR_KEYS) {
    this.#fetch = fetch;
    this.#report = report;
    this.#form = form;
    this.#asked = new AskedOnce(() => this.#refresh(), PATIENCE_MS);
  }

  /** The key of this id, or null where there is none. @throws AppError UNAVAILABLE while no keys can be had. */
  async key(kid: string, now: number): Promise<CryptoKey | null> {
    const state = {
      known: this.#keys.has(kid),
      fetchedAt: this.#fetchedAt,
      triedAt: this.#triedAt,
      asked: this.#asked.isAsked,
    };
    if (keySetStep(state, now) === "ask") await this.#ask(now);
    if (now - this.#fetchedAt >= OUTAGE_MS) throw new AppError("UNAVAILABLE", { headers: { "Retry-After": "1" } });
    return this.#keys.get(kid) ?? null;
  }

  async #ask(now: number): Promise<void> {
    if (!this.#asked.isAsked) this.#triedAt = now;
    try {
      await this.#asked.answered();
    } catch (cause) {
      this.#report(cause);
    }
  }

  async #refresh(): Promise<void> {
    const askedAt = this.#triedAt;
    const { keys } = answerSchema.parse(await this.#fetch());
    const imported = await Promise.all(keys.map((jwk) => importKey(jwk, this.#form)));
    // Whoever waited for this gave up, and another answer came first.
    if (askedAt < this.#fetchedAt) return;
    this.#keys = new Map(imported.filter((entry) => entry !== null));
    this.#fetchedAt = askedAt;
  }
}

async function importKey(value: unknown, { algorithm, schema }: KeyForm): Promise<[string, CryptoKey] | null> {
  const parsed = schema.safeParse(value);
  if (!parsed.success) return null;
  const { kid, jwk } = parsed.data;
  try {
    const key = await importJWK(jwk, algorithm);
    return key instanceof Uint8Array ? null : [kid, key];
  } catch {
    // A point that is not on the curve verifies nothing; the other keys are as good as before.
    return null;
  }
}
