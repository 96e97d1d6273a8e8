import { exports } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import type { Answer } from "../support/answer.ts";
import { type Caller, makeTenant, operator } from "../support/api.ts";
import { CANARY, populate, surface, type World } from "../support/worlds.ts";

/** A handle that nobody has: a tenant of others must look the same. */
const ABSENT = "/v1/tenants/never-made";

let theirs: World;
let ours: World;
let stranger: Caller;

beforeAll(async () => {
  theirs = await populate(await makeTenant(), CANARY);
  ours = await populate(await makeTenant(), "Ordinary");
  stranger = ours.tenant.owner;
});

/** What a caller can compare. */
const visible = ({ status, headers, text }: Answer) => ({
  status,
  headers: [...headers].filter(([name]) => name !== "x-request-id"),
  text: text.replace(/"requestId":"[^"]*"/, ""),
});

/** Everything that a tenant holds, as its owner sees it. */
async function holdings({ tenant }: World): Promise<unknown> {
  const feed = await tenant.owner.get("/changes?limit=1000");
  const keys = await tenant.owner.get("/api-keys?fields=id,version,role");
  return [feed.data, keys.data, (await tenant.owner.get("")).record.status];
}

function upgrade(base: string, headers: Record<string, string>): Promise<Response> {
  return exports.default.fetch(`https://croft.test${base}/live`, { headers: { upgrade: "websocket", ...headers } });
}

/** How a browser's socket, which carries its token as a subprotocol, is closed. */
async function closeOf(base: string, token: string): Promise<unknown> {
  const { webSocket } = await upgrade(base, { "sec-websocket-protocol": `croft.v1, croft.token.${token}` });
  if (!webSocket) throw new Error("A browser's socket must open to be closed with a code.");
  const closed = new Promise((resolve) => {
    webSocket.addEventListener("close", ({ code, reason }) => resolve({ code, reason }));
  });
  webSocket.accept();
  return closed;
}

describe("a stranger", () => {
  it("gets the same answer on every path of a tenant as on those of one that was never made", async () => {
    const before = await holdings(theirs);
    for (const [method, path, body] of surface(theirs)) {
      const there = await stranger.at(theirs.tenant.path).send(method, path, { body });
      const absent = await stranger.at(ABSENT).send(method, path, { body });
      expect(visible(there), `${method} ${path}`).toEqual(visible(absent));
      if (method !== "OPTIONS") expect(there.status, `${method} ${path}`).toBe(404);
      expect(there.text).not.toContain(CANARY);
    }
    expect(await holdings(theirs)).toEqual(before);
  });

  it("opens no socket of another tenant, just as of one that was never made", async () => {
    const authorization = `Bearer ${stranger.token}`;
    for (const base of [theirs.tenant.path, ABSENT]) {
      const refused = await upgrade(base, { authorization });
      expect([refused.status, refused.webSocket], base).toEqual([404, null]);
      expect(await refused.text()).toContain("NOT_FOUND");
      expect(await closeOf(base, stranger.token), base).toEqual({ code: 4403, reason: "no longer allowed" });
    }
    const own = await upgrade(ours.tenant.path, { authorization });
    expect(own.status).toBe(101);
    own.webSocket?.accept();
    own.webSocket?.close(1000);
  });

  it("sees its own tenant alone where none is named", async () => {
    const { record } = await stranger.at("").get("/v1/me");
    expect(record.tenants).toEqual([{ tenant: ours.tenant.handle, role: "owner" }]);
    for (const params of ["", `?q=${theirs.tenant.handle}`, "?sort=handle&limit=200"]) {
      const listed = await stranger.at("").get(`/v1/tenants${params}`);
      expect(listed.text, params).not.toContain(theirs.tenant.handle);
    }
    expect((await operator.get(`/v1/search?q=${CANARY}`)).records.length).toBeGreaterThan(3);
    for (const q of [CANARY, "same", `${CANARY} OR same`, "scope", theirs.tenant.handle, "%"]) {
      const answer = await stranger.at("").get(`/v1/search?q=${encodeURIComponent(q)}&limit=100`);
      expect(answer.text, q).not.toContain(CANARY);
      expect(answer.text, q).not.toContain(theirs.tenant.handle);
    }
  });

  it.each([
    "/humans?expand=account,emails,leads,pets&deleted=include",
    "/leads?expand=human,account",
    "/leads/aggregate?groupBy=title,humanId",
    "/changes?limit=1000",
    "/audit-log?limit=200",
    "/search?q=same&limit=100",
  ])("reads only its own records from %s, where another tenant has the same ones", async (path) => {
    const [own, other] = [await stranger.get(path), await theirs.tenant.owner.get(path)];
    expect(own.records.length).toBeGreaterThan(0);
    expect(own.text).not.toContain(CANARY);
    expect(other.text).toContain(path.startsWith("/search") ? theirs.human : CANARY);
    expect(own.text).not.toContain(theirs.human);
  });

  it("shares neither Idempotency-Keys nor pages", async () => {
    const repeat = (caller: Caller) => caller.post("/humans", { lastName: "Once" }, { "idempotency-key": "same" });
    const [one, other] = [await repeat(theirs.tenant.owner), await repeat(stranger)];
    expect([one.status, other.status, other.headers.get("idempotent-replayed")]).toEqual([201, 201, null]);
    expect(other.id).not.toBe(one.id);
    const { cursor } = await theirs.tenant.owner.get("/humans?limit=1");
    const next = await stranger.get(`/humans?limit=200&cursor=${encodeURIComponent(cursor ?? "")}`);
    expect(next.text).not.toContain(CANARY);
    expect(next.text).not.toContain(theirs.human);
  });
});
