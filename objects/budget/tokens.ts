/** The tokens of one credential: where they come from, and how they are kept. None of them is logged or shown. */
import * as z from "zod";
import { sha256 } from "../../src/auth/key-format.ts";
import type { CroftEnv } from "../../src/env.ts";
import {
  type InstallationToken,
  importAppKey,
  installationTokenPath,
  readInstallationToken,
  signAppToken,
} from "../github/app.ts";
import { request } from "../github/fetch.ts";
import { type Report, reportOf } from "../github/lease.ts";
import { outcomeOf } from "../github/outcome.ts";
import { type Credential, credentialOf } from "./credential.ts";
import { isOutdated, seal, unseal } from "./sealed.ts";

/** A token that ends during a lease would be refused in the middle of it. */
const RENEW_BEFORE_MS = 5 * 60_000;
const MINT_DEADLINE_MS = 10_000;
/** Where the storage keeps a sealed token: a tenant's own, or an installation's. */
const KEPT = "token";
const keptSchema = z.object({ sealed: z.string(), expiresAt: z.number().nullable() });

export type Authorization =
  | { readonly is: "ready"; readonly header: string | null }
  /** There is no credential, or GitHub gives out nothing for it. */
  | { readonly is: "dead" }
  /** GitHub could not be asked for a token now. */
  | { readonly is: "failed"; readonly report: Report };

type Held = { readonly token: string; readonly expiresAt: number | null };

/** What tokens need of an object's storage. */
interface Storage {
  get(key: string): unknown;
  put(key: string, value: unknown): void;
  delete(key: string): boolean;
}

export class Tokens {
  readonly credential: Credential;
  readonly #name: string;
  readonly #env: CroftEnv;
  readonly #storage: Storage;
  #held: Held | null = null;
  #minting: Promise<Authorization> | null = null;

  /** @throws Error for a name that is none of a credential. */
  constructor(name: string | undefined, env: CroftEnv, storage: Storage) {
    this.credential = credentialOf(name);
    this.#name = name ?? "";
    this.#env = env;
    this.#storage = storage;
  }

  /** Differs where the environment has another credential than before; says nothing about it. */
  fingerprint(): Promise<string> {
    const { githubToken, githubApp } = this.#env;
    const { kind } = this.credential;
    const key = githubApp?.privateKey;
    const text = { service: githubToken, installation: key, app: key, anonymous: "", tenant: "" }[kind];
    return sha256(`${this.#name} ${text ?? ""}`);
  }

  async authorization(now: number): Promise<Authorization> {
    const { kind } = this.credential;
    if (kind === "anonymous") return { is: "ready", header: null };
    if (kind === "service") return bearing(this.#env.githubToken);
    if (kind === "app") return bearing(await this.#appToken(now));
    const held = this.#held ?? (await this.#read());
    if (kind === "tenant") return bearing(held?.token ?? null);
    if (held && held.expiresAt !== null && held.expiresAt - RENEW_BEFORE_MS > now) return bearing(held.token);
    // Those who ask meanwhile wait for the same token: GitHub keeps each one valid for an hour.
    this.#minting ??= this.#mint(this.credential, now).finally(() => {
      this.#minting = null;
    });
    return this.#minting;
  }

  /** Whether there is a credential, good or not. */
  get isPresent(): boolean {
    const { kind } = this.credential;
    if (kind === "tenant") return this.#storage.get(KEPT) !== undefined;
    if (kind === "service") return this.#env.githubToken !== null;
    return kind === "anonymous" || this.#env.githubApp !== null;
  }

  /** Keeps it, in the place of the one that was there. */
  async keep(token: string, expiresAt: number | null): Promise<void> {
    const sealed = await seal(this.#env.credentialSecrets, this.#name, token);
    this.#storage.put(KEPT, { sealed, expiresAt });
    this.#held = { token, expiresAt };
  }

  /** The installation's token was refused before its time: the next one who asks gets another. */
  drop(): void {
    this.#held = null;
    this.#storage.delete(KEPT);
  }

  async #read(): Promise<Held | null> {
    const kept = keptSchema.safeParse(this.#storage.get(KEPT)).data;
    if (!kept) return null;
    const token = await unseal(this.#env.credentialSecrets, this.#name, kept.sealed);
    if (token === null) return null;
    if (isOutdated(this.#env.credentialSecrets, kept.sealed)) await this.keep(token, kept.expiresAt);
    this.#held = { token, expiresAt: kept.expiresAt };
    return this.#held;
  }

  async #mint(credential: Credential, now: number): Promise<Authorization> {
    const appToken = await this.#appToken(now);
    if (appToken === null || credential.kind !== "installation") return { is: "dead" };
    const fetched = await request({
      baseUrl: this.#env.githubApiUrl,
      path: installationTokenPath(credential.id),
      method: "POST",
      headers: { authorization: `Bearer ${appToken}` },
      deadlineMs: MINT_DEADLINE_MS,
    });
    const minted = "failed" in fetched ? { unreadable: fetched.failed } : readInstallationToken(fetched);
    if (!("unreadable" in minted)) return this.#minted(minted);
    const outcome = "failed" in fetched ? "failed" : outcomeOf(fetched, now).is;
    if (outcome === "absent" || outcome === "refused" || outcome === "unauthenticated") return { is: "dead" };
    // What is said about the hour is about the App's own requests.
    const report = { ...reportOf(fetched, now), hour: null };
    return { is: "failed", report: { ...report, failed: report.limit === null } };
  }

  async #appToken(now: number): Promise<string | null> {
    const { githubApp } = this.#env;
    return githubApp && signAppToken(githubApp.id, await importAppKey(githubApp.privateKey), now);
  }

  async #minted({ token, expiresAt }: InstallationToken): Promise<Authorization> {
    // Kept over evictions: GitHub's ETags hold for one token, and what has to be sent anew costs requests.
    await this.keep(token, expiresAt);
    return bearing(token);
  }
}

function bearing(token: string | null): Authorization {
  return token === null ? { is: "dead" } : { is: "ready", header: `Bearer ${token}` };
}
