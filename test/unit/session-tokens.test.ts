import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Session } from "../../src/client/session/session.ts";
import {
  quiet,
  refusal,
  ScriptedAccounts,
  scriptedSession,
  signedIn,
  subjectOf,
  watchedSession,
} from "../support/scripted-session.ts";

const MINUTE = 60_000;

describe("the tokens of a session", () => {
  it("are fetched when they are needed, and renewed before they end", async () => {
    const { session, accounts, clock } = scriptedSession({ accounts: signedIn() });
    const first = await session.tokens.get();
    await clock.pass(4 * MINUTE - 1);
    expect(await session.tokens.get()).toBe(first);
    await clock.pass(1);
    expect(await session.tokens.get()).not.toBe(first);
    expect(accounts.asked.map(({ path }) => path)).toEqual(["/token", "/token"]);
    expect(accounts.inits[0]).toMatchObject({ method: "POST", credentials: "include" });
  });

  it("are renewed after a sleep, in which one clock may stand still and the other be set back", async () => {
    const { session, accounts, clock } = scriptedSession({ accounts: signedIn() });
    const first = await session.tokens.get();
    clock.sleep(30 * MINUTE);
    const second = await session.tokens.get();
    clock.skew = 30 * MINUTE;
    const third = await session.tokens.get();
    clock.skew = -30 * MINUTE;
    clock.sleep(30 * MINUTE);
    const fourth = await session.tokens.get();
    expect(new Set([first, second, third, fourth]).size).toBe(4);
    expect(accounts.count("/token")).toBe(4);
  });

  it("are an operator's where that is asked for", async () => {
    const { session, accounts } = scriptedSession({ accounts: signedIn(), role: "operator" });
    await session.tokens.get();
    accounts.instead.set("/token", () => refusal(403, "FORBIDDEN"));
    session.tokens.refuse();
    await expect(session.tokens.get()).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect(accounts.asked).toEqual([
      { path: "/token", body: { role: "operator" } },
      { path: "/token", body: { role: "operator" } },
    ]);
  });

  it("end when the session has ended: it is signed out, and the service is not asked again and again", async () => {
    const { session, accounts, clock, states } = await watchedSession({ accounts: signedIn() });
    await session.tokens.get();
    accounts.holder = null;
    await clock.pass(5 * MINUTE);
    await expect(session.tokens.get()).rejects.toMatchObject({ code: "UNAUTHENTICATED", retryable: false });
    await quiet();
    expect(states).toEqual(["usr_ada", "signed-out"]);
    await expect(session.tokens.get()).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
    expect(accounts.count("/token")).toBe(2);
  });

  it("of somebody else are found out, and given to nobody who began before", async () => {
    const { session, accounts, clock, states } = await watchedSession({ accounts: signedIn() });
    await session.tokens.get();
    accounts.holder = "usr_bob";
    await clock.pass(5 * MINUTE);
    await session.tokens.get();
    await quiet();
    expect(states).toEqual(["usr_ada", "usr_bob"]);
    expect(session.tokens.holder).toBe(1);
    expect(subjectOf(await session.tokens.get())).toBe("usr_bob");
  });
});

describe("tabs", () => {
  /** Stands for the window of a page. */
  let page = new EventTarget();
  beforeEach(() => {
    page = new EventTarget();
    vi.stubGlobal("navigator", { onLine: true });
    vi.stubGlobal("addEventListener", page.addEventListener.bind(page));
    vi.stubGlobal("removeEventListener", page.removeEventListener.bind(page));
  });
  const opened: Session[] = [];
  afterEach(() => {
    for (const session of opened.splice(0)) session.close();
    vi.unstubAllGlobals();
  });

  /** A tab, closed at the end of the test. */
  async function openTab(accounts: ScriptedAccounts) {
    const tab = await watchedSession({ accounts });
    opened.push(tab.session);
    return tab;
  }

  it("agree on who is signed in, and each asks the service itself", async () => {
    const accounts = new ScriptedAccounts();
    const [one, other] = [await openTab(accounts), await openTab(accounts)];
    await one.session.signIn({ email: "ada@croft.test", password: "secret secret" });
    await vi.waitFor(() => expect(other.states).toEqual(["signed-out", "usr_ada"]));
    await other.session.signOut();
    await vi.waitFor(() => expect(one.states).toEqual(["signed-out", "usr_ada", "signed-out"]));
    await quiet();
    expect(accounts.count("/get-session")).toBeLessThanOrEqual(4);
  });

  it("take nothing for true that the service does not confirm", async () => {
    const accounts = signedIn();
    const { session } = await openTab(accounts);
    const channel = new BroadcastChannel("croft session https://croft.test");
    const before = accounts.count("/get-session");
    channel.postMessage({ holder: "usr_eve" });
    await vi.waitFor(() => expect(accounts.count("/get-session")).toBe(before + 1));
    channel.close();
    await quiet();
    expect(session.state.value).toMatchObject({ person: { id: "usr_ada" } });
  });

  it("ask again when the page comes back, at most every five seconds", async () => {
    const { accounts, clock, states } = await openTab(signedIn());
    accounts.holder = null;
    page.dispatchEvent(new Event("pageshow"));
    await quiet();
    expect(states).toEqual(["usr_ada"]);
    clock.sleep(5_000);
    for (let time = 0; time < 20; time += 1) page.dispatchEvent(new Event("online"));
    await quiet();
    expect(states).toEqual(["usr_ada", "signed-out"]);
    expect(accounts.count("/get-session")).toBe(2);
  });
});
