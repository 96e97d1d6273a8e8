import { exports } from "cloudflare:workers";
import { Validator } from "@cfworker/json-schema";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { ROUTES } from "../../objects/tenant/routes.ts";
import { app } from "../../src/app.ts";
import { config } from "../../src/croft.config.ts";
import { isRecordCall } from "../../src/reference/record-operations.ts";
import { TENANT_OPERATIONS } from "../../src/reference/tenant-operations.ts";
import { DASHBOARD_PATHS } from "../../src/routes/dashboard.ts";
import type { Answer } from "../support/answer.ts";
import { makeTenant, operator, send } from "../support/api.ts";
import { addRepository } from "../support/directory-repositories.ts";

const responseSchema = z.looseObject({
  $ref: z.string().optional(),
  content: z.object({ "application/json": z.looseObject({ schema: z.record(z.string(), z.unknown()) }) }).optional(),
});
const responsesSchema = z.record(z.string(), responseSchema);
const documentSchema = z.looseObject({
  paths: z.record(z.string(), z.record(z.string(), z.looseObject({ responses: responsesSchema }))),
  components: z.looseObject({ schemas: z.record(z.string(), z.unknown()), responses: responsesSchema }),
});

const read = (path: string, init?: RequestInit) => exports.default.fetch(`https://croft.test${path}`, init);
const text = await (await read("/openapi.json")).text();
const document = documentSchema.parse(JSON.parse(text));

/** What the document has against an answer's body. Examples stay away from the validator, which reads an `id` as a schema's. */
function complaints(answer: Answer, method: string, path: string): string[] {
  const { schemas, responses } = document.components;
  const given = document.paths[path]?.[method]?.responses[answer.status];
  const response = given?.$ref === undefined ? given : responses[given.$ref.split("/").at(-1) ?? ""];
  const schema = response?.content?.["application/json"].schema;
  if (!schema) return [`${method} ${path}: ${answer.status} is not in the document`];
  const validator = new Validator({ ...schema, components: { schemas } }, "2020-12", false);
  const { valid, errors } = validator.validate(JSON.parse(answer.text));
  return valid ? [] : errors.map(({ instanceLocation, error }) => `${method} ${path}: ${instanceLocation} ${error}`);
}

describe.each(["/openapi.json", "/asyncapi.json"])("GET %s", (path) => {
  it("answers without a credential, and may be kept", async () => {
    const answer = await read(path);
    const { status, headers } = answer;
    expect(status).toBe(200);
    expect(await answer.json()).toHaveProperty("info");
    expect(headers.get("cache-control")).toBe("public, max-age=300");
    expect(headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(headers.get("x-request-id")).toBeTruthy();
    const again = await read(path, { headers: { "if-none-match": headers.get("etag") ?? "" } });
    expect([again.status, await again.text()]).toEqual([304, ""]);
  });

  it("answers under the media type of its format, too", async () => {
    const own = path === "/openapi.json" ? "application/vnd.oai.openapi+json" : "application/vnd.aai.asyncapi+json";
    for (const [accept, type] of [
      [own, own],
      ["*/*", "application/json; charset=utf-8"],
      [`${own};q=0.5, application/json`, "application/json; charset=utf-8"],
    ] as const) {
      const { status, headers } = await read(path, { headers: { accept } });
      expect([status, headers.get("content-type"), headers.get("vary")]).toEqual([200, type, "Accept"]);
    }
    expect((await send("GET", path, { headers: { accept: "application/yaml" } })).verdict).toBe("406 NOT_ACCEPTABLE");
  });

  it("takes no parameters and no other method", async () => {
    expect((await send("GET", `${path}?v=2`)).verdict).toBe("400 BAD_REQUEST");
    const refused = await send("POST", path);
    expect([refused.verdict, refused.headers.get("allow")]).toEqual(["405 METHOD_NOT_ALLOWED", "GET"]);
  });
});

describe("the OpenAPI document", () => {
  it("has every route of the application", () => {
    const methods = new Set(["GET", "POST", "PATCH", "PUT", "DELETE"]);
    const missing = app.routes
      .filter(({ method }) => methods.has(method))
      // Pages for people, and what they are made of.
      .filter(({ path }) => !DASHBOARD_PATHS.includes(path))
      .filter(({ method, path }) => !document.paths[path.replaceAll(/:(\w+)/g, "{$1}")]?.[method.toLowerCase()]);
    expect(missing.map(({ method, path }) => `${method} ${path}`)).toEqual([]);
    expect(app.routes.length).toBeGreaterThan(10);
  });

  it("has every route of a tenant, of every resource that allows it", () => {
    const unknown = ROUTES.map(([method, path]) => `${method} ${path}`).filter(
      (route) => !(route in TENANT_OPERATIONS) && !isRecordCall(route),
    );
    expect(unknown).toEqual([]);
    const missing = ROUTES.flatMap(([method, path]) => {
      const action = method === "GET" ? "read" : path.includes(":id") ? "update" : "create";
      const resources = path.includes(":resource") ? config.resources.filter((each) => each.access[action]) : [null];
      const paths = resources.map((each) => `/v1/tenants/{tenant}${path.replace(":resource", each?.name ?? "")}`);
      return paths
        .map((each) => each.replace(/\/$/, "").replaceAll(/:(\w+)/g, "{$1}"))
        .filter((each) => !document.paths[each]?.[method.toLowerCase()])
        .map((each) => `${method} ${each}`);
    });
    // Settings are changed, and never deleted.
    const singleton = "/v1/tenants/{tenant}/account-config/{id}";
    expect(missing).toEqual([`DELETE ${singleton}`, `POST ${singleton}/restore`]);
  });

  it("describes what is really answered", async () => {
    const { owner, path, handle } = await makeTenant("free");
    const human = await owner.make("humans", { lastName: "Lovelace", custom: {} });
    await addRepository({ topics: ["engine"] }, [{ tenant: handle, visible: false }]);
    await owner.make("leads", { title: "Engine", humanId: human.id, value: 3 });
    const key = await owner.post("/api-keys", { name: "Site", role: "viewer" });
    const found: string[] = [];
    const hold = async (method: string, template: string, answer: Promise<Answer> | Answer, status = 200) => {
      const given = await answer;
      expect(`${template} ${given.status}`).toBe(`${template} ${status}`);
      found.push(...complaints(given, method, template));
    };
    const base = "/v1/tenants/{tenant}";
    await hold("post", `${base}/humans`, owner.post("/humans", { firstName: "Ada" }), 201);
    await hold("post", `${base}/humans`, owner.post("/humans", { nose: 1 }), 422);
    await hold("get", `${base}/humans`, owner.get("/humans?expand=leads&count=true"));
    await hold("get", `${base}/humans`, owner.get("/humans?fields=lastName&lastName[eq]=Lovelace"));
    await hold("get", `${base}/humans`, owner.get("/humans?nose=1"), 400);
    await hold("get", `${base}/humans/{id}`, owner.get(`/humans/${human.id}`));
    await hold("get", `${base}/humans/{id}`, owner.get("/humans/hum_none"), 404);
    await hold("patch", `${base}/humans/{id}`, owner.patch(`/humans/${human.id}`, { company: "Mill" }));
    await hold("patch", `${base}/humans/{id}`, owner.patch(`/humans/${human.id}`, {}, { "if-match": '"1"' }), 412);
    await hold("get", `${base}/humans/{id}/changes`, owner.get(`/humans/${human.id}/changes`));
    await hold("get", `${base}/leads/aggregate`, owner.get("/leads/aggregate?groupBy=stage&sum=value&max=createdAt"));
    await hold("delete", `${base}/humans/{id}`, owner.delete(`/humans/${human.id}`));
    await hold("post", `${base}/humans/{id}/restore`, owner.post(`/humans/${human.id}/restore`));
    await hold("get", `${base}/audit-log`, owner.get("/audit-log"));
    await hold("get", `${base}/account-config`, owner.get("/account-config"));
    await hold("get", `${base}/changes`, owner.get("/changes"));
    await hold("get", `${base}/search`, owner.get("/search?q=engine"));
    const operations = [{ op: "create", resource: "humans", data: { lastName: "Byron" } }];
    await hold("post", `${base}/batch`, owner.post("/batch", { operations }));
    await hold("post", `${base}/api-keys`, key, 201);
    await hold("post", `${base}/api-keys/{id}/rotate`, owner.post(`/api-keys/${key.id}/rotate`));
    await hold("delete", `${base}/api-keys/{id}`, owner.delete(`/api-keys/${key.id}`));
    await hold("get", base, owner.get(""));
    await hold("patch", base, owner.patch("", { name: "Renamed" }));
    await hold("get", "/v1/me", owner.at("").get("/v1/me"));
    await hold("get", "/v1/me", send("GET", "/v1/me"), 401);
    await hold("get", "/v1/tenants", operator.get("/v1/tenants"));
    await hold("get", "/v1/search", owner.at("").get("/v1/search?q=engine"));
    await hold("get", "/v1/repositories", owner.at("").get("/v1/repositories"));
    await hold("get", "/v1/repositories", operator.get("/v1/repositories"));
    await hold("get", "/v1/repositories", operator.get("/v1/repositories?sort=no"), 400);
    await hold("get", "/v1/budgets", operator.get("/v1/budgets"));
    await hold("get", "/healthz", send("GET", "/healthz"));
    const wanted = { tenant: "the-hundredth", name: "Hundredth" };
    await hold("post", "/v1/tenants", operator.post("/v1/tenants", wanted), 201);
    await hold("post", "/v1/tenants", operator.post("/v1/tenants", wanted), 409);
    await hold("post", `${base}/directory/rebuild`, operator.post(`${path}/directory/rebuild`), 202);
    await hold("delete", base, owner.delete(`?confirm=${path.split("/").at(-1)}`));
    expect(found).toEqual([]);
  });

  it("would notice an answer of another shape", async () => {
    const answer = await send("GET", "/healthz");
    const other = Object.assign(Object.create(Object.getPrototypeOf(answer)), answer, {
      text: '{"data":[],"meta":{}}',
    });
    expect(complaints(other, "get", "/healthz")).not.toEqual([]);
  });
});
