import { describe, expect, it } from "vitest";
import { makeTenant } from "../support/api.ts";

/** A tenant with one record, at version 2. */
async function changedOnce() {
  const { owner } = await makeTenant();
  const { id } = await owner.make("humans", { lastName: "Lovelace" });
  await owner.patch(`/humans/${id}`, { firstName: "Ada" });
  return { owner, id, path: `/humans/${id}` };
}

describe("If-None-Match", () => {
  it.each(['"2"', 'W/"2"', "*", '"1", "2"', '"x","2"'])("answers 304 without a body to %s", async (tag) => {
    const { owner, path } = await changedOnce();
    const answer = await owner.get(path, { "if-none-match": tag });
    expect([answer.status, answer.text, answer.headers.get("etag")]).toEqual([304, "", '"2"']);
  });

  it.each(['"1"', "2", '""', '"22"', "garbage"])("answers with the record to %s", async (tag) => {
    const { owner, path } = await changedOnce();
    expect((await owner.get(path, { "if-none-match": tag })).status).toBe(200);
  });

  it("does not say of expanded records that they are as they were", async () => {
    const { owner } = await makeTenant();
    const account = await owner.make("accounts", { name: "Acme" });
    const { id } = await owner.make("humans", { lastName: "Lovelace", accountId: account.id });
    await owner.patch(`/accounts/${account.id}`, { name: "Renamed" });
    const answer = await owner.get(`/humans/${id}?expand=account`, { "if-none-match": '"1"' });
    expect(answer.record).toMatchObject({ account: { name: "Renamed" } });
  });

  it("tells nothing of a record that is not there", async () => {
    const { owner, path } = await changedOnce();
    await owner.delete(path);
    expect((await owner.get(path, { "if-none-match": "*" })).verdict).toBe("404 NOT_FOUND");
  });
});

describe("If-Match", () => {
  const writes = [
    ["PATCH", "", { notes: "x" }],
    ["PUT", "", { lastName: "Byron" }],
    ["DELETE", "", undefined],
    ["DELETE", "?purge=true", undefined],
  ] as const;

  it.each(writes)("lets %s%s through when the version is the current one", async (method, suffix, body) => {
    for (const tag of ['"2"', "*", '"1", "2"']) {
      const { owner, path } = await changedOnce();
      expect((await owner.send(method, path + suffix, { body, headers: { "if-match": tag } })).status, tag).toBe(200);
    }
  });

  it.each(writes)("answers 412 with the current version to %s%s of another", async (method, suffix, body) => {
    const { owner, path } = await changedOnce();
    for (const tag of ['"1"', 'W/"2"', "2", '"3"', '"2', '"abc"', '"9999999999999999999"']) {
      const answer = await owner.send(method, path + suffix, { body, headers: { "if-match": tag } });
      expect(answer.verdict, tag).toBe("412 PRECONDITION_FAILED");
      expect(answer.headers.get("etag")).toBe('"2"');
      expect(answer.error.details).toEqual([{ field: "version", message: "2" }]);
    }
    expect((await owner.get(path)).record.version).toBe(2);
  });

  it("holds for restoring and for upserts", async () => {
    const { owner, path } = await changedOnce();
    await owner.delete(path);
    const stale = await owner.post(`${path}/restore`, undefined, { "if-match": '"2"' });
    expect(stale.verdict).toBe("412 PRECONDITION_FAILED");
    expect((await owner.post(`${path}/restore`, undefined, { "if-match": '"3"' })).status).toBe(200);
    const body = { lastName: "Byron", externalId: "x1" };
    const absent = await owner.post("/humans?upsert=externalId", body, { "if-match": '"1"' });
    expect(absent.verdict).toBe("412 PRECONDITION_FAILED");
    await owner.make("humans", body);
    const upsert = (tag: string) =>
      owner.post("/humans?upsert=externalId", { ...body, notes: tag }, { "if-match": tag });
    expect((await upsert('"1"')).status).toBe(200);
    expect((await upsert('"1"')).verdict).toBe("412 PRECONDITION_FAILED");
  });

  it("lets one of fifty writers win", async () => {
    const { owner, path } = await changedOnce();
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, index) => owner.patch(path, { notes: String(index) }, { "if-match": '"2"' })),
    );
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1);
    expect((await owner.get(path)).record.version).toBe(3);
  });

  it("is no way to learn of a record that is not there", async () => {
    const { owner } = await makeTenant();
    const answer = await owner.patch("/humans/hum_none", { notes: "x" }, { "if-match": '"1"' });
    expect(answer.verdict).toBe("404 NOT_FOUND");
  });

  it("tells nobody who may not write whether an upsert would have found something", async () => {
    const { owner, as } = await makeTenant();
    await owner.make("humans", { lastName: "Lovelace", externalId: "there" });
    const narrowed = await as({ role: "owner", resources: ["leads"] });
    for (const caller of [await as("viewer"), narrowed])
      for (const externalId of ["there", "absent"])
        for (const headers of [undefined, { "if-match": '"9"' }]) {
          const answer = await caller.post("/humans?upsert=externalId", { lastName: "X", externalId }, headers);
          expect(answer.verdict).toBe("403 FORBIDDEN");
        }
  });
});
