import { describe, expect, it } from "vitest";
import { gridAction } from "../../src/dashboard/records/grid-keys.ts";
import { changedFields } from "../../src/dashboard/records/touched.ts";

const SIZE = { rows: 100, columns: 5, page: 10 };
const PLAIN = { ctrlKey: false, metaKey: false, shiftKey: false, altKey: false };
const press = (key: string, held: Partial<typeof PLAIN> = {}, at = { row: 3, column: 2 }) =>
  gridAction({ ...PLAIN, ...held, key }, at, SIZE);

describe("the keys of a table", () => {
  it("move by cell, by page and to the ends, and never out of the table", () => {
    const to = (key: string, held?: Partial<typeof PLAIN>, at?: { row: number; column: number }) => {
      const action = press(key, held, at);
      return action?.type === "move" ? [action.to.row, action.to.column] : null;
    };
    expect(to("ArrowDown")).toEqual([4, 2]);
    expect(to("ArrowUp", {}, { row: 0, column: 2 })).toEqual([-1, 2]);
    expect(to("ArrowUp", {}, { row: -1, column: 2 })).toEqual([-1, 2]);
    expect(to("ArrowLeft", {}, { row: 0, column: 0 })).toEqual([0, 0]);
    expect(to("ArrowRight", {}, { row: 0, column: 4 })).toEqual([0, 4]);
    expect(to("PageDown", {}, { row: 95, column: 0 })).toEqual([99, 0]);
    expect(to("PageUp")).toEqual([0, 2]);
    expect(to("Home", { ctrlKey: true })).toEqual([0, 0]);
    expect(to("End", { metaKey: true })).toEqual([99, 4]);
    expect(to("ArrowDown", { ctrlKey: true })).toEqual([99, 2]);
  });

  it("open, edit, select and leave; others are not the table's", () => {
    expect(press("Enter")).toEqual({ type: "open" });
    expect(press("Enter", { ctrlKey: true })).toEqual({ type: "record" });
    expect(press("F2")).toEqual({ type: "edit" });
    expect(press(" ")).toEqual({ type: "select" });
    expect(press(" ", { shiftKey: true })).toEqual({ type: "extend" });
    expect(press("a", { metaKey: true })).toEqual({ type: "all" });
    expect(press("Escape")).toEqual({ type: "leave" });
    expect(press("a")).toBeNull();
    expect(press("Tab")).toBeNull();
    expect(press("ArrowDown", { altKey: true })).toBeNull();
  });

  it("make columns wider and narrower in the header alone, and follow links in rows alone", () => {
    const heading = { row: -1, column: 2 };
    expect(press("ArrowRight", { altKey: true }, heading)).toEqual({ type: "resize", by: 1 });
    expect(press("ArrowLeft", { altKey: true }, heading)).toEqual({ type: "resize", by: -1 });
    expect(press("ArrowLeft", { altKey: true }, { row: -1, column: 0 })).toBeNull();
    expect(press("ArrowLeft", { altKey: true })).toBeNull();
    expect(press("Enter", { altKey: true })).toEqual({ type: "follow" });
    expect(press("Enter", { altKey: true }, heading)).toBeNull();
    expect(press("ArrowRight", { altKey: true, ctrlKey: true }, heading)).toBeNull();
  });
});

describe("a row that changed", () => {
  const row = { id: "l1", version: 1, title: "Roof", tags: ["a"], custom: { tier: "gold" } };
  it("lights up where it changed, in the tenant's own fields too", () => {
    const after = { ...row, version: 2, title: "Gate", tags: ["a"], custom: { tier: "tin" } };
    expect(changedFields(row, after, ["title", "tags", "custom.tier", "none"])).toEqual(["title", "custom.tier"]);
    expect(changedFields(row, row, ["title"])).toEqual([]);
    expect(changedFields(row, { ...after, id: "l2" }, ["title"])).toEqual([]);
  });
});
