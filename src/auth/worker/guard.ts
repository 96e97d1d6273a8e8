/**
 * What stands in front of Better Auth: which fields a body may have, how often somebody may try, what the answers may tell, and
 * the rules of Croft that it has no switch for.
 */
import * as z from "zod";
import { AppError } from "../../protocol/errors.ts";
import { decodeText, parseJson } from "../../protocol/json.ts";
import { answerEvenly } from "./even-answers.ts";
import { type Counts, type Spent, spend } from "./limiter.ts";
import { type AccountField, limitOf } from "./limits.ts";
import { checkFields, type Fields } from "./request-fields.ts";

/** Whose second factor is asked for, or who is signed in. */
export interface Asking {
  readonly userId: string;
  readonly signedIn: boolean;
}

/** What a guard needs of its Worker. */
export interface Guarded {
  /** Better Auth, or a route of our own. */
  handle(request: Request): Promise<Response>;
  counts(name: string): Counts;
  /** Who the cookies of a request stand for. */
  whoAsks(headers: Headers): Promise<Asking | null>;
  hasPassword(userId: string): Promise<boolean>;
  /** False where the code was taken before. */
  takeCode(userId: string, code: string): Promise<boolean>;
  /** Forgets everything a person was sent or half did: links of mails, sign-ins that wait for a second factor. */
  forgetPending(userId: string): Promise<void>;
}

/**
 * Answers a request for a path below `/auth/`.
 * @throws AppError RATE_LIMITED with `Retry-After`, VALIDATION_ERROR, BAD_REQUEST
 */
export async function answerGuarded(path: string, request: Request, guarded: Guarded): Promise<Response> {
  const bodied = request.method === "POST";
  const fields = bodied ? checkFields(path, await readJson(request)) : {};
  const named = new Named(request.headers, fields, guarded);
  const spent = await spendFor(path, named, guarded);
  const refusal = await refusalOf(path, named, guarded);
  if (refusal) return refusal;
  const body = bodied ? JSON.stringify({ ...fields, ...(FORCED[path] ?? {}) }) : null;
  const response = await answerEvenly(path, () => guarded.handle(rebuilt(request, body)));
  if (response.status >= 400) return response;
  await spent?.succeeded();
  const asking = path === "change-password" ? await named.asking() : null;
  if (asking) await guarded.forgetPending(asking.userId);
  return response;
}

/** Whatever the request says. */
const FORCED: Readonly<Record<string, Fields>> = {
  // Whoever changes a password may do it because somebody else knew the old one.
  "change-password": { revokeOtherSessions: true },
};

const emailSchema = z.object({ email: z.string().transform((email) => email.toLowerCase()) });
const passkeySchema = z.object({ response: z.object({ id: z.string().max(1_400) }) });

/** What a request names, looked up where it is asked for. */
class Named {
  readonly headers: Headers;
  readonly fields: Fields;
  readonly #guarded: Guarded;
  #asking: Promise<Asking | null> | undefined;

  constructor(headers: Headers, fields: Fields, guarded: Guarded) {
    this.headers = headers;
    this.fields = fields;
    this.#guarded = guarded;
  }

  asking(): Promise<Asking | null> {
    this.#asking ??= this.#guarded.whoAsks(this.headers);
    return this.#asking;
  }

  /** One spelling for each account, or null. */
  async account(field: AccountField): Promise<string | null> {
    if (field === "email") return emailSchema.safeParse(this.fields).data?.email ?? null;
    if (field === "passkey") return passkeySchema.safeParse(this.fields).data?.response.id ?? null;
    const asking = await this.asking();
    // Apart, so that nobody who knows the password alone can hold up who is signed in.
    return asking && `${asking.signedIn ? "session" : "challenge"}:${asking.userId}`;
  }
}

async function spendFor(path: string, named: Named, guarded: Guarded): Promise<Spent | null> {
  const limit = limitOf(path);
  if (!limit) return null;
  const account = limit.account ? await named.account(limit.account.field) : null;
  return spend(guarded.counts, limit, named.headers.get("cf-connecting-ip"), account);
}

async function refusalOf(path: string, named: Named, guarded: Guarded): Promise<Response | null> {
  const { fields } = named;
  if (path === "delete-user" && fields.password === undefined) {
    const asking = await named.asking();
    // A session that somebody found open is not enough to end an account that has a password.
    if (asking && (await guarded.hasPassword(asking.userId)))
      throw new AppError("VALIDATION_ERROR", { details: [{ field: "password", message: "is asked for again" }] });
  }
  if (path === "two-factor/verify-totp") {
    const asking = await named.asking();
    // A code counts once (RFC 6238, 5.2), although it stays right for a minute and a half.
    if (asking && !asking.signedIn && !(await guarded.takeCode(asking.userId, String(fields.code))))
      return Response.json({ code: "INVALID_CODE", message: "Invalid code" }, { status: 401 });
  }
  return null;
}

async function readJson(request: Request): Promise<unknown> {
  const text = decodeText(new Uint8Array(await request.arrayBuffer()));
  if (text === "") return {};
  const parsed = parseJson(text);
  if (!parsed.ok) throw new AppError("BAD_REQUEST", { message: parsed.reason });
  return parsed.value;
}

function rebuilt(request: Request, body: string | null): Request {
  const headers = new Headers(request.headers);
  if (body !== null) headers.set("content-type", "application/json");
  return new Request(request.url, { method: request.method, headers, body, redirect: "manual" });
}
