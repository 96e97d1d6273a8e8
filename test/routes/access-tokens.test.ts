import { listDurableObjectIds } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { signUpPerson, type TestPerson } from "../support/accounts.ts";
import { Caller, makeTenant, OPERATOR_TOKEN, send } from "../support/api.ts";
import { TestSocket, upgrade } from "../support/live-socket.ts";
import {
  base64url,
  type Claims,
  claimsAt,
  headerOf,
  makeSigner,
  type Signer,
  signRaw,
  signWithSecret,
} from "../support/tokens.ts";

let ada: TestPerson;
let token: string;
let handle: string;
let forger: Signer;

beforeAll(async () => {
  ada = await signUpPerson();
  token = await ada.token();
  handle = "of-ada";
  const made = await new Caller(token).post("/v1/tenants", { tenant: handle, name: "Of Ada" });
  expect(made.verdict).toBe("201");
  const [header = ""] = token.split(".");
  const { kid } = JSON.parse(atob(header));
  forger = await makeSigner(kid);
});
afterEach(() => void vi.restoreAllMocks());

/** Counts calls of croft-auth, which answers all the same: a stub's methods cannot be spied on as they are. */
function counted(method: "jwks" | "endedSince" | "person") {
  const call: unknown = Reflect.get(env.AUTH, method);
  if (typeof call !== "function") throw new Error(`There is no ${method}.`);
  return vi.spyOn(env.AUTH, method).mockImplementation((...given: unknown[]) => call(...given));
}

const path = () => `/v1/tenants/${handle}`;
const withToken = (given: string) => ({ authorization: `Bearer ${given}` });

describe("an access token", () => {
  it("opens its holder's tenants, on REST and live", async () => {
    const caller = new Caller(token, path());
    const human = await caller.make("humans", { lastName: "Lovelace" });
    expect((await caller.get(`/humans/${human.id}`)).record.createdBy).toBe(ada.id);
    for (const headers of [withToken(token), { "sec-websocket-protocol": `croft.v1, croft.token.${token}` }]) {
      const socket = await upgrade(`${path()}/live`, headers);
      if (!(socket instanceof TestSocket)) throw new Error(await socket.text());
      expect((await socket.next("welcome")).tenant).toBe(handle);
      socket.close(1000);
    }
  });

  it("is verified once, and its keys and the list of ended sessions are not asked for by each request", async () => {
    const [keys, ended] = [counted("jwks"), counted("endedSince")];
    const verified = vi.spyOn(crypto.subtle, "verify");
    const fresh = await ada.token();
    const answers = await Promise.all(
      Array.from({ length: 40 }, () => send("GET", path(), { headers: withToken(fresh) })),
    );
    for (let n = 0; n < 20; n += 1) answers.push(await send("GET", path(), { headers: withToken(fresh) }));
    expect(new Set(answers.map(({ verdict }) => verdict))).toEqual(new Set(["200"]));
    expect(keys.mock.calls.length + ended.mock.calls.length).toBeLessThanOrEqual(3);
    expect(verified.mock.calls.length).toBeLessThanOrEqual(40);
  });
});

/** What a stranger can make of what is public: the form, the name of the key, and the key itself. */
async function forgeries(): Promise<[string, string][]> {
  const [header = "", claims = "", signature = ""] = token.split(".");
  const genuine: Claims = JSON.parse(atob(claims.replaceAll("-", "+").replaceAll("_", "/")));
  const other = (changes: Claims) => base64url(JSON.stringify({ ...genuine, ...changes }));
  const { keys } = await env.AUTH.jwks();
  const own = (changes: Claims, of = genuine) => signRaw(forger, headerOf(forger.kid, changes), of);
  return [
    ["signed by a stranger", await own({})],
    ["signed by a stranger who brings the key", await own({ jwk: forger.jwk })],
    ["signed by a stranger with keys elsewhere", await own({ jku: "https://evil.example/jwks" })],
    ["signed with an unknown key", await own({ kid: "unknown" })],
    ["signed with a key of a path", await own({ kid: "../../../dev/null" })],
    ["signed by nobody", `${base64url(JSON.stringify(headerOf(forger.kid, { alg: "none" })))}.${claims}.`],
    [
      "signed by nobody, in the form",
      `${base64url(JSON.stringify(headerOf(forger.kid, { alg: "none" })))}.${claims}.${signature}`,
    ],
    [
      "signed with the public key as a secret",
      await signWithSecret(JSON.stringify(keys), headerOf(forger.kid, { alg: "HS256" }), genuine),
    ],
    ["for an operator", `${header}.${other({ role: "operator" })}.${signature}`],
    ["for somebody else", `${header}.${other({ sub: "usr_01KAJ5Q9ZK3M8W2X4Y7T1B0CND" })}.${signature}`],
    ["for longer", `${header}.${other({ exp: 2_000_000_000 })}.${signature}`],
    ["without an end", `${header}.${other({ exp: undefined })}.${signature}`],
    ["for another installation", await own({}, claimsAt(Date.now(), { aud: "https://other.test" }))],
    ["truncated", token.slice(0, -1)],
    ["without a signature", `${header}.${claims}.`],
    ["of two parts", `${header}.${claims}`],
    ["of four parts", `${token}.x`],
    ["of five parts", `${token}.x.x`],
    ["with a dot behind it", `${token}.`],
    ["longer than any", `${header}.${claims}${"A".repeat(3_000)}.${signature}`],
  ];
}

describe("class 12, S8: a forged access token", () => {
  it("opens nothing, wakes no object, and asks neither the directory nor croft-auth for more than its keys", async () => {
    const objects = async () => (await listDurableObjectIds(env.TENANT)).length;
    const before = await objects();
    const prepared = vi.spyOn(env.DIRECTORY, "prepare");
    // The tenant's projection writes meanwhile.
    const asked = () => prepared.mock.calls.filter(([query]) => query.startsWith("SELECT"));
    const [keys, person] = [counted("jwks"), counted("person")];
    for (const [what, forged] of await forgeries()) {
      for (const tenant of [handle, "never-made"]) {
        const base = `/v1/tenants/${tenant}`;
        expect((await send("GET", `${base}/humans`, { headers: withToken(forged) })).verdict, what).toBe(
          "401 UNAUTHENTICATED",
        );
        const refused = await upgrade(`${base}/live`, withToken(forged));
        expect(refused instanceof Response ? refused.status : "open", what).toBe(401);
        const browser = await upgrade(`${base}/live`, { "sec-websocket-protocol": `croft.v1, croft.token.${forged}` });
        if (!(browser instanceof TestSocket)) throw new Error("A browser's socket must open to be closed with a code.");
        expect(await browser.ended(), what).toEqual({ code: 4401, reason: "not authenticated" });
      }
      expect(
        (await send("POST", "/v1/tenants", { headers: withToken(forged), body: { tenant: "forged", name: "X" } }))
          .verdict,
        what,
      ).toBe("401 UNAUTHENTICATED");
      for (const edge of ["/v1/me", "/v1/tenants", "/v1/search?q=x", "/v1/users"])
        expect((await send("GET", edge, { headers: withToken(forged) })).verdict, what).toBe("401 UNAUTHENTICATED");
    }
    expect(asked()).toEqual([]);
    expect(person).not.toHaveBeenCalled();
    expect(keys.mock.calls.length).toBeLessThanOrEqual(1);
    expect(await objects()).toBe(before);
    // So that the counting is known to count.
    await send("GET", "/v1/me", { headers: withToken(token) });
    expect([asked().length, person.mock.calls.length]).toEqual([1, 1]);
  });
});

describe("class 2, 12, 15: a credential", () => {
  it("is refused under another scheme", async () => {
    for (const scheme of ["Basic", "Digest", "Token", "JWT", "DPoP", "", "Bearer Bearer", "Bearer,"])
      expect((await send("GET", path(), { headers: { authorization: `${scheme} ${token}` } })).verdict, scheme).toBe(
        "401 UNAUTHENTICATED",
      );
  });

  it("is refused together with another, whichever of them is good", async () => {
    const { owner } = await makeTenant();
    for (const [one, other] of [
      [token, token],
      [token, owner.token],
      [owner.token, token],
      [OPERATOR_TOKEN, token],
      ["x", token],
    ] as const) {
      const joined = { authorization: `Bearer ${one}, Bearer ${other}` };
      expect((await send("GET", path(), { headers: joined })).verdict).toBe("401 UNAUTHENTICATED");
      const both = await upgrade(`${path()}/live`, {
        authorization: `Bearer ${one}`,
        "sec-websocket-protocol": `croft.v1, croft.token.${other}`,
      });
      expect(both instanceof Response ? both.status : "open").toBe(401);
      const twice = await upgrade(`${path()}/live`, {
        "sec-websocket-protocol": `croft.v1, croft.token.${one}, croft.token.${other}`,
      });
      expect(twice instanceof TestSocket ? (await twice.ended()).code : twice.status).toBe(4401);
    }
  });

  it("counts in a socket's subprotocol for a socket alone", async () => {
    const headers = { "sec-websocket-protocol": `croft.v1, croft.token.${token}` };
    for (const each of [path(), `${path()}/humans`, "/v1/me"])
      expect((await send("GET", each, { headers })).verdict).toBe("401 UNAUTHENTICATED");
  });

  it("S12: is no cookie, on REST and live, whatever page it comes from", async () => {
    expect(ada.browser.cookie).toContain("__Host-croft");
    for (const cookie of [
      ada.browser.cookie,
      `token=${token}`,
      `__Host-croft-session=${token}`,
      `authorization=Bearer ${token}`,
    ])
      for (const origin of ["https://croft.test", "https://app.croft.test", "https://evil.example"]) {
        for (const each of ["/v1/me", "/v1/tenants", path()])
          expect((await send("GET", each, { headers: { cookie, origin } })).verdict).toBe("401 UNAUTHENTICATED");
        const plain = await upgrade(`${path()}/live`, { cookie, origin });
        expect(plain instanceof Response ? plain.status : "open").toBe(401);
        const browser = await upgrade(`${path()}/live`, { cookie, origin, "sec-websocket-protocol": "croft.v1" });
        expect(browser instanceof TestSocket ? (await browser.ended()).code : browser.status).toBe(4401);
      }
  });

  it("S6: is the only thing that says who calls", async () => {
    const bob = await signUpPerson();
    const stranger = new Caller(await bob.token());
    const actor = JSON.stringify({ kind: "user", id: ada.id, session: "ses_1", expiresAt: Date.now() + 100_000 });
    const above = JSON.stringify({ kind: "operator", id: "operator" });
    const smuggled: Record<string, string>[] = [
      { "x-croft-actor": actor },
      { "X-Croft-Actor": above },
      { "x-internal-user": ada.id, "x-internal-role": "owner" },
      { "x-user-id": ada.id, "x-forwarded-user": ada.email, "x-remote-user": ada.email },
      { "x-forwarded-host": "evil.example", "x-forwarded-for": "127.0.0.1", "x-forwarded-proto": "http" },
      { "cf-access-authenticated-user-email": ada.email, "x-middleware-subrequest": "src/middleware" },
      { "x-original-url": "/healthz", "x-rewrite-url": "/healthz", "x-http-method-override": "GET" },
      { "x-croft-ended": `${ada.id} ses_01KAJ5Q9ZK3M8W2X4Y7T1B0CNE` },
      { "proxy-authorization": `Bearer ${token}`, "x-api-key": token, "x-access-token": token },
    ];
    for (const headers of smuggled) {
      expect((await stranger.get(path(), headers)).verdict, JSON.stringify(headers)).toBe("404 NOT_FOUND");
      expect((await send("GET", path(), { headers })).verdict, JSON.stringify(headers)).toBe("401 UNAUTHENTICATED");
      const { record } = await stranger.get("/v1/me", headers);
      expect([record.kind, record.id, record.tenants]).toEqual(["user", bob.id, []]);
    }
    expect((await new Caller(token, path()).get("")).status).toBe(200);
  });
});
