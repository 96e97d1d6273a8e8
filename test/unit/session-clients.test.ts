import { describe, expect, it } from "vitest";
import { clientOf, quiet, signedIn, subjectOf, watchedSession } from "../support/scripted-session.ts";
import { answering } from "../support/scripted-socket.ts";

describe("clients of a session", () => {
  const roof = () => answering(200, { data: { id: "lead_1" }, meta: { seq: 1 } });

  /** A client that follows its leads as Ada and is live at 5, with one lead. */
  async function following() {
    const scripted = await watchedSession({ accounts: signedIn() });
    const calls: RequestInit[] = [];
    const { croft, sockets } = clientOf(scripted.session, (_, init) => {
      calls.push(init);
      return roof();
    });
    const acme = croft.tenant("acme");
    const leads = acme.leads.live();
    leads.subscribe(() => {});
    await quiet();
    const [socket] = sockets;
    socket?.open();
    socket?.welcome(5);
    socket?.say({ type: "snapshot", id: socket.last, seq: 5, data: [{ id: "lead_1", version: 1 }] });
    await quiet();
    expect(leads.value).toMatchObject({ status: "live", data: [{ id: "lead_1" }] });
    return { ...scripted, croft, acme, leads, sockets, calls };
  }

  it("call and connect as whoever is signed in", async () => {
    const { acme, sockets, calls } = await following();
    await acme.leads.get("lead_1");
    expect(subjectOf(String(new Headers(calls[0]?.headers).get("authorization")))).toBe("usr_ada");
    expect(subjectOf(sockets[0]?.protocols[1])).toBe("usr_ada");
  });

  it("close their sockets and show nothing any more when the session is signed out", async () => {
    const { session, acme, leads, sockets, accounts } = await following();
    await session.signOut();
    expect(sockets.map(({ closed }) => closed)).toEqual([true]);
    await quiet();
    expect(acme.connection.value).toMatchObject({ status: "closed", reason: { code: "UNAUTHENTICATED" } });
    expect(leads.value).toMatchObject({ status: "failed", data: [], error: { code: "UNAUTHENTICATED" } });
    await expect(acme.leads.get("lead_1")).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
    expect(accounts.count("/token")).toBe(1);
  });

  it("go on by themselves, from the beginning, when somebody signs in again", async () => {
    const { session, accounts, acme, leads, sockets } = await following();
    await session.signOut();
    await quiet();
    accounts.holder = "usr_bob";
    await session.signIn({ email: "bob@croft.test", password: "secret secret" });
    await quiet();
    expect(subjectOf(sockets[1]?.protocols[1])).toBe("usr_bob");
    sockets[1]?.open();
    sockets[1]?.welcome(9);
    expect(leads.value).toMatchObject({ status: "loading", data: [] });
    expect(sockets[1]?.said("subscribe")).toEqual([expect.not.objectContaining({ since: expect.anything() })]);
    expect(acme.connection.value.status).toBe("catching-up");
  });

  it("sign in for the calls that nobody was there for", async () => {
    const { session } = await watchedSession();
    const { croft, sockets } = clientOf(session, roof);
    const leads = croft.tenant("acme").leads.live();
    leads.subscribe(() => {});
    await quiet();
    expect([leads.value.status, sockets.length]).toEqual(["failed", 0]);
    await session.signIn({ email: "ada@croft.test", password: "secret secret" });
    await quiet();
    expect([leads.value.status, sockets.length]).toEqual(["loading", 1]);
  });

  it("make no write of one person as another", async () => {
    const { session, accounts, acme, leads, calls, sockets } = await following();
    sockets[0]?.end(1006);
    await quiet();
    expect(acme.connection.value.status).toBe("offline");
    const made = acme.leads.create({ title: "Roof" }, { optimistic: true }).catch((error: unknown) => error);
    await quiet();
    expect(leads.value.data).toHaveLength(2);
    accounts.holder = "usr_bob";
    await session.refresh();
    await quiet();
    expect(await made).toMatchObject({ code: "ABORTED" });
    expect(leads.value.data).toEqual([]);
    expect(calls).toEqual([]);
  });

  it("repeat no call of one person as another", async () => {
    const { session, accounts } = await watchedSession({ accounts: signedIn() });
    const tried: unknown[] = [];
    const { croft } = clientOf(session, (_, init) => {
      tried.push(subjectOf(String(new Headers(init.headers).get("authorization"))));
      return answering(503, { error: { code: "UNAVAILABLE", message: "No." } }, { "retry-after": "0" });
    });
    const made = croft
      .tenant("acme")
      .leads.create({ title: "Roof" })
      .catch((error: unknown) => error);
    await quiet();
    accounts.holder = "usr_bob";
    await session.refresh();
    expect(await made).toMatchObject({ code: "ABORTED" });
    expect(new Set(tried)).toEqual(new Set(["usr_ada"]));
  });

  it("make a sign-out fail that did not arrive, and go on", async () => {
    const { session, accounts, leads, sockets } = await following();
    accounts.reachable = false;
    await expect(session.signOut()).rejects.toMatchObject({ code: "NETWORK" });
    await quiet();
    expect([session.state.value.status, leads.value.status, sockets[0]?.closed]).toEqual(["signed-in", "live", false]);
  });

  it("tell who they are, make tenants, and accept invitations", async () => {
    const { session } = await watchedSession({ accounts: signedIn() });
    const asked: unknown[] = [];
    const { croft } = clientOf(session, (url, { method, body }) => {
      asked.push([method, url.slice("https://croft.test".length), body]);
      const isList = method === "GET" && url.includes("/v1/tenants");
      const pagination = { limit: 1, nextCursor: "c2", hasMore: true };
      return answering(200, {
        data: isList ? [{ tenant: "acme" }] : { id: "usr_ada" },
        meta: isList ? { pagination } : {},
      });
    });
    expect(await croft.me()).toEqual({ id: "usr_ada" });
    expect(await croft.tenants({ q: "ac", limit: 1 })).toEqual({ data: [{ tenant: "acme" }], nextCursor: "c2" });
    await croft.createTenant({ tenant: "acme", name: "Acme" });
    await croft.acceptInvitation("croftinv_a/b");
    expect(asked).toEqual([
      ["GET", "/v1/me", undefined],
      ["GET", "/v1/tenants?q=ac&limit=1", undefined],
      ["POST", "/v1/tenants", '{"tenant":"acme","name":"Acme"}'],
      ["POST", "/v1/invitations/croftinv_a%2Fb/accept", undefined],
    ]);
  });
});
