import { evictDurableObject } from "cloudflare:test";
import { describe, expect, it } from "vitest";
import { makeTenant, operator, send } from "../support/api.ts";

describe("GET /v1/me", () => {
  it("tells a key its role, its tenant and what narrows it", async () => {
    const { handle, as } = await makeTenant();
    const key = await as({ role: "member", resources: ["humans", "leads"], readOnly: true });
    expect((await key.at("").get("/v1/me")).record).toEqual({
      kind: "key",
      id: key.keyId,
      role: "member",
      resources: ["humans", "leads"],
      readOnly: true,
      tenants: [{ tenant: handle, role: "member" }],
    });
  });

  it("tells the operator that it has no role anywhere", async () => {
    const { record } = await operator.get("/v1/me");
    expect(record).toEqual({ kind: "operator", id: "operator", role: null, tenants: [] });
  });

  it("takes no parameters", async () => {
    expect((await operator.get("/v1/me?as=owner")).verdict).toBe("400 BAD_REQUEST");
  });
});

describe("routes that ask no record", () => {
  it.each(["/v1/me", "/v1/tenants", "/v1/search?q=x"])("say of %s what of the plan is left", async (path) => {
    const { owner } = await makeTenant("free");
    const left = async () => {
      const answer = await owner.at("").get(path);
      expect(answer.headers.get("ratelimit-policy")).toBe('"reads";q=6000;w=60, "writes";q=1500;w=60');
      return Number(/^"reads";r=(\d+);t=60$/.exec(answer.headers.get("ratelimit") ?? "")?.[1]);
    };
    // A hundred tokens a second come back meanwhile, so one call alone may leave no trace.
    const least = Math.min(...(await Promise.all(Array.from({ length: 40 }, left))));
    expect(least).toBeGreaterThanOrEqual(5_960);
    expect(least).toBeLessThan(5_995);
  });

  it.each(["/v1/me", "/v1/tenants", "/v1/search?q=x"])("refuse %s while the tenant is suspended", async (path) => {
    const { owner, operator: above } = await makeTenant();
    await above.patch("", { status: "suspended" });
    const answer = await owner.at("").get(path);
    expect(answer.verdict).toBe("403 FORBIDDEN");
    expect(answer.error.message).toContain("suspended");
  });
});

describe("GET /healthz", () => {
  it("answers without a credential", async () => {
    expect((await send("GET", "/healthz")).record).toEqual({ status: "ok" });
  });

  it("answers HEAD with the same headers and no body", async () => {
    const { status, text, headers } = await send("HEAD", "/healthz");
    expect([status, text, headers.get("content-type")]).toEqual([200, "", "application/json"]);
  });
});

describe("HEAD", () => {
  it("answers like GET, without the body", async () => {
    const { owner } = await makeTenant();
    const human = await owner.make("humans", { lastName: "Lovelace" });
    const [get, head] = [await owner.get(`/humans/${human.id}`), await owner.send("HEAD", `/humans/${human.id}`)];
    expect(head.status).toBe(200);
    expect(head.text).toBe("");
    expect(head.headers.get("etag")).toBe(get.headers.get("etag"));
    expect((await owner.send("HEAD", "/humans/hum_none")).status).toBe(404);
  });

  it("leaves no answer open that nobody reads, which would keep the object awake", async () => {
    const { owner, stub } = await makeTenant();
    await owner.send("HEAD", "/humans");
    const start = Date.now();
    await evictDurableObject(stub);
    expect(Date.now() - start).toBeLessThan(2_000);
  });
});
