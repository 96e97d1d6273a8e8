import { describe, expect, expectTypeOf, it } from "vitest";
import { backoff, retryAfterMs } from "../../src/client/backoff.ts";
import { createCroft } from "../../src/client/croft.ts";
import { CroftError } from "../../src/client/error.ts";
import type { TypesOf } from "../../src/client/resource-types.ts";
import type { leads } from "../../src/resources/leads.ts";

interface Lead {
  readonly id: string;
  readonly value: number;
}
type Types = { readonly leads: { record: Lead; create: { value: number }; update: { value?: number } } };

interface Sent {
  readonly url: string;
  readonly method: string;
  readonly headers: Headers;
  readonly body: string | null;
}

type Step = (sent: Sent, signal: AbortSignal | null) => Response | Promise<Response>;

/** A client whose calls are answered by the steps, in order. */
function scripted(steps: readonly Step[], options: { token?: () => Promise<string>; timeout?: number } = {}) {
  const sent: Sent[] = [];
  const croft = createCroft<Types>({
    url: "https://croft.test/",
    token: options.token ?? "key",
    timeout: options.timeout ?? 5_000,
    fetch: async (url, { method = "GET", headers, body, signal }) => {
      const request = { url, method, headers: new Headers(headers), body: typeof body === "string" ? body : null };
      const step = steps[sent.length];
      sent.push(request);
      if (!step) throw new Error("One call too many.");
      return step(request, signal ?? null);
    },
  });
  return { sent, acme: croft.tenant("acme") };
}

const json = (status: number, body: object, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), { status, headers: { "x-request-id": "r-1", ...headers } });
const refusal = (status: number, code: string, headers?: Record<string, string>) =>
  json(status, { error: { code, message: "No.", details: [{ field: "value", message: "Wrong." }] } }, headers);
const page = (data: object[], nextCursor: string | null) =>
  json(200, { data, meta: { pagination: { limit: 1, nextCursor, hasMore: nextCursor !== null }, seq: 7 } });
const record = (value: number, seq = 8) => json(200, { data: { id: "lead_1", value }, meta: { seq } });

async function failure(call: Promise<unknown>): Promise<CroftError> {
  const error = await call.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof CroftError)) throw new Error("The call did not fail with a CroftError.");
  return error;
}

describe("a list", () => {
  it("is a page that goes on through all pages, with the same query", async () => {
    const { acme, sent } = scripted([
      () => page([{ id: "a", value: 1 }], "c1"),
      () => page([{ id: "b", value: 2 }], null),
    ]);
    const first = await acme
      .resource("leads")
      .list({ filter: { value: { gte: 1 } }, sort: ["-value", "id"], limit: 1, count: false });
    expect([first.data, first.seq, first.hasMore, first.nextCursor]).toEqual([[{ id: "a", value: 1 }], 7, true, "c1"]);
    const ids: string[] = [];
    for await (const lead of first) ids.push(lead.id);
    expect(ids).toEqual(["a", "b"]);
    const [one, two] = sent.map(({ url }) => new URL(url));
    expect(one?.pathname).toBe("/v1/tenants/acme/leads");
    expect(Object.fromEntries(one?.searchParams ?? [])).toEqual({
      filter: '{"value":{"gte":1}}',
      sort: "-value,id",
      limit: "1",
      count: "false",
    });
    expect(two?.searchParams.get("cursor")).toBe("c1");
    expect(two?.searchParams.get("sort")).toBe("-value,id");
  });

  it("refuses an answer of another shape", async () => {
    const { acme } = scripted([() => json(200, { data: "x", meta: {} })]);
    expect((await failure(acme.resource("leads").list())).code).toBe("BAD_ANSWER");
  });
});

describe("a write", () => {
  it("keeps its idempotency key over repetitions, and carries the version it expects", async () => {
    const unreachable: Step = () => {
      throw new TypeError("fetch failed");
    };
    const { acme, sent } = scripted([unreachable, () => refusal(503, "UNAVAILABLE"), () => record(5)]);
    const written = await acme.resource("leads").update("lead_1", { value: 5 }, { ifMatch: 3 });
    expect(written).toEqual({ record: { id: "lead_1", value: 5 }, seq: 8 });
    const keys = sent.map(({ headers }) => headers.get("idempotency-key"));
    expect(keys[0]).toMatch(/^[0-9a-f-]{36}$/);
    expect(new Set(keys).size).toBe(1);
    expect(sent).toHaveLength(3);
    expect(sent[2]).toMatchObject({ method: "PATCH", body: '{"value":5}' });
    expect(sent[2]?.headers.get("if-match")).toBe('"3"');
    expect(sent[2]?.headers.get("authorization")).toBe("Bearer key");
  });

  it("is not repeated when it was refused for good", async () => {
    const { acme, sent } = scripted([() => refusal(422, "VALIDATION_ERROR")]);
    const error = await failure(acme.resource("leads").create({ value: -1 }));
    expect(error).toMatchObject({ code: "VALIDATION_ERROR", status: 422, requestId: "r-1", retryable: false });
    expect(error.details).toEqual([{ field: "value", message: "Wrong." }]);
    expect(sent).toHaveLength(1);
  });

  it("is not repeated when the quota is used up, nor when the server asks for more patience than there is", async () => {
    const quota = scripted([() => refusal(429, "QUOTA_EXCEEDED")]);
    expect((await failure(quota.acme.resource("leads").create({ value: 1 }))).retryable).toBe(false);
    const slow = scripted([() => refusal(429, "RATE_LIMITED", { "retry-after": "3600" })]);
    expect(await failure(slow.acme.resource("leads").create({ value: 1 }))).toMatchObject({
      retryable: true,
      retryAfter: 3_600_000,
    });
  });

  it("waits as long as the server asks", async () => {
    const { acme } = scripted([() => refusal(429, "RATE_LIMITED", { "retry-after": "1" }), () => record(5)]);
    const began = performance.now();
    await acme.resource("leads").create({ value: 5 });
    expect(performance.now() - began).toBeGreaterThan(950);
  });
});

describe("a call", () => {
  it("fetches a token once, and another one when it is refused", async () => {
    let fetched = 0;
    const token = async () => `t${++fetched}`;
    const { acme, sent } = scripted([() => record(1), () => refusal(401, "UNAUTHENTICATED"), () => record(2)], {
      token,
    });
    await acme.resource("leads").get("lead_1");
    await acme.resource("leads").get("lead_1");
    expect(sent.map(({ headers }) => headers.get("authorization"))).toEqual(["Bearer t1", "Bearer t1", "Bearer t2"]);
  });

  it("gives up at the second token that is refused", async () => {
    const no: Step = () => refusal(401, "UNAUTHENTICATED");
    const { acme, sent } = scripted([no, no], { token: async () => "t" });
    expect((await failure(acme.resource("leads").get("x"))).status).toBe(401);
    expect(sent).toHaveLength(2);
  });

  const never: Step = (_, signal) =>
    new Promise((_resolve, reject) => signal?.addEventListener("abort", () => reject(signal.reason)));

  it("ends with its signal, in an attempt and between two", async () => {
    const signal = AbortSignal.timeout(30);
    const { acme } = scripted([never]);
    expect((await failure(acme.resource("leads").get("x", { signal }))).code).toBe("ABORTED");
    const waiting = scripted([() => refusal(503, "UNAVAILABLE", { "retry-after": "50" })]);
    const error = await failure(waiting.acme.resource("leads").get("x", { signal: AbortSignal.timeout(30) }));
    expect(error.code).toBe("ABORTED");
  });

  it("is tried again after an attempt that took too long", async () => {
    const { acme, sent } = scripted([never, () => record(1)], { timeout: 30 });
    expect(await acme.resource("leads").get("x")).toEqual({ id: "lead_1", value: 1 });
    expect(sent).toHaveLength(2);
  });

  it("says so when something else than the service answers", async () => {
    const { acme } = scripted([() => new Response("<html>", { status: 404 })]);
    expect(await failure(acme.resource("leads").get("x"))).toMatchObject({ code: "BAD_ANSWER", status: 404 });
  });
});

describe("the change feed", () => {
  it("goes on until there is no more, and says where it ended", async () => {
    const actor = { kind: "key", id: "k" };
    const entry = {
      at: "",
      actor,
      requestId: "",
      resource: "leads",
      recordId: "",
      action: "create",
      before: null,
      after: {},
    };
    const feed = (seq: number, hasMore: boolean) => json(200, { data: [{ seq, ...entry }], meta: { seq, hasMore } });
    const { acme, sent } = scripted([() => feed(4, true), () => feed(5, false)]);
    const changes = acme.changes({ since: 3 });
    expect([(await changes.next()).value, (await changes.next()).value]).toMatchObject([{ seq: 4 }, { seq: 5 }]);
    expect(await changes.next()).toEqual({ done: true, value: { seq: 5 } });
    expect(sent.map(({ url }) => new URL(url).search)).toEqual(["?since=3", "?since=4"]);
  });
});

describe("types", () => {
  it("are those of the resource, and JSON where its name is unknown", () => {
    const { acme } = scripted([]);
    expectTypeOf(acme.resource("leads").get).returns.resolves.toEqualTypeOf<Lead>();
    expectTypeOf(acme.resource("others").get).returns.resolves.toHaveProperty("version");
    expect(acme.resource("others").name).toBe("others");
  });
});

describe("a tenant", () => {
  it("has its resources as properties, and is the same object every time, as they are", () => {
    const croft = createCroft<Types>({ url: "https://croft.test", token: "k" });
    const acme = croft.tenant("acme");
    expect(croft.tenant("acme")).toBe(acme);
    expect(acme.leads).toBe(acme.resource("leads"));
    expect(acme.leads.name).toBe("leads");
    expect(Reflect.get(acme, "phone-numbers")).toBe(acme.resource("phone-numbers"));
  });

  it("keeps its own members, and is no promise", async () => {
    const acme = createCroft<Types>({ url: "https://croft.test", token: "k" }).tenant("acme");
    expect(acme.tenant).toBe("acme");
    expect(acme.batch).toBeTypeOf("function");
    expect(await acme).toBe(acme);
    expect(["then", "toJSON", "$$typeof", "__proto__x"].map((name) => Reflect.get(acme, name))).toEqual(
      Array(4).fill(undefined),
    );
    expect(String(acme)).toBe("[object Object]");
  });
});

describe("types of a definition", () => {
  it("say what records hold and what bodies take", () => {
    const acme = createCroft<TypesOf<{ leads: typeof leads }>>({ url: "https://croft.test", token: "k" }).tenant(
      "acme",
    );
    const all = acme.resource("leads");
    expectTypeOf(all.get).returns.resolves.toHaveProperty("value").toEqualTypeOf<number>();
    expectTypeOf(all.get).returns.resolves.toHaveProperty("lostReason").toEqualTypeOf<string | null>();
    expectTypeOf<{ title: string }>().toExtend<Parameters<typeof all.create>[0]>();
    expectTypeOf<{ value: string }>().not.toExtend<Parameters<typeof all.create>[0]>();
    expectTypeOf<{ value: string }>().not.toExtend<Parameters<typeof all.update>[1]>();
    expect(all.name).toBe("leads");
  });
});

describe("waiting", () => {
  it("grows from repetition to repetition, to a limit, and is anything below that", () => {
    expect([0, 1, 2, 50].map((attempt) => backoff(attempt, 1))).toEqual([250, 500, 1_000, 30_000]);
    expect(backoff(9, 0)).toBe(0);
  });

  it("reads seconds and dates", () => {
    const now = Date.parse("2026-11-21T00:00:00Z");
    expect(["7", "Sat, 21 Nov 2026 00:00:09 GMT", "soon", null].map((text) => retryAfterMs(text, now))).toEqual([
      7_000,
      9_000,
      null,
      null,
    ]);
  });
});
