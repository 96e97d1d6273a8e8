/** The GitHub App of the tests: its JSON Web Tokens, installations, their tokens, and the deliveries of its webhook. */
import { importSPKI, jwtVerify } from "jose";
import type { Listing } from "./listing.ts";
import { pageOf } from "./paging.ts";
import { type Asked, json, notFound, type Reply, refusal } from "./reply.ts";
import { type Fields, timestamp } from "./rows.ts";

const HOUR_MS = 3_600_000;
/** GitHub refuses a JSON Web Token that is valid for longer, in seconds. */
const LONGEST_JWT = 600;

export interface Installation {
  readonly id: number;
  /** Full names (`owner/name`) of the repositories it may read. */
  readonly repositories: readonly string[];
  /** Requests an hour; 5,000 if left out. */
  readonly limit?: number;
  /** Its tokens are refused with 403. */
  readonly suspended?: boolean;
}

export interface AppOptions {
  /** What the `iss` of its tokens has to say. */
  readonly id: number;
  /** PEM (SPKI) of the key that its tokens are signed for with RS256. */
  readonly publicKey: string;
  readonly installations: readonly Installation[];
}

/** A delivery of the App's webhook as `GET /app/hook/deliveries` lists it. */
export interface Delivery {
  readonly id: number;
  readonly guid: string;
  readonly delivered_at: string;
  readonly redelivery: boolean;
  readonly duration: number;
  readonly status: string;
  readonly status_code: number;
  readonly event: string;
  readonly action: string | null;
  readonly installation_id: number | null;
  readonly repository_id: number | null;
}

export class GithubApp {
  /** Newest first. */
  readonly deliveries: Delivery[] = [];
  /** Ids of the deliveries that somebody asked for again. */
  readonly redelivered: number[] = [];
  readonly #options: AppOptions;
  readonly #now: () => number;
  readonly #tokens = new Map<string, { readonly installation: Installation; readonly until: number }>();
  #made = 0;

  constructor(options: AppOptions, now: () => number) {
    this.#options = options;
    this.#now = now;
  }

  /** GitHub delivered something, or tried to. */
  deliver(fields: Partial<Delivery> = {}): Delivery {
    const id = 12_345_678_901 + this.deliveries.length;
    const delivery = {
      ...{ id, guid: crypto.randomUUID(), delivered_at: timestamp(this.#now()), redelivery: false, duration: 0.27 },
      ...{ status: "OK", status_code: 200, event: "issues", action: "opened" },
      ...{ installation_id: this.#options.installations[0]?.id ?? null, repository_id: null },
      ...fields,
    };
    this.deliveries.unshift(delivery);
    return delivery;
  }

  /** The installation that a token is for; null for one that was not issued here or is too old. */
  installationOf(token: string): Installation | null {
    const known = this.#tokens.get(token);
    return known && this.#now() < known.until ? known.installation : null;
  }

  /** Whether this is the address of something that only the App may ask for. */
  static isFor(path: string): boolean {
    return path.startsWith("/app/") || /^\/repos\/[^/]+\/[^/]+\/installation$/.test(path);
  }

  /** @param base the server's address, for links. */
  async answer(asked: Asked, base: string): Promise<Reply> {
    const refused = await this.#refusalOf(asked.headers.get("authorization") ?? "");
    if (refused) return refusal(401, refused);
    const [, owner, name] = /^\/repos\/([^/]+)\/([^/]+)\/installation$/.exec(asked.path) ?? [];
    if (owner && name && asked.method === "GET") return this.#installation(`${owner}/${name}`, base);
    const [, installation] = /^\/app\/installations\/(\d+)\/access_tokens$/.exec(asked.path) ?? [];
    if (installation && asked.method === "POST") return this.#issue(Number(installation));
    if (asked.path === "/app/hook/deliveries" && asked.method === "GET") return this.#list(asked.query, base);
    const [, delivery] = /^\/app\/hook\/deliveries\/(\d+)\/attempts$/.exec(asked.path) ?? [];
    if (delivery && asked.method === "POST") return this.#redeliver(Number(delivery));
    return notFound();
  }

  /** Why GitHub refuses the App's token, in its words; null if it does not. */
  async #refusalOf(authorization: string): Promise<string | null> {
    const token = /^Bearer ([^.]+\.[^.]+\.[^.]+)$/.exec(authorization)?.[1];
    if (!token) return "A JSON web token could not be decoded";
    const key = await importSPKI(this.#options.publicKey, "RS256");
    const now = this.#now();
    const verified = await jwtVerify(token, key, { algorithms: ["RS256"], currentDate: new Date(now) }).catch(
      () => null,
    );
    if (!verified) return "A JSON web token could not be decoded";
    const { iss, iat, exp } = verified.payload;
    if (String(iss) !== String(this.#options.id)) return "'Issuer' claim ('iss') must be an Integer";
    if (iat === undefined || iat > now / 1_000)
      return "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued";
    if (exp === undefined || exp > now / 1_000 + LONGEST_JWT)
      return "'Expiration time' claim ('exp') is too far in the future";
    return null;
  }

  #installation(fullName: string, base: string): Reply {
    const found = this.#options.installations.find(({ repositories }) => includes(repositories, fullName));
    return found ? json(200, this.#installationShape(found, base)) : notFound();
  }

  #installationShape({ id, suspended }: Installation, base: string): Fields {
    const at = timestamp(this.#now());
    return {
      ...{ id, app_id: this.#options.id, app_slug: "croft-test", target_id: 1, target_type: "Organization" },
      ...{ account: null, repository_selection: "selected", events: ["issues"], single_file_name: null },
      permissions: { issues: "read", metadata: "read" },
      access_tokens_url: `${base}/app/installations/${id}/access_tokens`,
      repositories_url: `${base}/installation/repositories`,
      html_url: `https://github.com/settings/installations/${id}`,
      ...{ created_at: at, updated_at: at, suspended_by: null, suspended_at: suspended ? at : null },
    };
  }

  #issue(id: number): Reply {
    const installation = this.#options.installations.find((each) => each.id === id);
    if (!installation) return notFound();
    if (installation.suspended) return refusal(403, "This installation has been suspended");
    const token = `ghs_${String(++this.#made).padStart(36, "0")}`;
    const until = this.#now() + HOUR_MS;
    this.#tokens.set(token, { installation, until });
    const permissions = { issues: "read", metadata: "read" };
    return json(201, { token, expires_at: timestamp(until), permissions, repository_selection: "selected" });
  }

  #list(query: URLSearchParams, base: string): Reply {
    const { deliveries } = this;
    const listing: Listing = {
      length: deliveries.length,
      key: (index) => String(deliveries[index]?.id),
      show: (index) => ({ ...deliveries[index] }),
    };
    const { rows, link } = pageOf(listing, query, {
      ...{ url: `${base}/app/hook/deliveries`, most: 100, unasked: 30 },
      cursorName: "cursor",
    });
    return json(200, rows, link ? { Link: link } : {});
  }

  #redeliver(id: number): Reply {
    if (!this.deliveries.some((delivery) => delivery.id === id)) return notFound();
    this.redelivered.push(id);
    return json(202, {});
  }
}

/** Whether one of the names is this one; GitHub does not tell cases apart. */
export function includes(names: readonly string[], fullName: string): boolean {
  return names.some((name) => name.toLowerCase() === fullName.toLowerCase());
}
