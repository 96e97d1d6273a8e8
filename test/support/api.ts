/** Calls of the Worker as clients make them, and tenants to call. Every answer is read and held against the contract. */
import { env, exports } from "cloudflare:workers";
import * as z from "zod";
import type { Tenant } from "../../objects/tenant/tenant.ts";
import { Answer, expectContract, type Fields } from "./answer.ts";
import "./flat-wrappers.ts";

const ORIGIN = "https://croft.test";
export const OPERATOR_TOKEN = "operator-token-of-the-tests-0123456789";

export interface Extra {
  /** Sent as JSON, whatever it is: some tests send nonsense. Texts, bytes and streams are sent as they are. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** Sends a request as it is and reads the answer. `path` begins with a slash. */
export async function send(method: string, path: string, { body, headers }: Extra = {}): Promise<Answer> {
  const response = await exports.default.fetch(ORIGIN + path, {
    method,
    redirect: "manual",
    headers: { ...(body === undefined ? {} : { "content-type": "application/json" }), ...headers },
    ...(body === undefined ? {} : { body: payloadOf(body) }),
  });
  const answer = new Answer(response.status, response.headers, await response.text());
  expectContract(answer, `${method} ${path.slice(0, 200)}`);
  return answer;
}

function payloadOf(body: unknown): string | Uint8Array<ArrayBuffer> | ReadableStream {
  if (typeof body === "string" || body instanceof ReadableStream) return body;
  return body instanceof Uint8Array ? Uint8Array.from(body) : JSON.stringify(body);
}

/** Somebody with a credential; paths are below `base`. */
export class Caller {
  readonly token: string;
  readonly #base: string;

  constructor(token: string, base = "") {
    this.token = token;
    this.#base = base;
  }

  send(method: string, path: string, { body, headers }: Extra = {}): Promise<Answer> {
    return send(method, this.#base + path, { body, headers: { authorization: `Bearer ${this.token}`, ...headers } });
  }

  get(path: string, headers?: Extra["headers"]): Promise<Answer> {
    return this.send("GET", path, { headers });
  }

  post(path: string, body?: Extra["body"], headers?: Extra["headers"]): Promise<Answer> {
    return this.send("POST", path, { body, headers });
  }

  patch(path: string, body: Extra["body"], headers?: Extra["headers"]): Promise<Answer> {
    return this.send("PATCH", path, { body, headers });
  }

  put(path: string, body: Extra["body"], headers?: Extra["headers"]): Promise<Answer> {
    return this.send("PUT", path, { body, headers });
  }

  delete(path: string, headers?: Extra["headers"]): Promise<Answer> {
    return this.send("DELETE", path, { headers });
  }

  /** Makes a record and returns it; a refusal fails the test. */
  async make(resource: string, body: unknown): Promise<Fields & { id: string }> {
    const { record, id } = await this.post(`/${resource}`, body);
    return { ...record, id };
  }

  /** Another credential on the same paths. */
  withToken(token: string): Caller {
    return new Caller(token, this.#base);
  }

  /** The same credential on other paths. */
  at(base: string): Caller {
    return new Caller(this.token, base);
  }
}

/** Whoever runs the service; paths are whole. */
export const operator = new Caller(OPERATOR_TOKEN);

/** What a key may do. */
export interface KeyRights {
  readonly role: string;
  readonly resources?: string[] | null;
  readonly readOnly?: boolean;
  readonly expiresAt?: string;
}

/** A tenant of its own for each test. */
export interface TestTenant {
  readonly handle: string;
  /** `/v1/tenants/{handle}` */
  readonly path: string;
  readonly owner: Caller;
  /** The operator, below this tenant's path. */
  readonly operator: Caller;
  readonly stub: DurableObjectStub<Tenant>;
  /** A key with these rights. */
  as(rights: string | KeyRights): Promise<Caller & { readonly keyId: string }>;
}

const provisionedSchema = z.object({ apiKey: z.object({ id: z.string(), key: z.string() }) });
let made = 0;

/** Provisions a tenant. Storage is kept per test file, so handles are unique within one. */
export async function makeTenant(plan = "unlimited"): Promise<TestTenant> {
  made += 1;
  const handle = `tenant-${made}`;
  const path = `/v1/tenants/${handle}`;
  const answer = await operator.post("/v1/tenants", { tenant: handle, name: `Tenant ${made}`, plan });
  const owner = new Caller(provisionedSchema.parse(answer.data).apiKey.key, path);
  return {
    handle,
    path,
    owner,
    operator: operator.at(path),
    stub: env.TENANT.getByName(handle),
    async as(rights) {
      const wanted = typeof rights === "string" ? { role: rights } : rights;
      const { record, id } = await owner.post("/api-keys", { name: "Test", ...wanted });
      return Object.assign(new Caller(z.string().parse(record.key), path), { keyId: id });
    },
  };
}
