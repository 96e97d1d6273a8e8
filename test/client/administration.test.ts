/** Tenants' own affairs, and operators', in the client against a server. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { administrationOf, callerOf } from "../../src/client/administration/administration.ts";
import { type Croft, createCroft } from "../../src/client/croft.ts";
import { operatorsOf } from "../../src/client/operators/operators.ts";
import { createSession, type PersonCalls, type Session } from "../../src/client/session/session.ts";
import { linkTo } from "../support/local-mail.ts";
import { openNodeBrowser } from "../support/node-browser.ts";
import { createTenant } from "../support/operator.ts";
import { startServer, type TestServer } from "../support/server.ts";

type Client = Croft<Record<never, never>>;

let server: TestServer;
let operator: Client;
beforeAll(async () => {
  server = await startServer();
  operator = connect(server.operatorToken);
});
afterAll(() => server?.stop());

function connect(token: string): Client {
  return createCroft({ url: server.url, token, webSocket: WebSocket });
}

/** A tenant of its own, as its owner's key reaches it. */
async function madeTenant() {
  const { tenant: handle, key } = await createTenant(server);
  const croft = connect(key);
  const tenant = croft.tenant(handle);
  return { handle, croft, tenant, administration: administrationOf(tenant) };
}

let people = 0;
const PASSWORD = "correct horse battery";

/** Somebody who is signed in. @param role of the session. */
async function signedIn(): Promise<{
  readonly email: string;
  readonly session: Session;
  readonly croft: Client & PersonCalls;
  readonly asOperator: () => Client;
}> {
  people += 1;
  const { fetch: own } = openNodeBrowser(server.url);
  const session = createSession({ url: server.url, fetch: own });
  const account = { name: "Ada", email: `ada-${people}@example.com`, password: PASSWORD };
  await session.signUp(account);
  await fetch(await linkTo(server.url, account.email, "/auth/verify-email"));
  await session.signIn(account);
  const asOperator = () =>
    createCroft({ url: server.url, session: createSession({ url: server.url, fetch: own, role: "operator" }) });
  return { email: account.email, session, croft: createCroft({ url: server.url, session }), asOperator };
}

describe("the affairs of a tenant", () => {
  it("are shown with its size and limits; it is renamed, and erased", async () => {
    const { handle, tenant, administration } = await madeTenant();
    const shown = await administration.get();
    expect(shown).toMatchObject({ tenant: handle, status: "active", limits: { reads: { window: 60 } } });
    expect([shown.bytes > 0, shown.limits.storageBytes > shown.bytes]).toEqual([true, true]);
    expect(await administration.rename("Other")).toMatchObject({ name: "Other" });
    expect((await administration.get()).name).toBe("Other");
    expect(await administration.erase()).toMatchObject({ tenant: handle });
    await expect(tenant.resource("leads").list()).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("are keys: made, shown once, changed, rotated and revoked", async () => {
    const { handle, tenant, administration } = await madeTenant();
    const made = await administration.createKey({ name: "Website", role: "member", resources: ["leads"] });
    expect(made).toMatchObject({ name: "Website", resources: ["leads"], key: expect.stringMatching(/^croft_/) });
    const leads = (key: string) => connect(key).tenant(handle).resource("leads");
    expect((await leads(made.key).list()).data).toEqual([]);
    const listed = await tenant.resource("api-keys").get(made.id);
    expect(listed).not.toHaveProperty("key");
    expect(await administration.updateKey(made.id, { readOnly: true }, { ifMatch: made.version })).toMatchObject({
      readOnly: true,
    });
    await expect(leads(made.key).create({ title: "Roof" })).rejects.toMatchObject({ code: "FORBIDDEN" });
    const rotated = await administration.rotateKey(made.id);
    expect(rotated.key).not.toBe(made.key);
    expect((await leads(rotated.key).list()).data).toEqual([]);
    expect(await administration.revokeKey(made.id)).toMatchObject({ id: made.id });
    await expect(leads(rotated.key).list()).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
  });

  it("are people: invited, given another role, and shown out", async () => {
    const { handle, tenant, administration } = await madeTenant();
    const ada = await signedIn();
    const dropped = await administration.invite({ email: "nobody@example.com", role: "viewer" });
    expect(await administration.revokeInvitation(dropped.id)).toMatchObject({ id: dropped.id });
    const invitation = await administration.invite({ email: ada.email, role: "viewer" });
    expect(invitation).toMatchObject({ email: ada.email, role: "viewer", acceptedAt: null });
    const link = await linkTo(server.url, ada.email, "/invitations/");
    const { member } = await ada.croft.acceptInvitation(new URL(link).pathname.split("/").at(-1) ?? "");
    const leads = ada.croft.tenant(handle).resource("leads");
    await expect(leads.create({ title: "Roof" })).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect(await administration.setRole(member.id, "member")).toMatchObject({ email: ada.email, role: "member" });
    expect((await leads.create({ title: "Roof" })).record).toMatchObject({ title: "Roof" });
    expect((await tenant.resource("members").list()).data).toHaveLength(1);
    expect(await administration.removeMember(member.id)).toMatchObject({ id: member.id });
    await expect(leads.list()).rejects.toMatchObject({ code: "NOT_FOUND" });
    ada.session.close();
  });

  it("are nobody's who has another client's tenant alone by name", () => {
    expect(() => administrationOf({ tenant: "acme" })).toThrow(TypeError);
  });
});

describe("who is calling", () => {
  it("is told to a key, with its tenant, and what is found in it", async () => {
    const { handle, croft, tenant } = await madeTenant();
    const caller = callerOf(croft);
    expect(await caller.me()).toMatchObject({
      kind: "key",
      role: "owner",
      tenants: [{ tenant: handle, role: "owner" }],
    });
    expect((await caller.tenants()).data).toMatchObject([{ tenant: handle, status: "active" }]);
    const { record } = await tenant.resource("humans").create({ lastName: "Quicksilver" });
    const found = async () => (await caller.search("quicksilver")).data;
    await expect.poll(found).toMatchObject([{ tenant: handle, resource: "humans", id: record.id }]);
  });

  it("is told to a person and to an operator", async () => {
    const ada = await signedIn();
    expect(await callerOf(ada.croft).me()).toMatchObject({ kind: "user", email: ada.email, role: null, tenants: [] });
    expect(await callerOf(operator).me()).toMatchObject({ kind: "operator", tenants: [] });
    ada.session.close();
  });
});

describe("operators", () => {
  it("see all tenants, make them, suspend them, let somebody in again, and erase them", async () => {
    const { tenants, tenant } = operatorsOf(operator);
    const made = await tenants.create({ tenant: "operated", name: "Operated", plan: "pro" });
    expect(made).toMatchObject({ plan: "pro", apiKey: { key: expect.stringMatching(/^croft_operated_/) } });
    await expect(tenants.create({ tenant: "operated", name: "Again" })).rejects.toMatchObject({ code: "CONFLICT" });
    expect((await tenants.list({ q: "operated" })).data).toMatchObject([{ tenant: "operated", records: 0 }]);
    const page = await tenants.list({ sort: "-createdAt", limit: 1 });
    expect([page.data[0]?.tenant, page.hasMore]).toEqual(["operated", true]);
    expect((await page.next())?.data).toHaveLength(1);
    const operated = tenant("operated");
    expect(await operated.update({ status: "suspended", plan: "free" })).toMatchObject({ status: "suspended" });
    const leads = connect(made.apiKey.key).tenant("operated").resource("leads");
    await expect(leads.list()).rejects.toMatchObject({ code: "FORBIDDEN" });
    await operated.update({ status: "active" });
    expect((await leads.list()).data).toEqual([]);
    expect(await operated.get()).toMatchObject({ plan: "free", projectionLag: expect.any(Number) });
    expect(await operated.rebuildDirectory()).toEqual({ status: "queued" });
    const { id } = await operated.invite({ email: "owner@example.com", role: "owner" });
    expect(await operated.revokeInvitation(id)).toMatchObject({ id });
    expect(await operated.erase()).toMatchObject({ tenant: "operated" });
    expect((await tenants.list({ q: "operated" })).data).toEqual([]);
  });

  it("search all tenants, and read no records", async () => {
    const { handle, tenant } = await madeTenant();
    await tenant.resource("humans").create({ lastName: "Wolfram" });
    const found = async () => (await operatorsOf(operator).search("wolfram", { limit: 5 })).data;
    await expect.poll(found).toMatchObject([{ tenant: handle, title: "Wolfram" }]);
    await expect(operator.tenant(handle).resource("humans").list()).rejects.toMatchObject({ code: "FORBIDDEN" });
  });

  it("are people, too: made operators and suspended by others", async () => {
    const ada = await signedIn();
    const { users } = operatorsOf(operator);
    const [listed] = (await users.list({ q: ada.email })).data;
    expect(listed).toMatchObject({ email: ada.email, emailVerified: true, operator: false, status: "active" });
    const id = listed?.id ?? "";
    await expect(operatorsOf(ada.croft).users.list()).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect(await users.update(id, { operator: true })).toMatchObject({ operator: true });
    await ada.session.signIn({ email: ada.email, password: PASSWORD });
    expect(await operatorsOf(ada.asOperator()).users.get(id)).toMatchObject({ id, operator: true });
    expect(await users.update(id, { status: "suspended" })).toMatchObject({ status: "suspended" });
    await expect(users.get("usr_nobody")).rejects.toMatchObject({ code: "NOT_FOUND" });
    ada.session.close();
  });

  it("see how GitHub's budgets stand", async () => {
    const { budgets } = operatorsOf(operator);
    expect((await budgets.list()).data).toMatchObject([{ credential: "anonymous", present: true, hour: null }]);
    expect(await budgets.get("tenant:acme")).toMatchObject({ credential: "tenant:acme", present: false });
    await expect(budgets.get("acme")).rejects.toMatchObject({ code: "BAD_REQUEST" });
    const { croft } = await madeTenant();
    await expect(operatorsOf(croft).budgets.list()).rejects.toMatchObject({ code: "FORBIDDEN" });
  });
});
