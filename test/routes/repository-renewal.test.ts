import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { CLOSE } from "../../src/protocol/close-codes.ts";
import { signUpPerson, type TestPerson } from "../support/accounts.ts";
import { Caller, makeTenant, type TestTenant } from "../support/api.ts";
import { joinAs } from "../support/joined.ts";
import { keepRepository, restRepositories } from "../support/kept-repository.ts";
import { openSocket, type TestSocket } from "../support/live-socket.ts";

const HIDDEN = "/v1/repositories/renewal/hidden";
const OPEN = "/v1/repositories/renewal/open";
let red: TestTenant;
let blue: TestTenant;

beforeAll(async () => {
  [red, blue] = [await makeTenant(), await makeTenant()];
  const tenants = [red, blue].map(({ handle }) => ({ tenant: handle, visible: true }));
  await keepRepository({ owner: "renewal", name: "hidden", visibility: "private", tenants });
  await keepRepository({ owner: "renewal", name: "open" });
});
afterEach(() => vi.restoreAllMocks());
afterAll(restRepositories);

/** Somebody who belongs to these tenants, and their socket. */
async function looking(...tenants: readonly TestTenant[]): Promise<{ person: TestPerson; socket: TestSocket }> {
  const person = await signUpPerson();
  for (const tenant of tenants) await joinAs(tenant, person, "viewer");
  return { person, socket: await openSocket(HIDDEN, new Caller(await person.token())) };
}

/** Removes whoever joined last; the directory is not told before somebody else joins. */
async function removeNewest({ owner, stub }: TestTenant): Promise<void> {
  const { ids } = await owner.get("/members?sort=-createdAt&limit=1");
  expect((await owner.delete(`/members/${ids[0]}`)).status).toBe(200);
  const inAnHour = Date.now() + 3_600_000;
  await runInDurableObject(stub, (_, { storage }) => {
    storage.sql.exec("UPDATE jobs SET due_at = ? WHERE key = 'directory'", inAnHour);
  });
}

/** A socket goes on where a subscription is answered. */
async function expectGoesOn(socket: TestSocket): Promise<void> {
  socket.send({ type: "subscribe", id: "all", resource: "issues", query: {} });
  await socket.next("snapshot", "all");
  socket.close(1000);
}

describe("a socket of a private repository, with a person's next token", () => {
  it("goes on for a member", async () => {
    const { person, socket } = await looking(blue);
    socket.send({ type: "auth", token: await person.token() });
    await expectGoesOn(socket);
  });

  it("closes for a member who was removed, although the directory has not heard", async () => {
    const { person, socket } = await looking(blue);
    await removeNewest(blue);
    socket.send({ type: "auth", token: await person.token() });
    expect((await socket.ended()).code).toBe(CLOSE.FORBIDDEN);
  });

  it("goes on for who is removed from one of two tenants that see it", async () => {
    const { person, socket } = await looking(red, blue);
    await removeNewest(blue);
    socket.send({ type: "auth", token: await person.token() });
    await expectGoesOn(socket);
  });

  it("closes for a member of a tenant that is suspended", async () => {
    const suspended = await makeTenant();
    const path = "/v1/repositories/renewal/suspended";
    const tenants = [{ tenant: suspended.handle, visible: true }];
    await keepRepository({ owner: "renewal", name: "suspended", visibility: "private", tenants });
    const person = await signUpPerson();
    await joinAs(suspended, person, "viewer");
    const socket = await openSocket(path, new Caller(await person.token()));
    await suspended.operator.patch("", { status: "suspended" });
    socket.send({ type: "auth", token: await person.token() });
    expect((await socket.ended()).code).toBe(CLOSE.FORBIDDEN);
  });

  it("stays as it is where the tenant cannot say", async () => {
    const { person, socket } = await looking(blue);
    const token = await person.token();
    const getByName = env.TENANT.getByName.bind(env.TENANT);
    vi.spyOn(console, "warn").mockImplementation(() => {});
    vi.spyOn(env.TENANT, "getByName").mockImplementation((name) => {
      if (name === blue.handle) throw new Error("broken");
      return getByName(name);
    });
    socket.send({ type: "auth", token });
    expect(await socket.next("error")).toMatchObject({ error: { code: "UNAVAILABLE" } });
    await expectGoesOn(socket);
  });
});

it("goes on with the next token of somebody without a tenant where the repository is public", async () => {
  const person = await signUpPerson();
  const socket = await openSocket(OPEN, new Caller(await person.token()));
  socket.send({ type: "auth", token: await person.token() });
  await expectGoesOn(socket);
});
