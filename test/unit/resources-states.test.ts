import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { config } from "../../src/croft.config.ts";
import { openNodeStore, resourceOf } from "../support/node-store.ts";

const flightBody = {
  carrier: "LH",
  number: "123",
  from: "BER",
  to: "FRA",
  departsAt: "2026-12-01T08:00:00Z",
  arrivesAt: "2026-12-01T09:00:00Z",
  seats: 9,
};

describe("status machines", () => {
  const machines = config.resources.flatMap((resource) =>
    resource.transitions ? [[resource.name, resource.transitions] as const] : [],
  );

  it.each(machines)("of %s are of states that the field may have", (name, machine) => {
    for (const state of Object.keys(machine.next)) {
      expect(resourceOf(name).update.safeParse({ [machine.field]: state }).success, state).toBe(true);
    }
  });

  it("let a lead be won once and for all, and a lost one start again", () => {
    const store = openNodeStore();
    const lead = store.create("leads", { title: "Big" });
    const move = (stage: string) => store.update("leads", lead.id, { stage }).stage;
    expect(() => move("won")).toThrow(
      "stage: new cannot become won: it may change only to contacted, qualified, proposal, lost.",
    );
    for (const stage of ["contacted", "qualified", "lost", "new", "proposal", "won"]) expect(move(stage)).toBe(stage);
    expect(() => move("lost")).toThrow("stage: won cannot become lost: it may change to nothing else.");
    expect(() => store.create("leads", { stage: "won" })).toThrow(
      "A new record starts as new or contacted or qualified, not won.",
    );
  });

  it("lead a booking from the request to its end", () => {
    const store = openNodeStore();
    const human = store.create("humans", { lastName: "x" });
    const flight = store.create("flights", flightBody);
    const body = { humanId: human.id, flightId: flight.id };
    expect(() => store.create("bookings", { ...body, status: "completed" })).toThrow(
      "A new record starts as requested or confirmed, not completed.",
    );
    const booking = store.create("bookings", body);
    const move = (status: string) => store.update("bookings", booking.id, { status }).status;
    expect(() => move("completed")).toThrow("requested cannot become completed");
    for (const status of ["cancelled", "requested", "confirmed", "checked-in", "completed"])
      expect(move(status)).toBe(status);
    expect(() => move("cancelled")).toThrow("completed cannot become cancelled");
  });
});

describe("stored text", () => {
  it("comes back exactly as it was typed", () => {
    const store = openNodeStore();
    const typed = fc.string({ unit: "binary", minLength: 1, maxLength: 60 }).filter((text) => !text.includes("\0"));
    fc.assert(
      fc.property(typed, typed, (lastName, tag) => {
        const { id } = store.create("humans", { lastName, notes: lastName, tags: [tag.slice(0, 20).toWellFormed()] });
        expect(store.update("humans", id, {})).toMatchObject({
          lastName,
          notes: lastName,
          tags: [tag.slice(0, 20).toWellFormed()],
        });
      }),
      { numRuns: 200 },
    );
  });
});
