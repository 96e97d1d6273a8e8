/** `POST /auth/token`: a session becomes an access token for five minutes. */
import { SignJWT } from "jose";
import * as z from "zod";
import { AppError } from "../../protocol/errors.ts";
import { decodeText, parseJson } from "../../protocol/json.ts";
import { ACCESS_TOKEN_ALGORITHM, ACCESS_TOKEN_TYPE } from "../access-token.ts";
import { unauthenticated } from "../unauthenticated.ts";
import { auth, signingKeys } from "./auth.ts";
import { settings } from "./bindings.ts";
import { claimsOf, type TokenSubject } from "./token-claims.ts";

const bodySchema = z.strictObject({ role: z.literal("operator").optional() });

/** @throws AppError UNAUTHENTICATED; FORBIDDEN for the role of operators, if the person is none; BAD_REQUEST, VALIDATION_ERROR */
export async function issueToken(request: Request): Promise<Response> {
  const role = await wantedRole(request);
  const { headers, response: found } = await auth.api.getSession({ headers: request.headers, returnHeaders: true });
  if (found?.user.status !== "active") throw unauthenticated();
  if (role === "operator" && !found.user.operator) throw new AppError("FORBIDDEN");
  const subject = { userId: found.user.id, sessionId: found.session.id, operator: role === "operator" };
  const { token, expiresAt } = await sign(subject, Date.now());
  const answer = Response.json({ data: { token, expiresAt: new Date(expiresAt).toISOString() }, meta: {} });
  // A session that is used lives longer: the cookie with the new date.
  for (const cookie of headers.getSetCookie()) answer.headers.append("Set-Cookie", cookie);
  return answer;
}

async function wantedRole(request: Request): Promise<"operator" | undefined> {
  const text = decodeText(new Uint8Array(await request.arrayBuffer()));
  if (text === "") return undefined;
  const parsed = parseJson(text);
  if (!parsed.ok) throw new AppError("BAD_REQUEST", { message: parsed.reason });
  const body = bodySchema.safeParse(parsed.value);
  if (!body.success) throw new AppError("VALIDATION_ERROR", { message: 'The body is {} or { "role": "operator" }.' });
  return body.data.role;
}

async function sign(subject: TokenSubject, now: number): Promise<{ token: string; expiresAt: number }> {
  const { kid, key } = await signingKeys.signing(now);
  const claims = claimsOf(subject, settings.publicUrl, now);
  const token = await new SignJWT(claims)
    .setProtectedHeader({ alg: ACCESS_TOKEN_ALGORITHM, typ: ACCESS_TOKEN_TYPE, kid })
    .sign(key);
  return { token, expiresAt: claims.exp * 1_000 };
}
