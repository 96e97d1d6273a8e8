import { describe, expect, it } from "vitest";
import { commandsFor } from "../../src/dashboard/palette/items.ts";
import { ranked } from "../../src/dashboard/palette/ranking.ts";
import { type Visit, visitOf, visitsIn, withVisit } from "../../src/dashboard/palette/recent.ts";

const named = (...labels: string[]) => labels.map((label) => ({ label }));
const labels = (items: readonly { readonly label: string }[]) => items.map(({ label }) => label);

describe("what is typed", () => {
  it("means first what begins with it, then what has a word that does, then what contains it", () => {
    const items = named("Make a lead", "Misleading", "Leads", "Bookings");
    expect(labels(ranked(items, "lead"))).toEqual(["Leads", "Make a lead", "Misleading"]);
  });

  it("means what all of its words are found in", () => {
    const items = [{ label: "Theme: dark", words: "colours night" }, { label: "Theme: light" }];
    expect(labels(ranked(items, "theme night"))).toEqual(["Theme: dark"]);
    expect(ranked(items, "theme xyz")).toEqual([]);
  });

  it("is the same with and without accents, in any case", () => {
    expect(labels(ranked(named("Übersicht"), "uber"))).toEqual(["Übersicht"]);
    expect(labels(ranked(named("Overview"), "OVER"))).toEqual(["Overview"]);
  });

  it("means everything in its order where it has no word", () => {
    expect(labels(ranked(named("B", "A"), " … "))).toEqual(["B", "A"]);
  });
});

describe("what is offered", () => {
  const reach = {
    handle: "acme",
    resources: ["leads", "flights"],
    creatable: ["leads"],
    sections: ["members"] as const,
    tenants: ["acme", "globex"],
    mayFollow: false,
    isOperator: false,
  };

  it("is what the caller may reach, and no other tenant than those of the caller", () => {
    const items = commandsFor(reach);
    expect(labels(items)).toEqual(
      expect.arrayContaining(["Leads", "Flights", "Make a lead", "Settings: Members", "Switch to globex"]),
    );
    expect(labels(items)).not.toContain("Make a flight");
    expect(labels(items)).not.toContain("Follow a repository");
    expect(labels(items)).not.toContain("Switch to acme");
    expect(labels(items)).not.toContain("Operators");
    expect(new Set(items.map(({ key }) => key)).size).toBe(items.length);
  });

  it("has the pages of those who run the service for them alone", () => {
    expect(labels(commandsFor({ ...reach, isOperator: true }))).toContain("Operators");
  });

  it("is found by what people call it", () => {
    expect(labels(ranked(commandsFor(reach), "new lead"))).toEqual(["Make a lead"]);
    expect(labels(ranked(commandsFor(reach), "log out"))).toEqual(["Sign out"]);
  });
});

describe("where somebody was", () => {
  const visit = (id: string): Visit => ({ kind: "record", resource: "leads", id });

  it("is a record or a repository", () => {
    expect(visitOf({ resource: "leads", id: "lead_1" })).toEqual(visit("lead_1"));
    expect(visitOf({ owner: "hub4j", name: "github-api" })).toEqual({
      kind: "repository",
      owner: "hub4j",
      name: "github-api",
    });
    expect(visitOf({ resource: "leads" })).toBeNull();
  });

  it("is kept newest first, each once, and not for ever", () => {
    const ids = ["a", "b", "a", "c", "d", "e", "f", "g"];
    const visits = ids.reduce<readonly Visit[]>((kept, id) => withVisit(kept, visit(id)), []);
    expect(visits).toEqual(["g", "f", "e", "d", "c", "a"].map(visit));
  });

  it("is read again from what was kept, and nothing from what is something else", () => {
    expect(visitsIn(JSON.stringify([visit("a")]))).toEqual([visit("a")]);
    for (const text of [null, "", "{", '[{"kind":"record"}]', "null"]) expect(visitsIn(text)).toEqual([]);
  });
});
