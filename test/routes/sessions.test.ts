import { env } from "cloudflare:workers";
import { afterEach, describe, expect, it, vi } from "vitest";
import { FRESH_MS } from "../../src/auth/revocations.ts";
import { signUpPerson, type TestPerson } from "../support/accounts.ts";
import { Caller, makeTenant } from "../support/api.ts";
import { joinAs } from "../support/joined.ts";
import { TestSocket, upgrade } from "../support/live-socket.ts";

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** A socket as a browser opens it, welcomed. */
async function connect(path: string, token: string): Promise<TestSocket> {
  const socket = await upgrade(`${path}/live`, { "sec-websocket-protocol": `croft.v1, croft.token.${token}` });
  if (!(socket instanceof TestSocket)) throw new Error(await socket.text());
  await socket.next("welcome");
  return socket;
}

/** How the session of a person is ended by themselves. */
const ENDS: readonly [string, (person: TestPerson) => Promise<unknown>][] = [
  ["signing out", ({ browser }) => browser.post("/auth/sign-out")],
  ["ending every session", ({ browser }) => browser.post("/auth/revoke-sessions")],
  [
    "a new password",
    ({ browser, password }) =>
      browser.post("/auth/change-password", { currentPassword: password, newPassword: "another long password" }),
  ],
];

describe("class 10: a session that has ended", () => {
  it.each(ENDS)("by %s closes its sockets in all tenants at once, and its tokens open nothing", async (_, end) => {
    const person = await signUpPerson();
    const [one, other] = [await makeTenant(), await makeTenant()];
    const member = await joinAs(one, person, "member");
    await joinAs(other, person, "viewer");
    const sockets = await Promise.all([one, other].map(({ path }) => connect(path, member.token)));
    expect((await member.get("/humans")).status).toBe(200);
    const start = Date.now();
    await end(person);
    for (const socket of sockets) expect((await socket.ended()).code).toBe(4401);
    // How long it takes is measured where nothing else runs (test/faults/ended-access.test.ts).
    expect(Date.now() - start).toBeLessThan(5_000);
    for (const tenant of [one, other])
      expect((await member.at(tenant.path).get("/humans")).verdict).toBe("401 UNAUTHENTICATED");
    // Where no tenant is asked, the list of ended sessions decides.
    await expect
      .poll(async () => (await member.at("").get("/v1/me")).verdict, { timeout: FRESH_MS + 2_000, interval: 250 })
      .toBe("401 UNAUTHENTICATED");
    expect(Date.now() - start).toBeLessThan(FRESH_MS + 2_000);
  });

  it("is told to the tenants by an answer that does not say so itself", async () => {
    const person = await signUpPerson();
    const answer = await person.browser.post("/auth/sign-out");
    expect(answer.status).toBe(200);
    expect([...answer.headers.keys()].filter((name) => name.startsWith("x-croft"))).toEqual([]);
  });

  it("keeps nobody waiting for a tenant that does not answer, and is no failure of the answer", async () => {
    const person = await signUpPerson();
    const tenant = await makeTenant();
    await joinAs(tenant, person, "member");
    const getByName = env.TENANT.getByName.bind(env.TENANT);
    vi.spyOn(console, "error").mockImplementation(() => {});
    vi.spyOn(env.TENANT, "getByName").mockImplementation((name) => {
      if (name === tenant.handle) throw new Error("broken");
      return getByName(name);
    });
    expect((await person.browser.post("/auth/sign-out")).status).toBe(200);
  });

  it("leaves the person's other sessions alone", async () => {
    const person = await signUpPerson();
    const tenant = await makeTenant();
    const member = await joinAs(tenant, person, "member");
    await person.browser.post("/auth/sign-in/email", { email: person.email, password: person.password });
    const second = await person.token();
    const [kept, ended] = [await connect(tenant.path, member.token), await connect(tenant.path, second)];
    await person.browser.post("/auth/sign-out");
    expect((await ended.ended()).code).toBe(4401);
    expect((await member.get("/humans")).status).toBe(200);
    expect(kept.closed).toBeNull();
    kept.close(1000);
  });
});

describe("a socket that stays open", () => {
  it("goes on with a new access token, and closes with the session of that one", async () => {
    const person = await signUpPerson();
    const tenant = await makeTenant();
    const member = await joinAs(tenant, person, "member");
    const socket = await connect(tenant.path, member.token);
    await person.browser.post("/auth/sign-in/email", { email: person.email, password: person.password });
    socket.send({ type: "auth", token: await person.token() });
    socket.send({ type: "subscribe", id: "all", resource: "humans", query: {} });
    await socket.next("snapshot", "all");
    await person.browser.post("/auth/sign-out");
    expect((await socket.ended()).code).toBe(4401);
  });

  it("closes with a token that is none, is of somebody who is no member, or of an operator", async () => {
    const person = await signUpPerson();
    const stranger = await signUpPerson();
    const tenant = await makeTenant();
    const member = await joinAs(tenant, person, "member");
    for (const token of [`${member.token.slice(0, -2)}xx`, await stranger.token(), "x"]) {
      const socket = await connect(tenant.path, member.token);
      socket.send({ type: "auth", token });
      expect((await socket.ended()).code, token).toBe(4401);
    }
  });
});

describe("S8: while croft-auth is away", () => {
  const away = () => {
    throw new Error("croft-auth is away.");
  };

  it("good tokens are accepted for a minute, and then nobody's", async () => {
    const person = await signUpPerson();
    const tenant = await makeTenant();
    const member = await joinAs(tenant, person, "member");
    expect((await member.get("/humans")).status).toBe(200);
    vi.spyOn(env.AUTH, "endedSince").mockImplementation(away);
    vi.spyOn(env.AUTH, "jwks").mockImplementation(away);
    vi.spyOn(console, "error").mockImplementation(() => {});
    const start = Date.now();
    const clock = vi.spyOn(Date, "now");
    const verdictAt = async (ms: number) => {
      clock.mockImplementation(() => start + ms);
      return (await member.get("/humans")).verdict;
    };
    expect([await verdictAt(5_000), await verdictAt(30_000), await verdictAt(54_000)]).toEqual(["200", "200", "200"]);
    expect(await verdictAt(66_000)).toBe("503 UNAVAILABLE");
    // A browser's socket hears of it by its code, and comes back.
    const browser = await upgrade(`${tenant.path}/live`, {
      "sec-websocket-protocol": `croft.v1, croft.token.${member.token}`,
    });
    expect(browser instanceof TestSocket ? (await browser.ended()).code : browser.status).toBe(1012);
    // Keys do without croft-auth.
    expect((await tenant.owner.get("/humans")).status).toBe(200);
    expect((await new Caller(tenant.owner.token).get("/v1/me")).status).toBe(200);
  });

  it("many who wait for an answer that does not come are refused together, and nobody hangs", async () => {
    const person = await signUpPerson();
    const tenant = await makeTenant();
    const member = await joinAs(tenant, person, "member");
    const asked = vi.fn(() => new Promise(() => undefined));
    Reflect.set(env.AUTH, "endedSince", asked);
    vi.spyOn(console, "error").mockImplementation(() => {});
    const start = Date.now();
    vi.spyOn(Date, "now").mockImplementation(() => start + 120_000);
    const answers = await Promise.all(Array.from({ length: 20 }, () => member.get("/humans")));
    expect(new Set(answers.map(({ verdict }) => verdict))).toEqual(new Set(["503 UNAVAILABLE"]));
    Reflect.deleteProperty(env.AUTH, "endedSince");
    expect(asked).toHaveBeenCalledOnce();
  });
});
