import { describe, expect, it } from "vitest";
import * as z from "zod";
import { type Caller, makeTenant } from "../support/api.ts";

const stageOf = z.looseObject({ after: z.looseObject({ stage: z.string() }) });
const TIMES = { departsAt: "2027-01-01T10:00:00Z", arrivesAt: "2027-01-01T11:00:00Z" };

async function makeFlight(owner: Caller, seats: number) {
  const flight = await owner.make("flights", { carrier: "LH", number: "1", from: "BER", to: "FRA", ...TIMES, seats });
  const human = await owner.make("humans", { lastName: "Lovelace" });
  return { flightId: flight.id, humanId: human.id };
}

describe("a flight", () => {
  it("is not overbooked by fifty at the same time", async () => {
    const { owner } = await makeTenant();
    const { flightId, humanId } = await makeFlight(owner, 20);
    const answers = await Promise.all(Array.from({ length: 50 }, () => owner.post("/bookings", { humanId, flightId })));
    expect(answers.filter((answer) => answer.status === 201)).toHaveLength(20);
    for (const answer of answers.filter(({ status }) => status !== 201))
      expect([answer.verdict, answer.faults]).toEqual(["409 CONFLICT", ["seats"]]);
    const [sum] = (await owner.get(`/bookings/aggregate?sum=seats&flightId=${flightId}`)).records;
    expect(sum).toEqual({ sum: { seats: 20 } });
  });

  it("is not overbooked by what is changed, moved, restored or batched either", async () => {
    const { owner } = await makeTenant();
    const { flightId, humanId } = await makeFlight(owner, 3);
    const other = await makeFlight(owner, 10);
    const book = (seats: number, on = flightId) => owner.make("bookings", { humanId, flightId: on, seats });
    const [first, cancelled, elsewhere] = [await book(1), await book(2), await book(3, other.flightId)];
    await owner.patch(`/bookings/${cancelled.id}`, { status: "cancelled" });
    const gone = await book(1);
    await owner.delete(`/bookings/${gone.id}`);
    await book(2);
    const attempts = [
      () => owner.patch(`/bookings/${first.id}`, { seats: 2 }),
      () => owner.patch(`/bookings/${elsewhere.id}`, { flightId }),
      () => owner.patch(`/bookings/${cancelled.id}`, { status: "requested" }),
      () => owner.post(`/bookings/${gone.id}/restore`),
      () => owner.put(`/bookings/${first.id}`, { humanId, flightId, seats: 2, status: "requested" }),
      () => owner.patch(`/flights/${flightId}`, { seats: 2 }),
    ];
    for (const [index, attempt] of attempts.entries())
      expect((await attempt()).verdict, `#${index}`).toBe("409 CONFLICT");
    const operations = Array.from({ length: 8 }, () => ({
      op: "create",
      resource: "bookings",
      data: { humanId, flightId: other.flightId },
    }));
    const batch = await owner.post("/batch", { operations });
    expect([batch.verdict, batch.faults]).toEqual(["409 CONFLICT", ["operations[7].seats"]]);
    expect((await owner.get(`/bookings?flightId=${other.flightId}`)).ids).toEqual([elsewhere.id]);
  });
});

describe("a status", () => {
  it("moves along its machine and in no other way", async () => {
    const { owner } = await makeTenant();
    const lead = await owner.make("leads", { title: "X" });
    const to = (stage: string) => owner.patch(`/leads/${lead.id}`, { stage });
    for (const stage of ["contacted", "qualified", "proposal", "won"])
      expect((await to(stage)).record.stage).toBe(stage);
    for (const stage of ["new", "lost", "qualified", "proposal"]) {
      const answer = await to(stage);
      expect([answer.verdict, answer.faults]).toEqual(["422 VALIDATION_ERROR", ["stage"]]);
    }
    expect((await to("won")).status).toBe(200);
    expect((await to("nowhere")).verdict).toBe("422 VALIDATION_ERROR");
    expect((await owner.put(`/leads/${lead.id}`, { title: "X" })).verdict).toBe("422 VALIDATION_ERROR");
  });

  it("begins at a beginning, by every way of making", async () => {
    const { owner } = await makeTenant();
    const body = { title: "X", stage: "won", externalId: "x1" };
    expect((await owner.post("/leads", body)).faults).toEqual(["stage"]);
    expect((await owner.post("/leads?upsert=externalId", body)).faults).toEqual(["stage"]);
    const batch = await owner.post("/batch", { operations: [{ op: "create", resource: "leads", data: body }] });
    expect(batch.faults).toEqual(["operations[0].stage"]);
  });

  it("is left once, however many push at the same time", async () => {
    const { owner } = await makeTenant();
    const lead = await owner.make("leads", { title: "X", stage: "qualified" });
    const answers = await Promise.all(
      ["won", "lost", "won", "lost", "proposal"].map((stage) => owner.patch(`/leads/${lead.id}`, { stage })),
    );
    expect(answers.some(({ status }) => status === 422)).toBe(true);
    const stages = (await owner.get(`/leads/${lead.id}/changes`)).records.map(
      (entry) => stageOf.parse(entry).after.stage,
    );
    expect(["won", "lost"]).toContain(stages[0]);
    expect(stages.filter((stage) => stage === "won" || stage === "lost")).toHaveLength(1);
    expect(stages.at(-1)).toBe("qualified");
  });

  it("is what it was when its record comes back", async () => {
    const { owner } = await makeTenant();
    const lead = await owner.make("leads", { title: "X", stage: "qualified" });
    await owner.patch(`/leads/${lead.id}`, { stage: "won" });
    await owner.delete(`/leads/${lead.id}`);
    expect((await owner.post(`/leads/${lead.id}/restore`)).record.stage).toBe("won");
  });
});

describe("a unique value", () => {
  it("has one record of fifty at the same time", async () => {
    const { owner } = await makeTenant();
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => owner.post("/accounts", { name: "X", domain: "x.example" })),
    );
    const made = answers.filter((answer) => answer.status === 201);
    expect(made).toHaveLength(1);
    for (const answer of answers.filter(({ status }) => status !== 201)) {
      expect([answer.verdict, answer.faults]).toEqual(["409 CONFLICT", ["domain"]]);
      expect(answer.text).toContain(made[0]?.id);
    }
  });

  it("is the same however it is written", async () => {
    const { owner } = await makeTenant();
    await owner.make("accounts", { name: "X", domain: "münchen.example" });
    for (const domain of ["MÜNCHEN.EXAMPLE", " münchen.example "])
      expect((await owner.post("/accounts", { name: "Y", domain })).verdict).toBe("409 CONFLICT");
  });

  it("is free again once its record is deleted, changed or cleared", async () => {
    const { owner } = await makeTenant();
    const make = () => owner.post("/accounts", { name: "X", domain: "x.example" });
    const first = await make();
    await owner.delete(`/accounts/${first.id}`);
    const second = await make();
    expect(second.status).toBe(201);
    await owner.patch(`/accounts/${second.id}`, { domain: "y.example" });
    const third = await make();
    expect(third.status).toBe(201);
    await owner.patch(`/accounts/${third.id}`, { domain: null });
    expect((await make()).status).toBe(201);
    expect((await owner.patch(`/accounts/${third.id}`, { domain: "y.example" })).verdict).toBe("409 CONFLICT");
  });

  it("may be swapped by nobody within a batch, and handed on in the right order", async () => {
    const { owner } = await makeTenant();
    const [a, b] = [
      await owner.make("accounts", { name: "A", domain: "a.example" }),
      await owner.make("accounts", { name: "B" }),
    ];
    const move = (id: string, domain: string | null) => ({ op: "update", resource: "accounts", id, data: { domain } });
    expect((await owner.post("/batch", { operations: [move(b.id, "a.example"), move(a.id, null)] })).verdict).toBe(
      "409 CONFLICT",
    );
    expect((await owner.post("/batch", { operations: [move(a.id, null), move(b.id, "a.example")] })).status).toBe(200);
  });

  it("holds for addresses and numbers once the tenant wants it", async () => {
    const { owner } = await makeTenant();
    const human = await owner.make("humans", { lastName: "X" });
    const mail = () => owner.post("/emails", { address: "Ada@X.example", humanId: human.id });
    const phone = () => owner.post("/phone-numbers", { number: "+49 30 123456", humanId: human.id });
    for (const call of [mail, phone]) expect((await call()).status).toBe(201);
    const [settings] = (await owner.get("/account-config")).ids;
    await owner.patch(`/account-config/${settings}`, { uniqueEmails: true, uniquePhoneNumbers: true });
    for (const call of [mail, phone]) expect((await call()).verdict).toBe("409 CONFLICT");
    await owner.patch(`/account-config/${settings}`, { uniqueEmails: false, uniquePhoneNumbers: false });
    for (const call of [mail, phone]) expect((await call()).status).toBe(201);
  });
});
