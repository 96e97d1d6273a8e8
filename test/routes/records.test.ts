import { describe, expect, it } from "vitest";
import type { Json } from "../../src/resources/define.ts";
import { makeTenant } from "../support/api.ts";

const ULID = /^[0-9A-HJKMNP-TV-Z]{26}$/;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const ADA = { firstName: "Ada", lastName: "Lovelace", tags: ["maths"] };

describe("POST", () => {
  it("answers 201 with the whole record, its place and its version", async () => {
    const { owner, path, as } = await makeTenant();
    const member = await as("member");
    const answer = await member.post("/humans", ADA);
    expect(answer.status).toBe(201);
    const { id, createdAt, ...record } = answer.record;
    expect(String(id).slice(0, 4)).toBe("hum_");
    expect(String(id).slice(4)).toMatch(ULID);
    expect(createdAt).toMatch(INSTANT);
    expect(record).toEqual({
      updatedAt: createdAt,
      createdBy: member.keyId,
      version: 1,
      deletedAt: null,
      custom: {},
      ...ADA,
      jobTitle: null,
      company: null,
      accountId: null,
      ownerId: null,
      doNotContact: false,
      birthday: null,
      githubId: null,
      githubLogin: null,
      externalId: null,
      notes: null,
    });
    expect(answer.headers.get("location")).toBe(`${path}/humans/${id}`);
    expect(answer.headers.get("etag")).toBe('"1"');
    expect((await owner.get(`/humans/${id}`)).text).toBe(answer.text);
  });

  it("says where in the log the write stands", async () => {
    const { owner } = await makeTenant();
    const first = await owner.post("/humans", ADA);
    const second = await owner.post("/accounts", { name: "Acme" });
    expect(second.seq).toBe(first.seq + 1);
    expect((await owner.get("/humans")).seq).toBe(second.seq);
  });

  it("makes ids that order by time", async () => {
    const { owner } = await makeTenant();
    const answers = await Promise.all(Array.from({ length: 30 }, () => owner.post("/humans", ADA)));
    const bySeq = answers.sort((a, b) => a.seq - b.seq).map((answer) => answer.id);
    expect(bySeq).toEqual([...bySeq].sort());
  });

  it.each([
    ["a wrong type", { lastName: 7 }, ["lastName"]],
    ["several faults at once", { lastName: "", tags: "x", githubId: 1.5 }, ["lastName", "githubId", "tags"]],
    ["an unknown field", { lastName: "X", lastname: "Y" }, ["lastname"]],
    ["nothing that names the human", { notes: "who?" }, ["lastName"]],
    ["a list", [ADA], ["body"]],
    ["null", null, ["body"]],
    ["a text", '"Ada"', ["body"]],
  ])("refuses %s, naming the fields", async (_, body, fields) => {
    const { owner } = await makeTenant();
    const answer = await owner.post("/humans", body);
    expect(answer.verdict).toBe("422 VALIDATION_ERROR");
    expect(answer.faults).toEqual(fields);
    expect((await owner.get("/humans")).records).toEqual([]);
  });

  it("refuses unknown parameters", async () => {
    const { owner } = await makeTenant();
    expect((await owner.post("/humans?dryRun=true", ADA)).verdict).toBe("400 BAD_REQUEST");
  });

  it("knows no resource that is not configured", async () => {
    const { owner } = await makeTenant();
    for (const resource of ["nothing", "meta", "changes_", "sqlite_master", "api_keys", "Humans", "constructor"]) {
      expect((await owner.post(`/${resource}`, ADA)).verdict, resource).toBe("404 NOT_FOUND");
      expect((await owner.get(`/${resource}`)).verdict, resource).toBe("404 NOT_FOUND");
    }
  });
});

describe("POST ?upsert", () => {
  it("creates what is not there and changes what is", async () => {
    const { owner, path } = await makeTenant();
    const create = await owner.post("/humans?upsert=externalId", { ...ADA, externalId: "x1" });
    expect(create.status).toBe(201);
    expect(create.headers.get("location")).toBe(`${path}/humans/${create.id}`);
    const change = await owner.post("/humans?upsert=externalId", { externalId: "x1", notes: "Countess" });
    expect(change.status).toBe(200);
    expect(change.headers.get("location")).toBeNull();
    expect(change.record).toMatchObject({
      id: create.id,
      version: 2,
      firstName: "Ada",
      tags: ["maths"],
      notes: "Countess",
    });
  });

  it("never revives a deleted record", async () => {
    const { owner } = await makeTenant();
    const first = await owner.make("humans", { ...ADA, externalId: "x1" });
    await owner.delete(`/humans/${first.id}`);
    const again = await owner.post("/humans?upsert=externalId", { ...ADA, externalId: "x1" });
    expect(again.status).toBe(201);
    expect(again.id).not.toBe(first.id);
  });

  it("matches what the value means, not how it was typed", async () => {
    const { owner } = await makeTenant();
    const first = await owner.make("accounts", { name: "Acme", domain: "ACME.example" });
    const again = await owner.post("/accounts?upsert=domain", { name: "Acme Ltd", domain: " acme.EXAMPLE " });
    expect([again.status, again.id]).toEqual([200, first.id]);
  });

  it.each([
    ["upsert=lastName", { lastName: "X" }, "400 BAD_REQUEST"],
    ["upsert=", { lastName: "X" }, "400 BAD_REQUEST"],
    ["upsert=constructor", { lastName: "X" }, "400 BAD_REQUEST"],
    ["upsert=id", { lastName: "X" }, "400 BAD_REQUEST"],
    ["upsert=externalId", { lastName: "X" }, "422 VALIDATION_ERROR"],
    ["upsert=externalId", { lastName: "X", externalId: null }, "422 VALIDATION_ERROR"],
    ["upsert=externalId&upsert=githubId", { lastName: "X", externalId: "1" }, "400 BAD_REQUEST"],
  ])("refuses %s of %j", async (parameter, body, verdict) => {
    const { owner } = await makeTenant();
    expect((await owner.post(`/humans?${parameter}`, body)).verdict).toBe(verdict);
  });

  it("has one effect of fifty at the same time", async () => {
    const { owner } = await makeTenant();
    const body = { ...ADA, externalId: "x1" };
    const answers = await Promise.all(Array.from({ length: 50 }, () => owner.post("/humans?upsert=externalId", body)));
    expect(answers.filter((answer) => answer.status === 201)).toHaveLength(1);
    expect(new Set(answers.map((answer) => answer.id)).size).toBe(1);
    expect((await owner.get("/humans")).records).toHaveLength(1);
  });
});

describe("PATCH", () => {
  it("changes the fields that it names", async () => {
    const { owner } = await makeTenant();
    const ada = await owner.make("humans", ADA);
    const answer = await owner.patch(`/humans/${ada.id}`, { lastName: "Byron", tags: [] });
    expect(answer.headers.get("etag")).toBe('"2"');
    expect(answer.record).toEqual({
      ...ada,
      lastName: "Byron",
      tags: [],
      version: 2,
      updatedAt: answer.record.updatedAt,
    });
    expect((await owner.get(`/humans/${ada.id}`)).record).toEqual(answer.record);
  });

  it("writes nothing where nothing changes", async () => {
    const { owner } = await makeTenant();
    const ada = await owner.make("humans", ADA);
    const { seq } = await owner.get("/humans");
    const same: Json[] = [{}, { lastName: "Lovelace" }, { tags: ["maths"], notes: null }];
    for (const body of same) {
      const answer = await owner.patch(`/humans/${ada.id}`, body);
      expect(answer.record).toEqual(ada);
      expect(answer.seq).toBe(seq);
    }
  });

  it("judges the record as it would be", async () => {
    const { owner } = await makeTenant();
    const ada = await owner.make("humans", { lastName: "Lovelace" });
    expect((await owner.patch(`/humans/${ada.id}`, { lastName: null })).verdict).toBe("422 VALIDATION_ERROR");
    expect((await owner.patch(`/humans/${ada.id}`, { lastName: null, firstName: "Ada" })).status).toBe(200);
  });
});

describe("PUT", () => {
  it("gives every field that it leaves out its default again", async () => {
    const { owner } = await makeTenant();
    const ada = await owner.make("humans", { ...ADA, notes: "Countess", doNotContact: true });
    const answer = await owner.put(`/humans/${ada.id}`, { lastName: "Byron" });
    expect(answer.status).toBe(200);
    expect(answer.record).toEqual({
      ...ada,
      firstName: null,
      lastName: "Byron",
      tags: [],
      notes: null,
      doNotContact: false,
      version: 2,
      updatedAt: answer.record.updatedAt,
    });
  });

  it("makes no record", async () => {
    const { owner } = await makeTenant();
    expect((await owner.put("/humans/hum_01ARZ3NDEKTSV4RRFFQ69G5FAV", ADA)).verdict).toBe("404 NOT_FOUND");
    expect((await owner.put("/leads/nothing", {})).verdict).toBe("404 NOT_FOUND");
  });

  it("needs what a new record needs", async () => {
    const { owner } = await makeTenant();
    const account = await owner.make("accounts", { name: "Acme" });
    const answer = await owner.put(`/accounts/${account.id}`, { size: 3 });
    expect([answer.verdict, answer.faults]).toEqual(["422 VALIDATION_ERROR", ["name"]]);
  });
});

describe("DELETE and restore", () => {
  it("takes the record out of every list; with deleted=include it is still shown", async () => {
    const { owner } = await makeTenant();
    const ada = await owner.make("humans", ADA);
    const gone = await owner.delete(`/humans/${ada.id}`);
    expect(gone.record).toEqual({ id: ada.id, deletedAt: expect.stringMatching(INSTANT) });
    expect((await owner.get(`/humans/${ada.id}`)).verdict).toBe("404 NOT_FOUND");
    expect((await owner.get("/humans")).records).toEqual([]);
    expect((await owner.get("/humans?q=Lovelace")).records).toEqual([]);
    expect((await owner.get("/humans?deleted=only")).ids).toEqual([ada.id]);
    expect((await owner.get("/humans?deleted=include")).ids).toEqual([ada.id]);
    expect((await owner.get(`/humans/${ada.id}?deleted=include`)).record).toMatchObject({ version: 2, ...gone.record });
    for (const call of [
      owner.delete(`/humans/${ada.id}`),
      owner.patch(`/humans/${ada.id}`, {}),
      owner.put(`/humans/${ada.id}`, ADA),
    ])
      expect((await call).verdict).toBe("404 NOT_FOUND");
  });

  it("brings it back, found by search again", async () => {
    const { owner } = await makeTenant();
    const ada = await owner.make("humans", ADA);
    await owner.delete(`/humans/${ada.id}`);
    const back = await owner.post(`/humans/${ada.id}/restore`);
    expect(back.record).toEqual({ ...ada, version: 3, updatedAt: back.record.updatedAt });
    expect((await owner.get("/humans?q=Lovelace")).ids).toEqual([ada.id]);
    const twice = await owner.post(`/humans/${ada.id}/restore`);
    expect(twice.verdict).toBe("409 CONFLICT");
    expect((await owner.post("/humans/hum_none/restore")).verdict).toBe("404 NOT_FOUND");
  });

  it("does not bring it back where its unique value was taken meanwhile", async () => {
    const { owner } = await makeTenant();
    const ada = await owner.make("humans", { ...ADA, externalId: "x1" });
    await owner.delete(`/humans/${ada.id}`);
    const heir = await owner.make("humans", { ...ADA, externalId: "x1" });
    const answer = await owner.post(`/humans/${ada.id}/restore`);
    expect([answer.verdict, answer.faults]).toEqual(["409 CONFLICT", ["externalId"]]);
    expect(answer.text).toContain(heir.id);
  });

  it("removes for good when admins ask, living or deleted; the history stays", async () => {
    const { owner, as } = await makeTenant();
    const [living, deleted] = [await owner.make("humans", ADA), await owner.make("humans", ADA)];
    await owner.delete(`/humans/${deleted.id}`);
    expect((await (await as("member")).delete(`/humans/${living.id}?purge=true`)).verdict).toBe("403 FORBIDDEN");
    for (const { id } of [living, deleted]) {
      const gone = await (await as("admin")).delete(`/humans/${id}?purge=true`);
      expect(gone.record).toEqual({ id, deletedAt: expect.stringMatching(INSTANT) });
      expect((await owner.get(`/humans/${id}?deleted=include`)).verdict).toBe("404 NOT_FOUND");
      expect((await owner.post(`/humans/${id}/restore`)).verdict).toBe("404 NOT_FOUND");
      const history = await owner.get(`/humans/${id}/changes`);
      expect(history.records[0]).toMatchObject({ action: "purge", after: null, before: { lastName: "Lovelace" } });
    }
    expect((await owner.get("/humans?q=Lovelace&deleted=include")).records).toEqual([]);
    expect((await owner.delete(`/humans/${living.id}?purge=true`)).verdict).toBe("404 NOT_FOUND");
  });

  it.each(["purge=yes", "purge=1", "purge=", "force=true", "purge=true&purge=true"])(
    "refuses %s",
    async (parameter) => {
      const { owner } = await makeTenant();
      const ada = await owner.make("humans", ADA);
      expect((await owner.delete(`/humans/${ada.id}?${parameter}`)).verdict).toBe("400 BAD_REQUEST");
      expect((await owner.get(`/humans/${ada.id}`)).status).toBe(200);
    },
  );
});
