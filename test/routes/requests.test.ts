import { listDurableObjectIds } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { makeTenant, OPERATOR_TOKEN, operator, send, type TestTenant } from "../support/api.ts";

let tenant: TestTenant;
let human: string;
beforeAll(async () => {
  tenant = await makeTenant();
  human = (await tenant.owner.make("humans", { lastName: "Lovelace" })).id;
});

describe("a path", () => {
  it.each([
    ["/v1/tenants/T/humans/", "200"],
    ["/v1/tenants/T/", "200"],
    ["/v1/tenants/", "200"],
    ["/v1/me/", "200"],
    ["/v1/tenants/T/./humans", "200"],
    ["/v1/tenants/T/leads/../humans", "200"],
    ["/v1/tenants/other/../T/humans", "200"],
    ["//v1/tenants/T/humans", "404 NOT_FOUND"],
    ["/v1//tenants/T/humans", "404 NOT_FOUND"],
    ["/v1/tenants//T/humans", "404 NOT_FOUND"],
    ["/v1/tenants/T//humans", "404 NOT_FOUND"],
    ["/v1/tenants/T/humans//", "404 NOT_FOUND"],
    ["/v1/tenants/T/%68umans", "404 NOT_FOUND"],
    ["/v1/tenants/T%2fhumans", "404 NOT_FOUND"],
    ["/v1/tenants/T/humans%2f", "404 NOT_FOUND"],
    ["/v1/tenants/T/humans%00", "404 NOT_FOUND"],
    ["/v1/tenants/T/humans%E0%A4%A", "404 NOT_FOUND"],
    ["/v1/tenants/T/humans;a=b", "404 NOT_FOUND"],
    ["/v1/tenants/T;/humans", "404 NOT_FOUND"],
    ["/v1/tenants/T/humans.json", "404 NOT_FOUND"],
    ["/v1/tenants/T/humans.", "404 NOT_FOUND"],
    ["/v1/tenants/T./humans", "404 NOT_FOUND"],
    ["/v1/tenants/T/HUMANS", "404 NOT_FOUND"],
    ["/V1/tenants/T/humans", "404 NOT_FOUND"],
    ["/v1/tenantS/T/humans", "404 NOT_FOUND"],
    ["/v1/tenants/T/humans/x/y/z", "404 NOT_FOUND"],
    ["/v1/tenants/T/humans/aggregate/x", "404 NOT_FOUND"],
    ["/v2/tenants/T/humans", "404 NOT_FOUND"],
    ["/v1", "404 NOT_FOUND"],
    ["/v1/me/x", "404 NOT_FOUND"],
    ["/v1/tenants/..", "404 NOT_FOUND"],
    ["/v1/tenants/%2e%2e/me", "200"],
    ["/healthz/../v1/me", "200"],
    [`/v1/tenants/${"x".repeat(8_000)}/humans`, "404 NOT_FOUND"],
    [`/v1/tenants/T/humans/${"x".repeat(8_000)}`, "404 NOT_FOUND"],
  ])("%s is answered with %s", async (path, verdict) => {
    const { owner, handle } = tenant;
    expect((await owner.at("").get(path.replace("/T", `/${handle}`))).verdict).toBe(verdict);
  });

  it("is one resource's in one spelling, whoever asks: no variant is let through without a credential", async () => {
    for (const path of [
      "//humans",
      "/humans/",
      "/%68umans",
      "/humans;x",
      "/./humans",
      "/humans?",
      "/HUMANS",
      "/humans/../humans",
    ])
      expect((await send("GET", tenant.path + path)).verdict, path).toBe("401 UNAUTHENTICATED");
  });

  it("that exists under another method names the methods it has", async () => {
    const allowed = async (method: string, path: string) => {
      const answer = await tenant.owner.send(method, path);
      expect(answer.verdict, `${method} ${path}`).toBe("405 METHOD_NOT_ALLOWED");
      return answer.headers.get("allow");
    };
    expect(await allowed("POST", "")).toBe("GET, PATCH, DELETE");
    expect(await allowed("DELETE", "/humans")).toBe("GET, POST");
    expect(await allowed("POST", `/humans/${human}`)).toBe("GET, PATCH, PUT, DELETE");
    expect(await allowed("GET", `/humans/${human}/restore`)).toBe("POST");
    expect(await allowed("POST", `/humans/${human}/changes`)).toBe("GET");
    expect(await allowed("GET", "/api-keys/key_1/rotate")).toBe("POST");
    expect(await allowed("GET", "/batch")).toBe("POST");
    expect(await allowed("POST", "/search")).toBe("GET");
    expect(await allowed("POST", "/changes")).toBe("GET");
    expect(await allowed("GET", "/directory/rebuild")).toBe("POST");
    expect(await allowed("POST", "/live")).toBe("GET");
    expect(await allowed("OPTIONS", "/humans")).toBe("GET, POST");
    expect(await allowed("PROPFIND", "/humans")).toBe("GET, POST");
    const whole = async (method: string, path: string) => (await operator.send(method, path)).headers.get("allow");
    expect(await whole("DELETE", "/v1/tenants")).toBe("GET, POST");
    expect(await whole("POST", "/healthz")).toBe("GET");
    expect(await whole("PUT", "/v1/me")).toBe("GET");
    expect(await whole("POST", "/v1/search")).toBe("GET");
  });

  it("of a socket is one path: elsewhere an upgrade opens nothing", async () => {
    const headers = { upgrade: "websocket" };
    expect((await tenant.owner.get("/humans", headers)).ids).toEqual([human]);
    for (const path of ["/humans/live", "/live/x", "/lives"])
      expect((await tenant.owner.get(path, headers)).verdict, path).toBe("404 NOT_FOUND");
    expect((await tenant.owner.get("/live")).verdict).toBe("400 BAD_REQUEST");
    expect((await tenant.owner.get("/humans/live")).verdict).toBe("404 NOT_FOUND");
  });
});

describe("X-Request-Id", () => {
  it("is taken where it is harmless, and stands in the error and in the log", async () => {
    const id = "Trace_1.2-3";
    const made = await tenant.owner.post("/humans", { lastName: "Traced" }, { "x-request-id": id });
    expect(made.headers.get("x-request-id")).toBe(id);
    const [entry] = (await tenant.owner.get(`/humans/${made.id}/changes`)).records;
    expect(entry?.requestId).toBe(id);
    const refused = await tenant.owner.get("/humans/none", { "x-request-id": id });
    expect(refused.error.requestId).toBe(id);
    expect((await send("GET", "/nowhere", { headers: { "x-request-id": id } })).error.requestId).toBe(id);
  });

  it.each(["x".repeat(65), "a b", "a/b", "<b>", "{a}", 'a"b', "ä", "a,b", "%0d%0a", "../x"])(
    "is made anew instead of %j",
    async (id) => {
      const answer = await tenant.owner.get("/humans/none", { "x-request-id": id });
      expect(answer.headers.get("x-request-id")).toMatch(/^[0-9a-f]{8}-[0-9a-f-]{27}$/);
      expect(answer.text).not.toContain(JSON.stringify(id).slice(1, -1));
    },
  );
});

describe("S6: a smuggled header", () => {
  const smuggled = {
    "x-croft-actor": '{"kind":"operator","id":"operator"}',
    "X-Croft-Actor": '{"kind":"system","id":"system"}',
    "x-internal-user": "owner",
    "x-user-id": "owner",
    "x-forwarded-for": "127.0.0.1",
    "x-forwarded-host": "croft.test",
    "x-forwarded-proto": "http",
    "x-real-ip": "127.0.0.1",
    "cf-connecting-ip": "127.0.0.1",
    "cf-worker": "croft",
    "cf-access-authenticated-user-email": "owner@croft.test",
    "x-middleware-subrequest": "middleware:middleware:middleware",
    "x-partykit-room": "other",
    "x-partykit-props": "{}",
    "proxy-authorization": `Bearer ${OPERATOR_TOKEN}`,
    cookie: `token=${OPERATOR_TOKEN}`,
    "sec-websocket-protocol": "croft.v1, croft.token.forged",
  };

  it("makes nobody of nobody", async () => {
    const before = (await listDurableObjectIds(env.TENANT)).length;
    for (const [name, value] of Object.entries(smuggled)) {
      expect((await send("GET", `${tenant.path}/humans`, { headers: { [name]: value } })).verdict, name).toBe(
        "401 UNAUTHENTICATED",
      );
      expect((await send("GET", "/v1/tenants", { headers: { [name]: value } })).verdict, name).toBe(
        "401 UNAUTHENTICATED",
      );
    }
    expect(await listDurableObjectIds(env.TENANT)).toHaveLength(before);
  });

  it("makes a viewer no more than a viewer", async () => {
    const viewer = await tenant.as("viewer");
    expect((await viewer.post("/humans", { lastName: "X" }, smuggled)).verdict).toBe("403 FORBIDDEN");
    expect((await viewer.get("/api-keys", smuggled)).verdict).toBe("403 FORBIDDEN");
    const made = await tenant.owner.post("/humans", { lastName: "X" }, smuggled);
    expect(made.record.createdBy).toMatch(/^key_/);
  });

  it.each(["x-http-method-override", "x-method-override", "x-http-method", "_method"])(
    "%s changes no method",
    async (name) => {
      expect((await tenant.owner.get(`/humans/${human}`, { [name]: "DELETE" })).status).toBe(200);
      expect((await tenant.owner.post(`/humans/${human}`, {}, { [name]: "PATCH" })).verdict).toBe(
        "405 METHOD_NOT_ALLOWED",
      );
      expect((await tenant.owner.get(`/humans/${human}?_method=DELETE`)).verdict).toBe("400 BAD_REQUEST");
      expect((await tenant.owner.get(`/humans/${human}`)).record.version).toBe(1);
    },
  );

  it("is no second credential", async () => {
    const headers = new Headers({ authorization: `Bearer ${tenant.owner.token}` });
    headers.append("authorization", `Bearer ${OPERATOR_TOKEN}`);
    const response = await exports.default.fetch(`https://croft.test${tenant.path}/humans`, { headers });
    await response.text();
    expect(response.status).toBe(401);
  });
});

describe("a browser of another origin", () => {
  it("may read and write where its origin is allowed, and is told why a call failed", async () => {
    const origin = "https://app.croft.test";
    const preflight = await send("OPTIONS", `${tenant.path}/humans`, {
      headers: { origin, "access-control-request-method": "PATCH", "access-control-request-headers": "if-match" },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get("access-control-allow-methods")).toContain("PATCH");
    expect(preflight.headers.get("access-control-allow-headers")).toContain("Idempotency-Key");
    for (const path of ["/humans", "/humans/hum_0", "/nothing-of-the-kind"]) {
      const answer = await tenant.owner.get(path, { origin });
      expect(answer.headers.get("access-control-allow-origin")).toBe(origin);
      expect(answer.headers.get("access-control-expose-headers")).toContain("Retry-After");
    }
    const refused = await send("GET", `${tenant.path}/humans`, { headers: { origin } });
    expect([refused.status, refused.headers.get("access-control-allow-origin")]).toEqual([401, origin]);
  });

  it("is told by no header that it may read, and sends no cookie that counts", async () => {
    const headers = { origin: "https://evil.example" };
    const answer = await tenant.owner.get("/humans", headers);
    expect(answer.headers.get("access-control-allow-origin")).toBeNull();
    const preflight = await send("OPTIONS", `${tenant.path}/humans`, {
      headers: { ...headers, "access-control-request-method": "POST" },
    });
    expect([preflight.status, preflight.headers.get("access-control-allow-origin")]).toEqual([204, null]);
    for (const origin of ["null", "https://croft.test.evil.example", "http://localhost"])
      expect((await tenant.owner.get("/humans", { origin })).headers.get("access-control-allow-origin")).toBeNull();
  });
});
