import { beforeAll, describe, expect, it } from "vitest";
import { signUpPerson, type TestPerson } from "../support/accounts.ts";
import { Caller, makeTenant, operator, send, type TestTenant } from "../support/api.ts";
import { addRepository } from "../support/directory-repositories.ts";
import { joinAs } from "../support/joined.ts";

let red: TestTenant;
let blue: TestTenant;
let ada: TestPerson;
let adasToken: string;

const OWNER = "list-routes";
const list = (caller: Caller, params = "") => caller.at("").get(`/v1/repositories?q=${OWNER}${params}`);
const namesOf = async (caller: Caller, params = "") => (await list(caller, params)).records.map(({ name }) => name);

beforeAll(async () => {
  [red, blue, ada] = [await makeTenant(), await makeTenant(), await signUpPerson()];
  await joinAs(blue, ada, "viewer");
  adasToken = await ada.token();
  const tenants = [
    { tenant: red.handle, visible: false },
    { tenant: blue.handle, visible: true },
  ];
  await addRepository({ owner: OWNER, name: "open", stars: 3, followers: 2 }, tenants);
  await addRepository({ owner: OWNER, name: "plain", stars: 2, language: "Rust" });
  await addRepository({ owner: OWNER, name: "hidden", stars: 1, visibility: "private", followers: 2 }, tenants);
});

describe("GET /v1/repositories", () => {
  it("shows public ones to everybody, and private ones to tenants whose credential sees them", async () => {
    const stranger = new Caller(await (await signUpPerson()).token());
    expect(await namesOf(red.owner)).toEqual(["open", "plain"]);
    expect(await namesOf(stranger)).toEqual(["open", "plain"]);
    expect(await namesOf(blue.owner)).toEqual(["open", "plain", "hidden"]);
    expect(await namesOf(new Caller(adasToken))).toEqual(["open", "plain", "hidden"]);
    expect(await namesOf(operator)).toEqual(["open", "plain", "hidden"]);
    expect((await send("GET", "/v1/repositories")).verdict).toBe("401 UNAUTHENTICATED");
  });

  it("says which of the caller's tenants follow, and to operators alone how many do", async () => {
    const answer = await list(red.owner, "&sort=name&limit=1");
    expect(answer.records).toMatchObject([{ fullName: `${OWNER}/open`, following: [red.handle] }]);
    expect(answer.text).not.toContain(blue.handle);
    expect(answer.text).not.toContain("followers");
    expect((await list(operator)).records[0]).toMatchObject({ followers: 2, following: [] });
    expect((await list(new Caller(adasToken))).records[0]).toMatchObject({ following: [blue.handle] });
  });

  it("narrows, orders and pages, and says how fresh it is", async () => {
    expect(await namesOf(red.owner, "&language=rust")).toEqual(["plain"]);
    expect(await namesOf(red.owner, "&sort=stars")).toEqual(["plain", "open"]);
    expect(await namesOf(red.owner, `&following=${red.handle}`)).toEqual(["open"]);
    const first = await list(red.owner, "&limit=1");
    expect(first.meta).toMatchObject({
      pagination: { limit: 1, hasMore: true },
      freshness: { projectedAt: "2026-11-21T03:00:00.000Z" },
    });
    expect(await namesOf(red.owner, `&limit=1&cursor=${first.cursor}`)).toEqual(["plain"]);
    expect((await list(red.owner, `&sort=name&cursor=${first.cursor}`)).verdict).toBe("400 INVALID_CURSOR");
  });

  it("takes no tenant that is not the caller's, and no other parameter", async () => {
    const foreign = await list(red.owner, `&following=${blue.handle}`);
    const absent = await list(red.owner, "&following=never-made");
    expect(foreign.verdict).toBe("400 BAD_REQUEST");
    expect({ ...foreign.error, requestId: "" }).toEqual({ ...absent.error, requestId: "" });
    expect(await namesOf(operator, `&following=${blue.handle}`)).toEqual(["open", "hidden"]);
    for (const params of ["&limit=0", "&limit=201", "&sort=followers", "&nope=1", "&reach=all", "&__proto__=1"])
      expect((await list(red.owner, params)).verdict, params).toBe("400 BAD_REQUEST");
    const posted = await red.owner.at("").post("/v1/repositories", {});
    expect([posted.verdict, posted.headers.get("allow")]).toEqual(["405 METHOD_NOT_ALLOWED", "GET"]);
  });

  it("counts as a read of a key, which has to be valid and may not be narrowed to other things", async () => {
    expect((await list(red.owner)).headers.get("ratelimit")).toContain('"reads"');
    const narrowed = await red.as({ role: "owner", resources: ["leads"] });
    expect((await list(narrowed)).verdict).toBe("403 FORBIDDEN");
    const key = await red.as({ role: "viewer" });
    expect((await list(key)).status).toBe(200);
    await red.owner.delete(`/api-keys/${key.keyId}`);
    expect((await list(key)).verdict).toBe("401 UNAUTHENTICATED");
  });

  it("shows nothing of a tenant to a person who was removed, although the directory has not heard", async () => {
    const grace = await signUpPerson();
    const member = await joinAs(blue, grace, "viewer");
    expect(await namesOf(member)).toContain("hidden");
    const members = await blue.owner.get("/members?sort=-createdAt&limit=1");
    expect((await blue.owner.delete(`/members/${members.ids[0]}`)).status).toBe(200);
    expect(await namesOf(member)).toEqual(["open", "plain"]);
  });
});
