/** The examples of the OpenAPI document, sent to a tenant as they stand there: status and shape of the answer are the example's. */

import { env } from "cloudflare:workers";
import { Validator } from "@cfworker/json-schema";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { ROUTES } from "../../objects/tenant/routes.ts";
import { config } from "../../src/croft.config.ts";
import { EXAMPLE_USER_ID, exampleId } from "../../src/reference/examples.ts";
import { openApi } from "../../src/reference/openapi.ts";
import type { Json } from "../../src/resources/define.ts";
import { members } from "../../src/resources/members.ts";
import { signUpPerson } from "../support/accounts.ts";
import type { Answer } from "../support/answer.ts";
import { Caller, operator, send } from "../support/api.ts";
import { keepRepository, restRepositories } from "../support/kept-repository.ts";
import { join } from "../support/people.ts";

const jsonSchema: z.ZodType<Json> = z.json();
const mediaSchema = z.looseObject({ schema: z.record(z.string(), z.unknown()), example: jsonSchema.optional() });
const contentSchema = z.object({ "application/json": mediaSchema });
const parameterSchema = z.looseObject({
  name: z.string(),
  in: z.string(),
  required: z.boolean().optional(),
  example: jsonSchema.optional(),
});
const operationSchema = z.looseObject({
  operationId: z.string(),
  tags: z.array(z.string()),
  security: z.array(z.record(z.string(), z.unknown())),
  parameters: z.array(z.union([parameterSchema, z.object({ $ref: z.string() })])),
  requestBody: z.looseObject({ content: contentSchema }).optional(),
  responses: z.record(z.string(), z.looseObject({ content: contentSchema.optional() })),
});
type Operation = z.infer<typeof operationSchema> & { readonly method: string; readonly path: string };

const document = z
  .looseObject({
    paths: z.record(z.string(), z.record(z.string(), operationSchema)),
    components: z.looseObject({ schemas: z.record(z.string(), z.unknown()) }),
  })
  .parse(JSON.parse(JSON.stringify(openApi(config, { tenant: ROUTES, repository: [] }, []))));
const operations: Operation[] = Object.entries(document.paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]) => ({ ...operation, method: method.toUpperCase(), path })),
);

function complaints(schema: object, value: unknown, place: string): string[] {
  const { schemas } = document.components;
  const { errors } = new Validator({ ...schema, components: { schemas } }, "2020-12", false).validate(value);
  return errors.map(({ instanceLocation, error }) => `${place}: ${instanceLocation} ${error}`);
}

/** Ids of the examples, and the records that stand for them. */
const ids = new Map<string, string>();

function filled<Value extends Json>(value: Value): Value {
  const text = JSON.stringify(value).replaceAll(/[a-z]+_[0-9A-Z]{26}/g, (id) => ids.get(id) ?? id);
  // The same value with other texts in it.
  return JSON.parse(text) as Value;
}

let key = "";

/** Sends an example as it stands in the document, and reads the answer. */
function sendExample({ method, path, parameters, requestBody, security }: Operation): Promise<Answer> {
  const given = parameters.flatMap((each) =>
    "name" in each && each.required && each.example !== undefined ? [each] : [],
  );
  const textOf = (name: string) =>
    name === "tenant" ? "acme" : String(filled(given.find((each) => each.name === name)?.example ?? ""));
  const query = given.filter((each) => each.in === "query").map(({ name }) => `${name}=${textOf(name)}`);
  const target =
    path.replaceAll(/\{(\w+)\}/g, (_, name: string) => textOf(name)) + (query.length > 0 ? `?${query}` : "");
  const body = requestBody?.content["application/json"].example;
  const extra = body === undefined ? {} : { body: filled(body) };
  if (security.length === 0) return send(method, target, extra);
  const caller = security.some((each) => "apiKey" in each) ? new Caller(key) : operator;
  return caller.send(method, target, extra);
}

/** Where two values differ in their keys or in the types of what they hold; null may stand for anything. */
function differences(example: Json | undefined, now: Json | undefined, place: string): string[] {
  if (example === null || now === null) return [];
  if (Array.isArray(example) && Array.isArray(now))
    return now.length === 0 && example.length > 0
      ? [`${place}: empty`]
      : differences(example[0] ?? null, now[0] ?? null, `${place}[0]`);
  if (isObject(example) && isObject(now)) {
    const keys = [...new Set([...Object.keys(example), ...Object.keys(now)])];
    // A snapshot of a record of any resource.
    return keys
      .filter((name) => name !== "before" && name !== "after")
      .flatMap((name) => differences(example[name], now[name], `${place}.${name}`));
  }
  return typeof example === typeof now ? [] : [`${place}: ${typeof now} in place of ${typeof example}`];
}

function isObject(value: Json | undefined): value is { [name: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Of these the status alone counts: records of any resource, a plan's limits, and what the directory or a log may not have yet. */
const LOOSE = new Set([
  "batch",
  "tenantGet",
  "searchAcrossTenants",
  "tenantsList",
  "errorLogList",
  "documentsList",
  "followsList",
  "auditLogHistory",
]);

/** No call makes one: an error of the service, what is on GitHub or signed by it, and a document, whose upload is still to come. */
const UNREACHED = /^(errorLog|documents|follows)(?!List|Aggregate)|^github(Token|Webhook)|^invitationsAccept$/;

/** The status of the example: that of a new record where there are two. */
function expectedStatus({ responses }: Operation): string {
  const shown = Object.keys(responses).filter(
    (status) => responses[status]?.content?.["application/json"].example !== undefined,
  );
  return shown.find((status) => status === "201") ?? shown.find((status) => /^2/.test(status)) ?? "";
}

const RANKS = [
  "Create",
  "List",
  "Aggregate",
  "Get",
  "Update",
  "Replace",
  "History",
  "Rotate",
  "Delete",
  "Restore",
  "Revoke",
  "Remove",
];

/** Records before what refers to them, each deleted and brought back at its end; the tenant goes last. */
function inOrder(all: readonly Operation[]): Operation[] {
  const tagOf = ({ tags }: Operation) => tags[0] ?? "";
  const rank = (each: Operation) =>
    each.operationId === "tenantErase" ? 99 : RANKS.findIndex((verb) => each.operationId.endsWith(verb));
  const order = ["accounts", "humans", "flights", "pets"];
  const place = (each: Operation) => order.indexOf(tagOf(each)) >>> 0;
  return all.toSorted((a, b) => {
    const creates = Number(b.operationId.endsWith("Create")) - Number(a.operationId.endsWith("Create"));
    return creates || place(a) - place(b) || rank(a) - rank(b);
  });
}

afterAll(restRepositories);

describe("the examples of the OpenAPI document", () => {
  const found = new Map<string, string[]>();

  beforeAll(async () => {
    const [makeTenant] = operations.filter(({ operationId }) => operationId === "tenantsCreate");
    if (!makeTenant) throw new Error("The document has no call that makes a tenant.");
    const made = await sendExample(makeTenant);
    key = z.object({ apiKey: z.object({ key: z.string() }) }).parse(made.data).apiKey.key;
    const rest = operations.filter(
      // Documents of the reference and sockets have no envelope.
      (each) => each !== makeTenant && !UNREACHED.test(each.operationId) && expectedStatus(each) !== "",
    );
    const settings = await new Caller(key).get("/v1/tenants/acme/account-config");
    ids.set(exampleId({ idPrefix: "cfg" }), settings.ids[0] ?? "");
    const log = await new Caller(key).get("/v1/tenants/acme/audit-log");
    ids.set(exampleId({ idPrefix: "chg" }), log.ids[0] ?? "");
    const path = "/v1/tenants/acme";
    const acme = { handle: "acme", path, operator: operator.at(path), stub: env.TENANT.getByName("acme") };
    const { memberId } = await join(acme, "member");
    ids.set(exampleId(members), memberId);
    ids.set(EXAMPLE_USER_ID, (await signUpPerson()).id);
    await keepRepository({ owner: "octo-org", name: "octo-repo", tenants: [{ tenant: "acme", visible: false }] });
    for (const operation of inOrder(rest)) {
      const status = expectedStatus(operation);
      const answer = await sendExample(operation);
      const said: string[] = [];
      found.set(operation.operationId, said);
      if (String(answer.status) !== status) {
        said.push(`${operation.operationId}: ${answer.status} in place of ${status}: ${answer.text.slice(0, 300)}`);
        continue;
      }
      const [resource] = config.resources.filter(({ name }) => name === operation.tags[0]);
      if (status === "201" && resource) ids.set(exampleId(resource), answer.id);
      const example = operation.responses[status]?.content?.["application/json"].example;
      if (!LOOSE.has(operation.operationId))
        said.push(...differences(example, jsonSchema.parse(JSON.parse(answer.text)), operation.operationId));
    }
  });

  it("stand at every call that takes or gives JSON", () => {
    const without = operations.flatMap(({ operationId, requestBody, responses }) => [
      ...(requestBody && requestBody.content["application/json"].example === undefined ? [`${operationId}: body`] : []),
      ...Object.entries(responses).flatMap(([status, { content }]) =>
        content && content["application/json"].example === undefined ? [`${operationId}: ${status}`] : [],
      ),
    ]);
    expect(without).toEqual([]);
  });

  it("are what their schemas describe", () => {
    const wrong = operations.flatMap(({ operationId, requestBody, responses }) => {
      const answers = Object.entries(responses).map(([status, { content }]) => [status, content] as const);
      return [["body", requestBody?.content] as const, ...answers].flatMap(([name, content]) => {
        const media = content?.["application/json"];
        return media ? complaints(media.schema, media.example, `${operationId} ${name}`) : [];
      });
    });
    expect(wrong).toEqual([]);
  });

  it("are answered as they say, when they are sent", () => {
    expect(found.size).toBeGreaterThan(100);
    expect([...found.values()].flat()).toEqual([]);
  });
});
