/** The keys of access tokens as D1 keeps them: made, published, and taken away when key-schedule.ts says so. */
import { symmetricDecrypt, symmetricEncrypt } from "better-auth/crypto";
import { inArray } from "drizzle-orm";
import type { DrizzleD1Database } from "drizzle-orm/d1";
import { type CryptoKey, exportJWK, generateKeyPair, importJWK } from "jose";
import { ulid } from "ulid";
import { log } from "../../log.ts";
import { ACCESS_TOKEN_ALGORITHM } from "../access-token.ts";
import { jwksSchema, type PublicKeys } from "../accounts.ts";
import { type KeyPlan, planKeys, type ScheduledKey } from "./key-schedule.ts";
import { signingKeys } from "./tables.ts";

/** Secrets in the form in which Better Auth encrypts with them. */
export type EncryptionSecrets = Parameters<typeof symmetricEncrypt>[0]["key"];

type StoredKey = typeof signingKeys.$inferSelect;

/** What signs a token. */
export interface SigningKey {
  readonly kid: string;
  readonly key: CryptoKey;
}

/** How long an isolate trusts what it read of the table; far below what keys are published ahead. */
const READ_AGAIN_MS = 60_000;

export class SigningKeys {
  readonly #database: DrizzleD1Database;
  readonly #secrets: EncryptionSecrets;
  #read: { readonly at: number; readonly keys: readonly StoredKey[] } | null = null;
  #opened: SigningKey | null = null;

  constructor(database: DrizzleD1Database, secrets: EncryptionSecrets) {
    this.#database = database;
    this.#secrets = secrets;
  }

  /** The published keys. Makes the first one where there is none. */
  async published(now: number): Promise<PublicKeys> {
    const { published } = await this.#plan(now);
    return jwksSchema.parse({ keys: published.map((key) => JSON.parse(key.publicKey)) });
  }

  /** The key that signs now. */
  async signing(now: number): Promise<SigningKey> {
    const { signing, published } = await this.#plan(now);
    if (!signing) throw new Error("There is no key for access tokens, and none could be made.");
    if (this.#opened?.kid === signing.kid) return this.#opened;
    const opened = await this.#open(signing);
    if (!opened) {
      // Verifiers fetch their set again for a key they do not know.
      await this.#make({ number: Math.max(...published.map(({ number }) => number)) + 1, signsFrom: now });
      return this.signing(now);
    }
    this.#opened = opened;
    return opened;
  }

  async #plan(now: number): Promise<KeyPlan<StoredKey>> {
    if (!this.#read || this.#read.at + READ_AGAIN_MS <= now) await this.#readAll(now);
    const plan = planKeys(this.#read?.keys ?? [], now);
    if (!plan.next && plan.dead.length === 0) return plan;
    if (plan.next) await this.#make(plan.next);
    if (plan.dead.length > 0)
      await this.#database.delete(signingKeys).where(
        inArray(
          signingKeys.number,
          plan.dead.map(({ number }) => number),
        ),
      );
    await this.#readAll(now);
    return planKeys(this.#read?.keys ?? [], now);
  }

  async #readAll(now: number): Promise<void> {
    this.#read = { at: now, keys: await this.#database.select().from(signingKeys) };
  }

  /** Another isolate may make the same key at the same time: the first one counts, and both read it. */
  async #make({ number, signsFrom }: ScheduledKey): Promise<void> {
    const pair = await generateKeyPair(ACCESS_TOKEN_ALGORITHM, { extractable: true });
    const kid = `key_${ulid()}`;
    const publicKey = JSON.stringify({
      ...(await exportJWK(pair.publicKey)),
      kid,
      alg: ACCESS_TOKEN_ALGORITHM,
      use: "sig",
    });
    const data = JSON.stringify(await exportJWK(pair.privateKey));
    const privateKey = await symmetricEncrypt({ key: this.#secrets, data });
    await this.#database
      .insert(signingKeys)
      .values({ number, kid, publicKey, privateKey, signsFrom })
      .onConflictDoNothing();
    this.#read = null;
  }

  /** Null for a key whose secret is no longer listed; nobody can sign with it again. */
  async #open(stored: StoredKey): Promise<SigningKey | null> {
    try {
      const jwk = JSON.parse(await symmetricDecrypt({ key: this.#secrets, data: stored.privateKey }));
      const key = await importJWK(jwk, ACCESS_TOKEN_ALGORITHM);
      if (key instanceof Uint8Array) throw new Error("The key is not one of ES256.");
      return { kid: stored.kid, key };
    } catch (cause) {
      log("error", { event: "signing key unreadable", kid: stored.kid, cause });
      return null;
    }
  }
}
