import { describe, expect, it } from "vitest";
import {
  idOf,
  isTemporary,
  isTrue,
  numberOf,
  textOf,
  textsOf,
  timeOf,
  valueAt,
  versionOf,
} from "../../src/dashboard/records/value.ts";

const RECORD = {
  id: "lead_1",
  version: 3,
  title: "Roof",
  value: 0,
  open: true,
  tags: ["a", 1, "b"],
  createdAt: "2026-11-21T02:52:58.123Z",
  custom: { tier: "gold", "": 1 },
  nothing: null,
};

describe("values of records", () => {
  it("are read by type, and what is of another type is as good as absent", () => {
    expect(textOf(RECORD, "title")).toBe("Roof");
    expect(textOf(RECORD, "value")).toBe("");
    expect(numberOf(RECORD, "value")).toBe(0);
    expect(numberOf(RECORD, "title")).toBeNull();
    expect(numberOf({ value: Number.NaN }, "value")).toBeNull();
    expect(isTrue(RECORD, "open")).toBe(true);
    expect(isTrue(RECORD, "value")).toBe(false);
    expect(textsOf(RECORD, "tags")).toEqual(["a", "b"]);
    expect(textsOf(RECORD, "title")).toEqual([]);
    expect(timeOf(RECORD, "createdAt")).toBe(Date.UTC(2026, 10, 21, 2, 52, 58, 123));
    expect(timeOf(RECORD, "title")).toBeNull();
    expect(versionOf(RECORD)).toBe(3);
    expect(versionOf({})).toBeNull();
  });

  it("of a tenant's own fields are found below custom, and nothing is found on prototypes", () => {
    expect(valueAt(RECORD, "custom.tier")).toBe("gold");
    expect(valueAt(RECORD, "custom.toString")).toBeUndefined();
    expect(valueAt(RECORD, "toString")).toBeUndefined();
    expect(valueAt({ custom: null }, "custom.tier")).toBeUndefined();
  });

  it("tell records that only exist here from those of the service", () => {
    expect(isTemporary({ id: "~000000001" })).toBe(true);
    expect(isTemporary(RECORD)).toBe(false);
    expect(idOf({})).toBe("");
  });
});
