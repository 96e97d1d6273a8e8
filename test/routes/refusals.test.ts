import { describe, expect, it } from "vitest";
import { ROUTES } from "../../objects/tenant/routes.ts";
import { app } from "../../src/app.ts";
import { LIMITS } from "../../src/protocol/limits.ts";
import { DASHBOARD_PATHS } from "../../src/routes/dashboard.ts";
import { makeTenant, operator, send } from "../support/api.ts";
import { describeRefusals } from "../support/refusals.ts";
import { TENANT_ROUTES } from "../support/tenant-routes.ts";

for (const example of TENANT_ROUTES) describeRefusals(example);

/** Of the dashboard; dashboard.test.ts has their answers. */
const PAGES = Object.fromEntries(DASHBOARD_PATHS.map((path) => [`GET ${path}`, "200"]));

/** Open to everybody, and not in the envelope: openapi.test.ts and docs.test.ts have their answers. */
const DOCUMENTS = {
  "GET /openapi.json": "200",
  "GET /asyncapi.json": "200",
  "GET /docs": "200",
  "GET /docs/:file": "200",
};

/** Routes of the Worker itself, and what they answer without a credential. */
const WORKER_ROUTES: Readonly<Record<string, string>> = {
  ...PAGES,
  "GET /healthz": "200",
  ...DOCUMENTS,
  // No path of this spelling; auth.test.ts has the others.
  "ALL /auth/*": "404 NOT_FOUND",
  "ALL /dev/mail": "405 METHOD_NOT_ALLOWED",
  // Where Clerk's issuer is set, who has not signed the body is refused (clerk-webhook.test.ts).
  "POST /webhooks/clerk": "401 UNAUTHENTICATED",
  // Likewise (github-webhook.test.ts).
  "POST /webhooks/github": "401 UNAUTHENTICATED",
  "GET /v1/me": "401 UNAUTHENTICATED",
  "GET /v1/tenants": "401 UNAUTHENTICATED",
  "POST /v1/tenants": "401 UNAUTHENTICATED",
  "GET /v1/search": "401 UNAUTHENTICATED",
  "GET /v1/repositories": "401 UNAUTHENTICATED",
  "GET /v1/budgets": "401 UNAUTHENTICATED",
  "GET /v1/users": "401 UNAUTHENTICATED",
  "GET /v1/users/:id": "401 UNAUTHENTICATED",
  "PATCH /v1/users/:id": "401 UNAUTHENTICATED",
  "POST /v1/invitations/:token/accept": "401 UNAUTHENTICATED",
  "POST /v1/repositories/:owner/:name/rebuild": "401 UNAUTHENTICATED",
  "ALL /v1/repositories/:owner/:name/rebuild": "405 METHOD_NOT_ALLOWED",
  "POST /v1/repositories/:owner/:name/refresh": "401 UNAUTHENTICATED",
  "ALL /v1/repositories/:owner/:name/refresh": "405 METHOD_NOT_ALLOWED",
  "GET /v1/repositories/:owner/:name/live": "400 BAD_REQUEST",
  "ALL /v1/repositories/:owner/:name/live": "405 METHOD_NOT_ALLOWED",
  // repository.test.ts has what lies below.
  "ALL /v1/repositories/:owner/:name/*": "401 UNAUTHENTICATED",
  "GET /v1/tenants/:tenant/live": "400 BAD_REQUEST",
  "ALL /v1/tenants/:tenant/live": "405 METHOD_NOT_ALLOWED",
  // TENANT_ROUTES has what lies below.
  "ALL /v1/tenants/:tenant/*": "401 UNAUTHENTICATED",
  ...Object.fromEntries(DASHBOARD_PATHS.map((path) => [`ALL ${path}`, "405 METHOD_NOT_ALLOWED"])),
  "ALL /healthz": "405 METHOD_NOT_ALLOWED",
  "ALL /openapi.json": "405 METHOD_NOT_ALLOWED",
  "ALL /asyncapi.json": "405 METHOD_NOT_ALLOWED",
  "ALL /docs": "405 METHOD_NOT_ALLOWED",
  "ALL /docs/:file": "405 METHOD_NOT_ALLOWED",
  "ALL /webhooks/github": "405 METHOD_NOT_ALLOWED",
  "ALL /webhooks/clerk": "405 METHOD_NOT_ALLOWED",
  "ALL /v1/me": "405 METHOD_NOT_ALLOWED",
  "ALL /v1/tenants": "405 METHOD_NOT_ALLOWED",
  "ALL /v1/search": "405 METHOD_NOT_ALLOWED",
  "ALL /v1/repositories": "405 METHOD_NOT_ALLOWED",
  "ALL /v1/budgets": "405 METHOD_NOT_ALLOWED",
  "ALL /v1/users": "405 METHOD_NOT_ALLOWED",
  "ALL /v1/users/:id": "405 METHOD_NOT_ALLOWED",
  "ALL /v1/invitations/:token/accept": "405 METHOD_NOT_ALLOWED",
};

describe("the tables of routes", () => {
  it("name every route of the tenant's object", () => {
    expect(TENANT_ROUTES.map((example) => example.route)).toEqual(ROUTES.map(([method, path]) => `${method} ${path}`));
  });

  it("name every route of the Worker", () => {
    // Middleware stands in the same table, for every method and path.
    const routes = app.routes.filter(({ path }) => path !== "/*").map(({ method, path }) => `${method} ${path}`);
    expect(Object.keys(WORKER_ROUTES)).toEqual(routes);
  });
});

describe("the Worker's own routes", () => {
  it.each(Object.entries(WORKER_ROUTES).filter(([route]) => !Object.hasOwn({ ...DOCUMENTS, ...PAGES }, route)))(
    "answer %s without a credential with %s",
    async (route, verdict) => {
      const [method = "", pattern = ""] = route
        .replace("ALL /v1/tenants/:tenant/*", "GET /v1/tenants/:tenant/humans")
        .replace("ALL /v1/repositories/:owner/:name/*", "GET /v1/repositories/octo/repo/issues")
        .split(" ");
      const path = pattern.replace(":tenant", "never-made");
      expect((await send(method === "ALL" ? "DELETE" : method, path)).verdict).toBe(verdict);
    },
  );

  it.each([
    "/v1/me",
    "/v1/tenants",
    "/v1/search?q=x",
    "/v1/repositories",
    "/v1/budgets",
    "/v1/users",
    "/v1/users/usr_1",
    "/healthz",
    "/nothing",
  ])("refuse a wrong credential on %s", async (path) => {
    const { owner } = await makeTenant();
    const forged = owner.token.slice(0, -1) + (owner.token.endsWith("0") ? "1" : "0");
    for (const token of [forged, "x", `${"x".repeat(5_000)}`])
      expect((await send("GET", path, { headers: { authorization: `Bearer ${token}` } })).verdict).toBe(
        "401 UNAUTHENTICATED",
      );
  });

  it.each(["/v1/me", "/v1/tenants", "/v1/search?q=x", "/v1/repositories"])("end with the key on %s", async (path) => {
    const { owner, as } = await makeTenant();
    const key = await as("admin");
    expect((await key.at("").get(path)).status).toBe(200);
    await owner.delete(`/api-keys/${key.keyId}`);
    expect((await key.at("").get(path)).verdict).toBe("401 UNAUTHENTICATED");
  });

  it("take no tenant from a body that is too large, or of another type", async () => {
    const large = await operator.post("/v1/tenants", `{"tenant":"large","name":"${"x".repeat(LIMITS.bodyBytes)}"}`);
    expect(large.verdict).toBe("413 PAYLOAD_TOO_LARGE");
    const typed = await operator.post("/v1/tenants", { tenant: "typed", name: "X" }, { "content-type": "text/plain" });
    expect(typed.verdict).toBe("415 UNSUPPORTED_MEDIA_TYPE");
    expect((await operator.get("/v1/tenants?q=large")).records).toEqual([]);
  });
});
