import { listDurableObjectIds } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { READER_HEADER } from "../../src/auth/reader.ts";
import { CLOSE } from "../../src/protocol/close-codes.ts";
import { signUpPerson, type TestPerson } from "../support/accounts.ts";
import type { Answer } from "../support/answer.ts";
import { Caller, makeTenant, operator, send, type TestTenant } from "../support/api.ts";
import { joinAs } from "../support/joined.ts";
import { keepRepository, restRepositories } from "../support/kept-repository.ts";
import { TestSocket, upgrade } from "../support/live-socket.ts";

const OPEN = "/v1/repositories/octo/open";
const HIDDEN = "/v1/repositories/octo/hidden";
let red: TestTenant;
let blue: TestTenant;
let ada: TestPerson;
let stranger: Caller;

beforeAll(async () => {
  [red, blue, ada] = [await makeTenant(), await makeTenant(), await signUpPerson()];
  stranger = new Caller(await (await signUpPerson()).token());
  await joinAs(blue, ada, "viewer");
  await keepRepository({
    owner: "octo",
    name: "open",
    tenants: [{ tenant: red.handle, visible: false }],
    former: [{ owner: "octo", name: "opened" }],
  });
  await keepRepository({
    owner: "octo",
    name: "hidden",
    visibility: "private",
    tenants: [
      { tenant: red.handle, visible: false },
      { tenant: blue.handle, visible: true },
    ],
    former: [{ owner: "octo", name: "hid" }],
  });
});

afterAll(restRepositories);

const get = (caller: Caller, path: string, headers?: Record<string, string>) => caller.at("").get(path, headers);
/** An answer without what tells one request from the next. */
const alike = ({ status, error, headers }: Answer) => ({
  status,
  error: { ...error, requestId: "" },
  headers: [...headers.keys()],
});

describe("GET /v1/repositories/{owner}/{name}", () => {
  it.each(["", "/issues", "/pulls?limit=1", "/streams", "/issues/aggregate?count=true", "/changes", "/search?q=a"])(
    "shows everybody with a credential a public repository%s",
    async (rest) => {
      for (const caller of [red.owner, blue.owner, stranger, operator])
        expect((await get(caller, OPEN + rest)).verdict).toBe("200");
      expect((await send("GET", OPEN + rest)).verdict).toBe("401 UNAUTHENTICATED");
    },
  );

  it("is served in any case of letters, with its version and the limits of the key", async () => {
    const answer = await get(red.owner, "/v1/repositories/OCTO/Open");
    expect(answer.record).toMatchObject({ fullName: "octo/open" });
    expect(answer.headers.get("ratelimit")).toContain('"reads"');
    const tag = answer.headers.get("etag") ?? "";
    const { id } = answer;
    expect((await get(red.owner, `${OPEN}/repository/${id}`, { "if-none-match": tag })).status).toBe(304);
    const head = await red.owner.at("").send("HEAD", OPEN);
    expect([head.status, head.text]).toEqual([200, ""]);
  });

  it("is not there where there is none, in whatever spelling, and wakes nobody", async () => {
    const objects = async () => (await listDurableObjectIds(env.REPOSITORY)).length;
    const before = await objects();
    for (const path of [
      "/v1/repositories/octo/none",
      "/v1/repositories/octo/none/issues",
      "/v1/repositories/octo/%6fpen",
      "/v1/repositories/octo//open",
      "/v1/repositories/octo/open//issues",
      "/v1/repositories/octo/open;x/issues",
      "/v1/repositories/octo",
      "/v1/repositories/oc'to/open",
      `/v1/repositories/${"o".repeat(40)}/open`,
      `/v1/repositories/octo/${"o".repeat(101)}`,
    ])
      expect((await get(red.owner, path)).verdict, path).toBe("404 NOT_FOUND");
    expect(await objects()).toBe(before);
  });

  it("leads from a former name to today's, with the rest of the path and the query", async () => {
    for (const [rest, caller] of [
      ["", red.owner],
      ["/issues?limit=1&state=open", stranger],
    ] as const) {
      const answer = await get(caller, `/v1/repositories/Octo/OPENED${rest}`);
      expect([answer.status, answer.headers.get("location"), answer.data]).toEqual([
        301,
        OPEN + rest,
        { location: OPEN + rest },
      ]);
    }
  });

  it("shows a private repository to tenants whose credential sees it, and to nobody else", async () => {
    const member = new Caller(await ada.token());
    for (const rest of ["", "/issues", "/streams", "/changes"]) {
      for (const caller of [blue.owner, member]) expect((await get(caller, HIDDEN + rest)).verdict).toBe("200");
      for (const caller of [red.owner, stranger, operator])
        expect((await get(caller, HIDDEN + rest)).verdict).toBe("404 NOT_FOUND");
    }
    expect((await get(blue.owner, "/v1/repositories/octo/hid")).headers.get("location")).toBe(HIDDEN);
    expect((await get(member, "/v1/repositories/octo/hid")).status).toBe(301);
    for (const caller of [red.owner, stranger]) {
      const absent = alike(await get(caller, "/v1/repositories/octo/none"));
      expect(alike(await get(caller, HIDDEN))).toEqual(absent);
      expect(alike(await get(caller, "/v1/repositories/octo/hid"))).toEqual(absent);
    }
  });

  it("is over for a member who was removed, although the directory has not heard", async () => {
    const grace = await signUpPerson();
    const member = await joinAs(blue, grace, "viewer");
    expect((await get(member, HIDDEN)).verdict).toBe("200");
    const { ids } = await blue.owner.get("/members?sort=-createdAt&limit=1");
    expect((await blue.owner.delete(`/members/${ids[0]}`)).status).toBe(200);
    expect((await get(member, HIDDEN)).verdict).toBe("404 NOT_FOUND");
    expect((await get(member, OPEN)).verdict).toBe("200");
  });

  it("takes a key while it is valid, and a narrowed one with follows", async () => {
    const narrowed = await red.as({ role: "viewer", resources: ["leads"] });
    expect((await get(narrowed, OPEN)).verdict).toBe("403 FORBIDDEN");
    const follower = await red.as({ role: "viewer", resources: ["follows"] });
    expect((await get(follower, OPEN)).verdict).toBe("200");
    await red.owner.delete(`/api-keys/${follower.keyId}`);
    for (const path of [OPEN, "/v1/repositories/octo/none"])
      expect((await get(follower, path)).verdict).toBe("401 UNAUTHENTICATED");
    const suspended = await makeTenant();
    await suspended.operator.patch("", { status: "suspended" });
    expect((await get(suspended.owner, OPEN)).verdict).toBe("403 FORBIDDEN");
  });

  it("believes no reader that the client names", async () => {
    const named = JSON.stringify({ kind: "key", id: "key_1", tenants: [blue.handle], resources: null });
    for (const caller of [red.owner, stranger])
      expect((await get(caller, HIDDEN, { [READER_HEADER]: named })).verdict).toBe("404 NOT_FOUND");
  });

  it("is read alone", async () => {
    for (const method of ["POST", "PUT", "PATCH", "DELETE"])
      for (const path of [OPEN, `${OPEN}/issues`, "/v1/repositories/octo/none/issues/iss_1"]) {
        const answer = await red.owner.at("").send(method, path, { body: {} });
        expect([answer.verdict, answer.headers.get("allow")]).toEqual(["405 METHOD_NOT_ALLOWED", "GET"]);
      }
    expect((await get(red.owner, `${OPEN}/issues?nope=1`)).verdict).toBe("400 BAD_REQUEST");
  });
});

describe.each(["rebuild", "refresh"])("POST /v1/repositories/{owner}/{name}/%s", (order) => {
  const send = (caller: Caller, name = "open") => caller.at("").post(`/v1/repositories/octo/${name}/${order}`);

  it("is for operators, under any of its names", async () => {
    expect((await send(operator)).verdict).toBe("202");
    expect((await send(operator, "opened")).record).toMatchObject({ status: "queued" });
    expect((await send(operator, "none")).verdict).toBe("404 NOT_FOUND");
    for (const caller of [red.owner, blue.owner, stranger, new Caller(await ada.token())])
      expect((await send(caller)).verdict).toBe("403 FORBIDDEN");
    expect((await operator.post(`${OPEN}/${order}?force=1`)).verdict).toBe("400 BAD_REQUEST");
    const read = await get(operator, `${OPEN}/${order}`);
    expect([read.verdict, read.headers.get("allow")]).toEqual(["405 METHOD_NOT_ALLOWED", "POST"]);
  });
});

describe("GET /v1/repositories/{owner}/{name}/live", () => {
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
  const browser = (token: string) => ({ "sec-websocket-protocol": `croft.v1, croft.token.${token}` });

  it("opens for whoever may read it", async () => {
    for (const [path, headers] of [
      [OPEN, bearer(red.owner.token)],
      [OPEN, browser(stranger.token)],
      [HIDDEN, browser(await ada.token())],
    ] as const) {
      const socket = await upgrade(`${path}/live`, headers);
      if (!(socket instanceof TestSocket)) throw new Error(await socket.text());
      expect((await socket.next("welcome")).repository).toBe(path === OPEN ? "octo/open" : "octo/hidden");
      socket.send({ type: "subscribe", id: "all", resource: "streams", query: {} });
      expect((await socket.next("snapshot", "all")).data.length).toBeGreaterThan(0);
      socket.close(1000);
    }
  });

  it("is refused with a status to those who can read it, and with a code to browsers", async () => {
    const moved = "/v1/repositories/octo/opened/live";
    for (const [path, token, status, code] of [
      [`${HIDDEN}/live`, red.owner.token, 404, CLOSE.FORBIDDEN],
      ["/v1/repositories/octo/none/live", stranger.token, 404, CLOSE.FORBIDDEN],
      [`${OPEN}/live`, `${red.owner.token.slice(0, -1)}x`, 401, CLOSE.UNAUTHENTICATED],
      [moved, red.owner.token, 301, CLOSE.FORBIDDEN],
    ] as const) {
      const plain = await upgrade(path, bearer(token));
      expect(plain instanceof Response && plain.status, path).toBe(status);
      if (plain instanceof Response) await plain.text();
      const socket = await upgrade(path, browser(token));
      if (!(socket instanceof TestSocket)) throw new Error(await socket.text());
      const { code: closed, reason } = await socket.ended();
      expect(closed, path).toBe(code);
      if (path === moved) expect(reason).toBe(`moved to ${OPEN}/live`);
    }
    expect((await get(red.owner, `${OPEN}/live`)).verdict).toBe("400 BAD_REQUEST");
  });
});
