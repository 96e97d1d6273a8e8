import { describe, expect, it } from "vitest";
import { CroftError } from "../../src/client/croft.ts";
import { SessionError } from "../../src/client/session/session.ts";
import {
  NOBODY,
  personOf,
  quiet,
  refusal,
  scriptedSession,
  signedIn,
  watchedSession,
} from "../support/scripted-session.ts";
import { answering } from "../support/scripted-socket.ts";

const MINUTE = 60_000;

describe("the state of a session", () => {
  it("is unknown, and nothing is sent, until somebody asks", async () => {
    const { session, accounts } = scriptedSession();
    await quiet();
    expect([session.state.value, accounts.asked]).toEqual([{ status: "unknown" }, []]);
  });

  it("is what the service says, asked once for all who watch, with the cookie", async () => {
    const { session, accounts, states } = await watchedSession({ accounts: signedIn() });
    session.state.subscribe(() => {});
    expect(await session.ready()).toEqual({ status: "signed-in", person: personOf("usr_ada") });
    expect(states).toEqual(["usr_ada"]);
    expect(accounts.asked).toEqual([{ path: "/get-session", body: undefined }]);
    expect(accounts.inits[0]).toMatchObject({ method: "GET", credentials: "include", cache: "no-store" });
    expect(await watchedSession()).toMatchObject({ states: ["signed-out"] });
  });

  it("stays unknown while the network is away, and is asked for again, with growing waits", async () => {
    const { session, accounts, clock, states } = await (async () => {
      const accounts = signedIn();
      accounts.reachable = false;
      return watchedSession({ accounts });
    })();
    clock.chance = 1;
    await clock.pass(10 * MINUTE);
    expect(session.state.value.status).toBe("unknown");
    expect(accounts.asked.length).toBeGreaterThan(15);
    expect(accounts.asked.length).toBeLessThan(40);
    accounts.reachable = true;
    await clock.pass(MINUTE);
    expect(states).toEqual(["usr_ada"]);
    expect(clock.waiting).toBe(0);
  });

  it("stays as it is when the network goes, and when the service is down", async () => {
    const { session, accounts, states } = await watchedSession({ accounts: signedIn() });
    accounts.reachable = false;
    await expect(session.refresh()).rejects.toMatchObject({ code: "NETWORK", retryable: true });
    accounts.reachable = true;
    accounts.instead.set("/get-session", () => new Response("<h1>Bad gateway</h1>", { status: 502 }));
    await expect(session.refresh()).rejects.toMatchObject({ code: "BAD_ANSWER", retryable: true });
    accounts.instead.set("/token", () => refusal(503, "UNAVAILABLE"));
    await expect(session.tokens.get()).rejects.toMatchObject({ code: "UNAVAILABLE" });
    expect(states).toEqual(["usr_ada"]);
  });

  it("is not overwritten by the answer to a question that is older than a sign-in", async () => {
    const { session, accounts, states } = await watchedSession();
    let answer: (response: Response) => void = () => {};
    accounts.instead.set("/get-session", () => new Promise((done) => (answer = done)));
    const asked = session.refresh();
    await session.signIn({ email: "a@croft.test", password: "secret secret" });
    answer(NOBODY());
    expect(await asked).toMatchObject({ status: "signed-in" });
    expect(states).toEqual(["signed-out", "usr_ada"]);
  });

  it("is the same object until it changes", async () => {
    const { session } = await watchedSession({ accounts: signedIn() });
    const before = session.state.value;
    await session.refresh();
    expect(session.state.value).toBe(before);
  });

  it("is waited for until a signal ends the wait", async () => {
    const { session, accounts } = scriptedSession();
    accounts.reachable = false;
    const got = session.ready(AbortSignal.abort("enough"));
    await expect(got).rejects.toMatchObject({ code: "ABORTED" });
  });
});

describe("signing in", () => {
  it("sends the password once, and shows the person", async () => {
    const { session, accounts, states } = await watchedSession();
    const signIn = await session.signIn({ email: "ada@croft.test", password: "secret secret", rememberMe: false });
    expect(signIn).toEqual({ status: "signed-in", person: personOf("usr_ada") });
    await quiet();
    expect(states).toEqual(["signed-out", "usr_ada"]);
    expect(accounts.asked.slice(1)).toEqual([
      { path: "/sign-in/email", body: { email: "ada@croft.test", password: "secret secret", rememberMe: false } },
    ]);
  });

  it("is refused with the contract's code and Better Auth's reason, and is not repeated", async () => {
    const { session, accounts } = await watchedSession();
    accounts.instead.set("/sign-in/email", () => refusal(401, "UNAUTHENTICATED", "INVALID_EMAIL_OR_PASSWORD"));
    const error = await session.signIn({ email: "a@croft.test", password: "b" }).catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(SessionError);
    expect(error).toBeInstanceOf(CroftError);
    expect(error).toMatchObject({
      code: "UNAUTHENTICATED",
      reason: "INVALID_EMAIL_OR_PASSWORD",
      status: 401,
      requestId: "r-1",
    });
    accounts.reachable = false;
    await expect(session.signIn({ email: "a@croft.test", password: "b" })).rejects.toMatchObject({ code: "NETWORK" });
    expect(accounts.count("/sign-in/email")).toBe(2);
  });

  it("waits for a second factor, which alone opens something", async () => {
    const { session, accounts, states } = await watchedSession();
    accounts.instead.set("/sign-in/email", () =>
      answering(200, { twoFactorRedirect: true, twoFactorMethods: ["totp"] }),
    );
    expect(await session.signIn({ email: "a@croft.test", password: "b" })).toEqual({
      status: "second-factor",
      methods: ["totp"],
    });
    await quiet();
    expect(states).toEqual(["signed-out"]);
    await expect(session.tokens.get()).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
    const entered = () => answering(200, { token: "x", user: personOf("usr_ada") });
    accounts.instead.set("/two-factor/verify-totp", entered);
    accounts.instead.set("/two-factor/verify-backup-code", entered);
    await session.secondFactor({ totp: "123456" });
    await quiet();
    expect(states).toEqual(["signed-out", "usr_ada"]);
    await session.secondFactor({ backupCode: "abcde-fghij" });
    expect(accounts.asked.slice(-2)).toEqual([
      { path: "/two-factor/verify-totp", body: { code: "123456" } },
      { path: "/two-factor/verify-backup-code", body: { code: "abcde-fghij" } },
    ]);
  });

  it("with a provider is an address to go to", async () => {
    const { session, accounts } = scriptedSession();
    accounts.instead.set("/sign-in/social", () =>
      answering(200, { url: "https://accounts.test/?state=1", redirect: false }),
    );
    const address = await session.startSignIn("google", { returnTo: "https://app.test/after" });
    expect(address).toBe("https://accounts.test/?state=1");
    const callbackURL = "https://app.test/after";
    const body = { provider: "google", callbackURL, errorCallbackURL: callbackURL, disableRedirect: true };
    expect(accounts.asked).toEqual([{ path: "/sign-in/social", body }]);
    accounts.instead.set("/sign-in/social", () => answering(200, { redirect: true }));
    await expect(session.startSignIn("google")).rejects.toMatchObject({ code: "BAD_ANSWER" });
  });

  it("by mail asks for what there is to ask", async () => {
    const { session, accounts } = scriptedSession();
    const returnTo = "https://app.test/";
    await session.signUp({ name: "Ada", email: "ada@croft.test", password: "secret secret", returnTo });
    await session.sendVerification("ada@croft.test", { returnTo });
    await session.requestPasswordReset("ada@croft.test", { returnTo });
    await session.resetPassword({ token: "t", password: "another secret" });
    await session.call("POST", "/change-password", { currentPassword: "a", newPassword: "b" });
    await session.call("GET", "/list-sessions");
    expect(accounts.asked).toEqual([
      {
        path: "/sign-up/email",
        body: { name: "Ada", email: "ada@croft.test", password: "secret secret", callbackURL: returnTo },
      },
      { path: "/send-verification-email", body: { email: "ada@croft.test", callbackURL: returnTo } },
      { path: "/request-password-reset", body: { email: "ada@croft.test", redirectTo: returnTo } },
      { path: "/reset-password", body: { token: "t", newPassword: "another secret" } },
      { path: "/change-password", body: { currentPassword: "a", newPassword: "b" } },
      { path: "/list-sessions", body: undefined },
    ]);
  });
});
