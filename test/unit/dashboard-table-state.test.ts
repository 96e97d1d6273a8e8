import { describe, expect, it } from "vitest";
import { config } from "../../src/croft.config.ts";
import { chosenColumns, columnsByDefault, moved, titleField } from "../../src/dashboard/records/columns.ts";
import { allStored, chosen, differences, firstChoice } from "../../src/dashboard/records/conflict.ts";
import {
  ALL,
  countOf,
  extentOf,
  isSelected,
  NOTHING,
  only,
  ranged,
  toggled,
  withoutIds,
} from "../../src/dashboard/records/selection.ts";
import {
  directionOf,
  FIRST_STATE,
  searchOf,
  sortAsked,
  stateOf,
  stateOfView,
  type TableState,
  toggledSort,
  viewOfState,
} from "../../src/dashboard/records/table-state.ts";
import { NO_WIDTHS, resized, widthsIn } from "../../src/dashboard/records/widths.ts";
import type { ResourceDescription } from "../../src/protocol/description.ts";
import { describeConfig } from "../../src/resources/describe.ts";

const { resources } = describeConfig(config);
function resourceNamed(name: string): ResourceDescription {
  const found = resources.find((resource) => resource.name === name);
  if (!found) throw new Error(`There is no resource ${name}.`);
  return found;
}
const leads = resourceNamed("leads");

describe("the address of a table", () => {
  const state: TableState = {
    layout: "board",
    q: "roof",
    filter: { stage: "new" },
    sort: ["-value"],
    columns: ["stage", "value"],
    widths: { stage: 200 },
  };

  it("says what is not so by itself, and is read back", () => {
    expect(searchOf(FIRST_STATE, null)).toEqual({});
    expect(stateOf(searchOf(state, null), null)).toEqual(state);
  });

  it("says of a saved view only what differs from it", () => {
    const view = { id: "view_1", state };
    expect(searchOf(state, view)).toEqual({ view: "view_1" });
    const cleared = { ...state, filter: null, sort: [], q: "", columns: null, widths: {} };
    expect(searchOf(cleared, view)).toEqual({
      view: "view_1",
      filter: {},
      sort: [],
      q: "",
      columns: null,
      widths: {},
    });
    expect(stateOf(searchOf(cleared, view), state)).toEqual(cleared);
  });

  it("takes what is no filter for none", () => {
    expect(stateOf({ filter: [1] }, null).filter).toBeNull();
    expect(stateOf({ filter: "x" }, null).filter).toBeNull();
  });

  it("is kept as a view, of which what cannot be read is as by itself", () => {
    const kept = { id: "view_1", version: 1, ...viewOfState(state) };
    expect(stateOfView(kept)).toEqual(state);
    expect(stateOfView({ id: "view_1", version: 1, query: "{", layout: "wall", columns: [] })).toEqual(FIRST_STATE);
    expect(stateOfView({ id: "view_1", version: 1, query: '{"sort":1}' })).toEqual(FIRST_STATE);
    expect(stateOfView({ id: "view_1", version: 1, query: '{"widths":{"stage":"wide"}}' })).toEqual(FIRST_STATE);
  });

  it("tells a table of the title alone from one that nobody chose columns for", () => {
    for (const columns of [[], null, ["stage"]]) {
      const chosen = { ...FIRST_STATE, columns };
      expect(stateOfView({ id: "view_1", version: 1, ...viewOfState(chosen) })).toEqual(chosen);
    }
  });
});

describe("the widths of a table", () => {
  it("are kept within their bounds, and taken back to what they are by themselves", () => {
    expect(resized(NO_WIDTHS, "stage", 200.4)).toEqual({ stage: 200 });
    expect(resized({ stage: 200 }, "value", 3)).toEqual({ stage: 200, value: 64 });
    expect(resized({ stage: 200, value: 64 }, "stage", 1e9)).toEqual({ stage: 1_200, value: 64 });
    expect(resized({ stage: 200 }, "stage", null)).toEqual({});
  });

  it("are the same in whatever order they came about", () => {
    const one = resized(resized(NO_WIDTHS, "stage", 200), "$title", 300);
    const other = resized(resized(NO_WIDTHS, "$title", 300), "stage", 200);
    expect(JSON.stringify(one)).toBe(JSON.stringify(other));
    expect(JSON.stringify(widthsIn({ stage: 200, $title: 300 }))).toBe(JSON.stringify(one));
  });

  it("are none where they cannot be read, and bounded where an address says otherwise", () => {
    for (const value of [undefined, null, "wide", [1], { stage: "wide" }]) expect(widthsIn(value)).toEqual({});
    expect(widthsIn({ stage: -5 })).toEqual({ stage: 64 });
    expect(stateOf({ widths: { stage: 1e9 } }, null).widths).toEqual({ stage: 1_200 });
  });
});

describe("the sort of a table", () => {
  it("goes from ascending over descending to none, alone or among others", () => {
    expect(toggledSort([], "value", false)).toEqual(["value"]);
    expect(toggledSort(["value"], "value", false)).toEqual(["-value"]);
    expect(toggledSort(["-value"], "value", false)).toEqual([]);
    expect(toggledSort(["-value"], "stage", false)).toEqual(["stage"]);
    expect(toggledSort(["-value"], "stage", true)).toEqual(["-value", "stage"]);
    expect(toggledSort(["-value", "stage"], "value", true)).toEqual(["stage"]);
    expect(toggledSort(["a", "b", "c", "d"], "e", true)).toEqual(["b", "c", "d", "e"]);
    expect(directionOf(["-value"], "value")).toBe("descending");
    expect(directionOf(["-value"], "stage")).toBeNull();
  });

  it("is always named, so that lists go on page by page", () => {
    expect(sortAsked([], leads)).toEqual(["-id"]);
    expect(sortAsked([], resourceNamed("audit-log"))).toEqual(["-seq"]);
    expect(sortAsked(["value"], leads)).toEqual(["value"]);
  });
});

describe("the columns of a table", () => {
  it("are by themselves those that can be filtered, and the last change at the end, for every resource", () => {
    for (const resource of resources) {
      const columns = columnsByDefault(resource, resource.fields);
      expect(chosenColumns(columns, resource.fields).map(({ name }) => name)).toEqual(columns);
      expect(columns.length).toBeGreaterThan(0);
      if (resource.versioned) expect(columns.at(-1)).toBe("updatedAt");
    }
    expect(columnsByDefault(leads, leads.fields)).not.toContain("title");
  });

  it("leave out what does not exist and what comes twice", () => {
    expect(chosenColumns(["value", "gone", "value", "stage"], leads.fields).map(({ name }) => name)).toEqual([
      "value",
      "stage",
    ]);
  });

  it("are moved within their bounds", () => {
    expect(moved(["a", "b", "c"], "c", -1)).toEqual(["a", "c", "b"]);
    expect(moved(["a", "b", "c"], "a", -1)).toEqual(["a", "b", "c"]);
    expect(moved(["a", "b", "c"], "x", 1)).toEqual(["a", "b", "c"]);
  });

  it("edit the title in its place where one field makes it", () => {
    expect(titleField(leads, leads.fields)?.name).toBe("title");
    expect(titleField(resourceNamed("humans"), resourceNamed("humans").fields)).toBeNull();
  });
});

describe("a selection", () => {
  const order = ["a", "b", "c", "d", "e"];

  it("takes single records and ranges", () => {
    const one = toggled(NOTHING, "b");
    const range = ranged(one, "d", order);
    expect([...range.ids]).toEqual(["b", "c", "d"]);
    expect([...ranged(toggled(range, "b"), "c", order).ids]).toEqual(["d"]);
    expect([...ranged(NOTHING, "c", order).ids]).toEqual(["c"]);
    expect(extentOf(range, order)).toBe("some");
    expect(extentOf(only(order), order)).toBe("all");
    expect(extentOf(NOTHING, order)).toBe("none");
  });

  it("of all that match knows what is left out, and how many there are", () => {
    const but = toggled(ALL, "b");
    expect(isSelected(but, "a")).toBe(true);
    expect(isSelected(but, "b")).toBe(false);
    expect(countOf(but, 10)).toBe(9);
    expect(countOf(but, null)).toBeNull();
    expect(countOf(only(["a"]), null)).toBe(1);
    expect([...ranged(but, "d", order).ids]).toEqual(["b", "c", "d"]);
    expect(extentOf(ALL, order)).toBe("all");
  });

  it("forgets records that are gone", () => {
    expect([...withoutIds(only(["a", "b"]), new Set(["a"])).ids]).toEqual(["b"]);
    const same = only(["a"]);
    expect(withoutIds(same, new Set(["x"]))).toBe(same);
  });
});

describe("two versions of a record", () => {
  const base = { id: "l1", version: 1, title: "Roof", value: 1, stage: "new", custom: { tier: "gold" } };
  const theirs = { ...base, version: 2, title: "Gate", value: 5, custom: { tier: "tin" }, updatedAt: "later" };

  it("differ by field, with who changed what", () => {
    const differing = differences(base, { title: "Door", stage: "won", "custom.tier": "tin" }, theirs);
    expect(differing.map(({ name, changedBy }) => [name, changedBy])).toEqual([
      ["title", "both"],
      ["stage", "mine"],
      ["value", "theirs"],
    ]);
    expect(firstChoice(differing)).toEqual({ title: "mine", stage: "mine", value: "theirs" });
    expect(chosen(differing, firstChoice(differing))).toEqual({ title: "Door", stage: "won" });
    expect(chosen(differing, allStored(differing))).toEqual({});
    expect(chosen(differing, { title: "theirs", stage: "theirs", value: "mine" })).toEqual({ value: 1 });
  });

  it("differ in all that is to be stored where nobody knows what it was before", () => {
    const differing = differences(null, { title: "Door", value: 5 }, theirs);
    expect(differing).toEqual([{ name: "title", base: "Gate", mine: "Door", theirs: "Gate", changedBy: "both" }]);
  });
});
