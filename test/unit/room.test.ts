import { describe, expect, it } from "vitest";
import { Room } from "../../objects/tenant/room.ts";

const MIB = 1_024 * 1_024;

/** A room over a database whose size the test sets, counting how often it is measured. */
function measured(bytes: number) {
  const database = { bytes, measured: 0 };
  const room = new Room(() => {
    database.measured += 1;
    return database.bytes;
  });
  return { database, room };
}

describe("The room of a database", () => {
  it("is measured once a second while the limit is far away", () => {
    const { database, room } = measured(10 * MIB);
    for (let now = 0; now < 2_000; now += 100) expect(room.within(1_000 * MIB, now)).toBe(true);
    expect(database.measured).toBe(2);
  });

  it("is measured at every write close to the limit", () => {
    const { database, room } = measured(990 * MIB);
    expect(room.within(1_000 * MIB, 0)).toBe(true);
    database.bytes = 1_001 * MIB;
    expect(room.within(1_000 * MIB, 1)).toBe(false);
    database.bytes = 1_000 * MIB;
    expect(room.within(1_000 * MIB, 2)).toBe(true);
  });

  it("is measured anew for a smaller limit, and after the clock was set back", () => {
    const { database, room } = measured(10 * MIB);
    expect(room.within(1_000 * MIB, 5_000)).toBe(true);
    expect(room.within(5 * MIB, 5_001)).toBe(false);
    database.bytes = 2_000 * MIB;
    expect(room.within(1_000 * MIB, 1_000)).toBe(false);
  });
});
