/** `/v1/users`: people with an account, for operators. croft-auth keeps them. */
import type { Context } from "hono";
import * as z from "zod";
import { bodyOf } from "../../objects/records/body.ts";
import { decodeCursor, encodeCursor } from "../directory/cursor.ts";
import type { AppBindings } from "../middleware/variables.ts";
import { AppError } from "../protocol/errors.ts";
import { updateUserSchema } from "../protocol/user.ts";
import { readJson } from "./body.ts";
import { requireOperator } from "./operator.ts";
import { readParams } from "./params.ts";
import { askAccounts } from "./person.ts";
import { tellTenants } from "./tell-tenants.ts";

const pageSize = "Write a number from 1 to 200.";
const listSchema = z.strictObject({
  q: z.string().max(200, "At most 200 characters.").optional(),
  limit: z.coerce.number(pageSize).int(pageSize).min(1, pageSize).max(200, pageSize).default(50),
  cursor: z.string().max(1_000, "This is no cursor.").optional(),
});
const noParams = z.strictObject({});
const USER_ID = /^usr_[0-9A-Z]{26}$/;

/** `GET /v1/users` */
export async function listUsers(context: Context<AppBindings>): Promise<Response> {
  requireOperator(context);
  const { q, limit, cursor } = readParams(context.req.url, listSchema);
  const after = cursor === undefined ? {} : { cursor: positionOf(q, cursor) };
  const query = { limit, ...(q ? { q } : {}), ...after };
  const page = await askAccounts(context.env, (accounts) => accounts.people(query));
  const nextCursor = page.nextCursor === null ? null : encodeCursor([q ?? ""], { value: page.nextCursor, tie: "" });
  const pagination = { limit, nextCursor, hasMore: nextCursor !== null };
  return Response.json({ data: page.data, meta: { pagination } });
}

/** @throws AppError INVALID_CURSOR */
function positionOf(q: string | undefined, cursor: string): string {
  const { value } = decodeCursor([q ?? ""], cursor);
  if (typeof value !== "string") throw new AppError("INVALID_CURSOR");
  return value;
}

/** `GET /v1/users/{id}` */
export async function showUser(context: Context<AppBindings>): Promise<Response> {
  requireOperator(context);
  readParams(context.req.url, noParams);
  return showPerson(context.env, userId(context));
}

/** `PATCH /v1/users/{id}`. Sessions that end by it are told to the tenants before the answer. */
export async function updateUser(context: Context<AppBindings>): Promise<Response> {
  requireOperator(context);
  readParams(context.req.url, noParams);
  const id = userId(context);
  const { status, operator } = bodyOf(updateUserSchema, (await readJson(context.req.raw)).value);
  // Every change ends the person's sessions; none does not.
  if (status === undefined && operator === undefined) return showPerson(context.env, id);
  const change = { ...(status === undefined ? {} : { status }), ...(operator === undefined ? {} : { operator }) };
  const updated = await askAccounts(context.env, (accounts) => accounts.updatePerson(id, change));
  if (!updated) throw new AppError("NOT_FOUND");
  await tellTenants(context, updated.ended);
  return Response.json({ data: updated.person, meta: {} });
}

async function showPerson(env: Cloudflare.Env, id: string): Promise<Response> {
  const person = await askAccounts(env, (accounts) => accounts.person(id));
  if (!person) throw new AppError("NOT_FOUND");
  return Response.json({ data: person, meta: {} });
}

function userId(context: Context<AppBindings>): string {
  const id = context.req.param("id") ?? "";
  if (!USER_ID.test(id)) throw new AppError("NOT_FOUND");
  return id;
}
