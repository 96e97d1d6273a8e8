import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createConfig, lintFromString } from "@redocly/openapi-core";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { config } from "../../src/croft.config.ts";
import { ERROR_CODES } from "../../src/protocol/errors.ts";
import { asyncApi } from "../../src/reference/asyncapi.ts";
import { exampleBody } from "../../src/reference/examples.ts";
import { openApi } from "../../src/reference/openapi.ts";
import { repositoryResources } from "../../src/resources/github/repository-resources.ts";

/** An object's route table, read as text so that no object need be loaded. */
function routesIn(file: string) {
  const source = readFileSync(join(import.meta.dirname, "../../objects", file), "utf8");
  return [...source.matchAll(/\["([A-Z]+)", "(\/[^"]*)", \w+\]/g)].map(
    ([, method = "", path = ""]) => [method, path] as const,
  );
}
const routes = { tenant: routesIn("tenant/routes.ts"), repository: routesIn("repository/handle.ts") };

const documentSchema = z.looseObject({
  paths: z.record(
    z.string(),
    z.record(z.string(), z.looseObject({ operationId: z.string(), responses: z.record(z.string(), z.unknown()) })),
  ),
});
const document = openApi(config, routes, repositoryResources);
const operations = Object.entries(documentSchema.parse(document).paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]) => ({ call: `${method.toUpperCase()} ${path}`, ...operation })),
);

async function problems(of: object): Promise<string[]> {
  // A socket opens with 101, for which the linter has no rule; the test below holds all other calls to it.
  const rules = await createConfig({ extends: ["recommended-strict"], rules: { "operation-2xx-response": "off" } });
  const found = await lintFromString({ source: JSON.stringify(of), absoluteRef: "/reference.json", config: rules });
  return found.map(({ ruleId, message, location }) => `${ruleId}: ${message} (${location[0]?.pointer})`);
}

describe("the OpenAPI document", () => {
  it("has nothing that a linter objects to", async () => {
    expect(await problems(document)).toEqual([]);
  });

  it("is refused by the linter where a call lacks what it must have", async () => {
    const wrong = { ...document, paths: { "/x": { get: { operationId: "x", responses: { 200: {} } } } } };
    expect(await problems(wrong)).not.toEqual([]);
  });

  it("says of every call how it succeeds", () => {
    const without = operations.filter(({ responses }) => !Object.keys(responses).some((status) => /^2/.test(status)));
    expect(without.map(({ call }) => call).sort()).toEqual([
      "GET /v1/repositories/{owner}/{name}/live",
      "GET /v1/tenants/{tenant}/live",
    ]);
  });

  it("tells of every error", () => {
    const text = JSON.stringify(document);
    expect(ERROR_CODES.filter((code) => !text.includes(`\`${code}\``))).toEqual([]);
  });

  it("leaves out what nobody may call", () => {
    const calls = operations.map(({ call }) => call);
    expect(calls).toContain("GET /v1/tenants/{tenant}/audit-log");
    expect(calls).not.toContain("POST /v1/tenants/{tenant}/audit-log");
    expect(calls).toContain("GET /v1/repositories/{owner}/{name}/pulls/aggregate");
    expect(calls.filter((call) => /^(POST|PATCH|PUT|DELETE) .v1.repositories/.test(call))).toEqual([
      "POST /v1/repositories/{owner}/{name}/rebuild",
      "POST /v1/repositories/{owner}/{name}/refresh",
    ]);
    expect(calls).not.toContain("DELETE /v1/tenants/{tenant}/account-config/{id}");
  });

  it("shows bodies that their resource takes", () => {
    const refused = config.resources
      .filter((resource) => resource.access.create !== null)
      .flatMap((resource) => {
        const result = resource.create.safeParse(exampleBody(resource, config.resourceByName));
        return result.success ? [] : [`${resource.name}: ${result.error.message}`];
      });
    expect(refused).toEqual([]);
  });
});

describe("the AsyncAPI document", () => {
  it("has nothing that a linter objects to", async () => {
    expect(await problems(asyncApi(config))).toEqual([]);
  });

  it("refers to no schema that stands elsewhere", () => {
    const references = JSON.stringify(asyncApi(config)).match(/"\$ref":"[^"]*"/g) ?? [];
    expect(references.length).toBeGreaterThan(10);
    expect(references.filter((each) => !/"#\/(components|channels)\//.test(each))).toEqual([]);
  });
});
