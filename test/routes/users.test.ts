import { beforeAll, describe, expect, it } from "vitest";
import { signUpPerson, type TestPerson } from "../support/accounts.ts";
import { Caller, makeTenant, operator } from "../support/api.ts";
import { joinAs } from "../support/joined.ts";
import { TestSocket, upgrade } from "../support/live-socket.ts";

let ada: TestPerson;
let grace: TestPerson;
let asAda: Caller;
beforeAll(async () => {
  [ada, grace] = [await signUpPerson(undefined, "Ada Lovelace"), await signUpPerson(undefined, "Grace Hopper")];
  asAda = new Caller(await ada.token());
});

describe("/v1/users", () => {
  it("shows operators the people, a page at a time, by part of name or address", async () => {
    const listed = await operator.get("/v1/users?limit=200");
    expect(listed.ids).toEqual(expect.arrayContaining([ada.id, grace.id]));
    expect(listed.text).not.toMatch(/password|secret|token|hash/i);
    expect((await operator.get(`/v1/users?q=${encodeURIComponent(grace.email.toUpperCase())}`)).ids).toEqual([
      grace.id,
    ]);
    const seen: string[] = [];
    for (let cursor: string | null = ""; cursor !== null; ) {
      const page = await operator.get(`/v1/users?limit=1${cursor && `&cursor=${cursor}`}`);
      seen.push(...page.ids);
      cursor = page.cursor;
    }
    expect(seen).toEqual(listed.ids);
    expect((await operator.get(`/v1/users/${ada.id}`)).record).toMatchObject({
      id: ada.id,
      email: ada.email,
      status: "active",
    });
  });

  it.each(["limit=0", "limit=201", "limit=x", "q=a&q=b", "sort=name", "role=x", `q=${"x".repeat(201)}`])(
    "refuses the parameter %s",
    async (parameter) => {
      expect((await operator.get(`/v1/users?${parameter}`)).verdict).toBe("400 BAD_REQUEST");
    },
  );

  it("refuses cursors that are none, or of another query", async () => {
    const { cursor } = await operator.get("/v1/users?limit=1");
    for (const path of [`/v1/users?q=a&cursor=${cursor}`, "/v1/users?cursor=garbage", "/v1/users?cursor="])
      expect((await operator.get(path)).verdict).toBe("400 INVALID_CURSOR");
  });

  it("is there for nobody that is not", async () => {
    for (const id of ["usr_01KAJ5Q9ZK3M8W2X4Y7T1B0CND", "usr_1", "constructor", "..%2fx", `${ada.id}x`]) {
      expect((await operator.get(`/v1/users/${id}`)).verdict).toBe("404 NOT_FOUND");
      expect((await operator.patch(`/v1/users/${id}`, { status: "suspended" })).verdict).toBe("404 NOT_FOUND");
    }
  });

  it("is not for people and keys", async () => {
    const { owner } = await makeTenant();
    for (const caller of [asAda, owner.at("")])
      for (const [method, path, body] of [
        ["GET", "/v1/users", undefined],
        ["GET", `/v1/users/${ada.id}`, undefined],
        ["PATCH", `/v1/users/${ada.id}`, { operator: true }],
      ] as const)
        expect((await caller.send(method, path, { body })).verdict).toBe("403 FORBIDDEN");
  });

  it.each<[object | unknown[], string[]]>([
    [{ status: "gone" }, ["status"]],
    [{ operator: "yes" }, ["operator"]],
    [{ email: "x@example.com" }, ["email"]],
    [{ id: "usr_1" }, ["id"]],
    [[], ["body"]],
  ])("refuses to write %j", async (body, fields) => {
    const answer = await operator.patch(`/v1/users/${ada.id}`, body);
    expect([answer.verdict, answer.faults]).toEqual(["422 VALIDATION_ERROR", fields]);
  });

  it("ends nobody's session where nothing is changed", async () => {
    const person = await signUpPerson();
    const caller = new Caller(await person.token());
    expect((await operator.patch(`/v1/users/${person.id}`, {})).record.id).toBe(person.id);
    expect((await caller.get("/v1/me")).status).toBe(200);
    expect(await person.token()).toBeTruthy();
  });

  it("class 10: suspends somebody at once: tokens, sockets, and the way back in", async () => {
    const person = await signUpPerson();
    const tenant = await makeTenant();
    const member = await joinAs(tenant, person, "member");
    const socket = await upgrade(`${tenant.path}/live`, { authorization: `Bearer ${member.token}` });
    if (!(socket instanceof TestSocket)) throw new Error(await socket.text());
    await socket.next("welcome");
    expect((await operator.patch(`/v1/users/${person.id}`, { status: "suspended" })).record.status).toBe("suspended");
    expect((await socket.ended()).code).toBe(4401);
    expect((await member.get("/humans")).verdict).toBe("401 UNAUTHENTICATED");
    await expect
      .poll(async () => (await member.at("").get("/v1/me")).verdict, { timeout: 10_000 })
      .toBe("401 UNAUTHENTICATED");
    expect((await person.browser.post("/auth/token")).status).toBe(401);
    await operator.patch(`/v1/users/${person.id}`, { status: "active" });
    expect((await member.get("/humans")).verdict).toBe("401 UNAUTHENTICATED");
  });

  it("makes somebody an operator, who acts as one with a token of their own, until they are none", async () => {
    const person = await signUpPerson(undefined, "Above");
    await operator.patch(`/v1/users/${person.id}`, { operator: true });
    await person.browser.post("/auth/sign-in/email", { email: person.email, password: person.password });
    const above = new Caller(await person.token("operator"));
    const { record } = await above.get("/v1/me");
    expect(record).toEqual({
      kind: "operator",
      id: person.id,
      email: person.email,
      name: "Above",
      role: null,
      tenants: [],
    });
    expect((await above.get("/v1/users")).status).toBe(200);
    expect((await above.post("/v1/tenants", { tenant: "from-above", name: "X", plan: "pro" })).verdict).toBe("201");
    expect((await above.get("/v1/tenants/from-above")).status).toBe(200);
    expect((await above.get("/v1/tenants/from-above/humans")).verdict).toBe("403 FORBIDDEN");
    // The same person without that role is a person like others.
    const plain = new Caller(await person.token());
    expect((await plain.get("/v1/users")).verdict).toBe("403 FORBIDDEN");
    expect((await plain.get("/v1/tenants/from-above")).verdict).toBe("404 NOT_FOUND");
    await operator.patch(`/v1/users/${person.id}`, { operator: false });
    await expect
      .poll(async () => (await above.get("/v1/users")).verdict, { timeout: 10_000 })
      .toBe("401 UNAUTHENTICATED");
  });
});
