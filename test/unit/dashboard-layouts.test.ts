import { describe, expect, it } from "vitest";
import { config } from "../../src/croft.config.ts";
import { columnsOf, mayStartIn, movesFrom } from "../../src/dashboard/layouts/board/columns.ts";
import { changedFields } from "../../src/dashboard/layouts/board/conflict.ts";
import { type Move, shownIn } from "../../src/dashboard/layouts/board/moves.ts";
import { figuresFor, totalsOf } from "../../src/dashboard/layouts/board/totals.ts";
import { narrowed } from "../../src/dashboard/layouts/layout-props.ts";
import { boardField, dateChoices, placeFields, possibleLayouts } from "../../src/dashboard/layouts/possible-layouts.ts";
import type { FieldDescription, ResourceDescription } from "../../src/protocol/description.ts";
import { describeConfig } from "../../src/resources/describe.ts";

const { resources } = describeConfig(config);
const named = (name: string) => resources.find((resource) => resource.name === name);

function resource(name: string): ResourceDescription {
  const found = named(name);
  if (!found) throw new Error(`There is no ${name}.`);
  return found;
}

function columnField(name: string): FieldDescription {
  const field = boardField(resource(name));
  if (!field) throw new Error(`There is no board of ${name}.`);
  return field;
}

describe("the layouts of a resource", () => {
  it.each([
    ["leads", ["table", "board", "calendar"]],
    ["bookings", ["table", "board", "calendar"]],
    ["flights", ["table", "calendar"]],
    ["activities", ["table", "board", "calendar"]],
    ["geo-interests", ["table", "map"]],
    ["accounts", ["table"]],
    ["account-config", ["table"]],
  ])("of %s are %j", (name, layouts) => {
    expect(possibleLayouts(resource(name), named)).toEqual(layouts);
  });

  it("have the columns of the status machine, or of the first field with options", () => {
    expect(boardField(resource("leads"))?.name).toBe("stage");
    expect(boardField(resource("activities"))?.name).toBe("kind");
    expect(boardField({ ...resource("leads"), transitions: null })?.name).toBe("stage");
    expect(boardField(resource("flights"))).toBeNull();
  });

  it("take the times of a record itself, and those that its relations always have only where it has none", () => {
    const paths = (name: string) => dateChoices(resource(name), named).map(({ path }) => path);
    expect(paths("leads")).toEqual(["expectedCloseAt", "convertedAt"]);
    expect(paths("flights")).toEqual(["departsAt", "arrivesAt"]);
    expect(paths("bookings")).toEqual(["flight.departsAt", "flight.arrivesAt"]);
    const [choice] = dateChoices(resource("bookings"), named);
    expect(choice?.through).toMatchObject({ field: "flightId", resource: { name: "flights" } });
    expect(dateChoices(resource("bookings"), () => undefined)).toEqual([]);
  });

  it("know what makes a place", () => {
    const fields = { latitude: "latitude", longitude: "longitude", radius: "radius" };
    expect(placeFields(resource("geo-interests"))).toEqual(fields);
    const pointsOnly = resource("geo-interests").fields.filter(({ name }) => name !== "radius");
    expect(placeFields({ ...resource("geo-interests"), fields: pointsOnly })?.radius).toBeNull();
    expect(placeFields(resource("leads"))).toBeNull();
  });
});

describe("a query", () => {
  it("is narrowed by one condition more, whatever it asked before", () => {
    expect(narrowed({}, { stage: "new" })).toEqual({ filter: { stage: "new" }, q: undefined });
    const asked = { filter: { or: [{ value: 1 }, { stage: "won" }] }, q: "roof", sort: ["-value"] };
    expect(narrowed(asked, { stage: "new" })).toEqual({ filter: { and: [asked.filter, { stage: "new" }] }, q: "roof" });
  });
});

describe("a board", () => {
  const leads = resource("leads");
  const stage = columnField("leads");

  it("has a column for each option in their order, and one before them where there may be none", () => {
    expect(columnsOf(stage).map(({ key }) => key)).toEqual([
      "new",
      "contacted",
      "qualified",
      "proposal",
      "won",
      "lost",
    ]);
    expect(columnsOf({ ...stage, nullable: true })[0]).toEqual({ key: "", value: null });
  });

  it("lets cards go where the status machine lets them", () => {
    expect([...movesFrom(leads, stage, "new")]).toEqual(["contacted", "qualified", "proposal", "lost"]);
    expect([...movesFrom(leads, stage, "won")]).toEqual([]);
    expect([...movesFrom(leads, stage, "lost")]).toEqual(["new"]);
  });

  it("lets cards go anywhere without one, and nowhere where the field is not to be changed", () => {
    const kind = columnField("activities");
    expect(movesFrom(resource("activities"), kind, "call").size).toBe((kind.options?.length ?? 0) - 1);
    expect(movesFrom(leads, { ...stage, onUpdate: false }, "new").size).toBe(0);
  });

  it("makes records in the columns where they may start", () => {
    expect(mayStartIn(leads, stage, "qualified")).toBe(true);
    expect(mayStartIn(leads, stage, "won")).toBe(false);
    expect(mayStartIn(resource("activities"), columnField("activities"), "star")).toBe(true);
    expect(mayStartIn(leads, { ...stage, onCreate: "never" }, "new")).toBe(false);
  });

  it("adds up counts and money by column and currency", () => {
    expect(figuresFor(leads, stage)).toEqual({ groupBy: ["stage", "currency"], count: true, sum: ["value"] });
    expect(figuresFor(resource("activities"), columnField("activities"))).toEqual({ groupBy: ["kind"], count: true });
    const rows = [
      { stage: "new", currency: "EUR", count: 2, sum: { value: 300 } },
      { stage: "new", currency: "USD", count: 1, sum: { value: 900 } },
      { stage: "won", currency: "EUR", count: 4, sum: { value: 0 } },
      { stage: null, currency: "EUR", count: 1, sum: { value: null } },
    ];
    const totals = totalsOf(rows, "stage", "value");
    expect(totals.get("new")).toEqual({
      count: 3,
      sums: [
        { currency: "USD", amount: 900 },
        { currency: "EUR", amount: 300 },
      ],
    });
    expect(totals.get("won")).toEqual({ count: 4, sums: [] });
    expect(totals.get("")).toEqual({ count: 1, sums: [] });
  });
});

describe("a moved card", () => {
  const card = (id: string, stage: string, version = 1) => ({ id, stage, version });
  const moves = (move: Partial<Move> & Pick<Move, "record">): ReadonlyMap<string, Move> =>
    new Map([[move.record.id, { from: "new", to: "won", seq: null, ...move }]]);
  const ids = (records: readonly { id: string }[]) => records.map(({ id }) => id);

  it("stands in its new column alone, on top, until the service has answered", () => {
    const open = moves({ record: card("a", "won") });
    expect(ids(shownIn("new", [card("b", "new"), card("a", "new")], 5, open))).toEqual(["b"]);
    expect(ids(shownIn("won", [card("c", "won")], 5, open))).toEqual(["a", "c"]);
    expect(ids(shownIn("lost", [card("d", "lost")], 5, open))).toEqual(["d"]);
  });

  it("stays there until the columns have seen the write, and is theirs from then on", () => {
    const made = moves({ record: card("a", "won", 2), seq: 6 });
    expect(ids(shownIn("won", [], 5, made))).toEqual(["a"]);
    expect(ids(shownIn("new", [card("a", "new")], 5, made))).toEqual([]);
    expect(ids(shownIn("won", [], 6, made))).toEqual([]);
    expect(ids(shownIn("new", [card("a", "new", 3)], 7, made))).toEqual(["a"]);
  });

  it("shows the newest that is known of it, and once", () => {
    const shown = shownIn("won", [card("a", "won", 3)], null, moves({ record: card("a", "won", 2) }));
    expect(shown).toEqual([card("a", "won", 3)]);
  });

  it("leaves the very same records where nothing is moved", () => {
    const records = [card("a", "new")];
    expect(shownIn("new", records, 1, new Map())).toBe(records);
  });
});

describe("a conflict", () => {
  it("names the fields that somebody else changed", () => {
    const before = { id: "a", stage: "new", value: 1, tags: ["x"], version: 1, updatedAt: "1" };
    const after = { ...before, stage: "won", tags: ["x", "y"], version: 2, updatedAt: "2" };
    expect(changedFields({ before, after })).toEqual(["stage", "tags"]);
    expect(changedFields({ before, after: null })).toEqual([]);
  });
});
