import { describe, expect, it, test } from "vitest";
import { config } from "../../src/croft.config.ts";
import { actorOf, personName } from "../../src/dashboard/fields/actors.ts";
import { formatValue } from "../../src/dashboard/fields/format.ts";
import { shownFields } from "../../src/dashboard/fields/shown-field.ts";
import { broughtBack, draftOf, keepDraft } from "../../src/dashboard/record/drafts.ts";
import { keepList, neighboursOf } from "../../src/dashboard/records/came-from.ts";
import { editsOf, type OpenConflict, OpenConflicts, OwnVersions } from "../../src/dashboard/records/open-conflicts.ts";
import { ANY_CHANGE, auditConditions, BY_CROFT } from "../../src/dashboard/settings/logs/log-filters.ts";
import { merged, withNewer } from "../../src/dashboard/settings/logs/merged.ts";
import { describeConfig } from "../../src/resources/describe.ts";

const leads = describeConfig(config).resources.find(({ name }) => name === "leads");
if (!leads) throw new Error("There are no leads.");

describe("the neighbours of a record", () => {
  it("are those of the list it was opened from", () => {
    const state = keepList(["a", "b", "c"]);
    expect(neighboursOf(state, "b")).toEqual({ ...state, previous: "a", next: "c" });
    expect(neighboursOf(state, "a")).toMatchObject({ previous: null, next: "b" });
    expect(neighboursOf(state, "c")).toMatchObject({ previous: "b", next: null });
  });

  it("are not known of a record that is in no such list", () => {
    const { list } = keepList(["a"]);
    expect(neighboursOf({ list }, "z")).toBeNull();
    for (const state of [undefined, null, {}, { list: "1" }, { list: list + 1 }])
      expect(neighboursOf(state, "a")).toBeNull();
  });

  it("are forgotten of lists that many others followed", () => {
    const first = keepList(["a"]);
    for (let at = 0; at < 19; at += 1) keepList([]);
    expect(neighboursOf(first, "a")).not.toBeNull();
    keepList([]);
    expect(neighboursOf(first, "a")).toBeNull();
  });
});

describe("an edit that met another one", () => {
  const record = (version: number) => ({ id: "lead_1", version });
  const conflict = (owner: object | null): OpenConflict => ({
    resource: leads,
    base: record(1),
    mine: { title: "Mine" },
    theirs: record(2),
    owner,
  });

  it("is kept when the form is gone, until somebody has chosen", () => {
    const conflicts = new OpenConflicts();
    const [form, other] = [{}, {}];
    const seen: number[] = [];
    conflicts.subscribe((value) => seen.push(value.length));
    conflicts.add(conflict(form));
    conflicts.add(conflict(other));
    conflicts.leave(form);
    conflicts.leave(form);
    expect(conflicts.value.map(({ owner }) => owner)).toEqual([null, other]);
    const [left] = conflicts.value;
    if (!left) throw new Error("It is lost.");
    const next = { ...left, theirs: record(3) };
    conflicts.replace(left, next);
    expect(conflicts.value[0]).toBe(next);
    conflicts.replace(next, null);
    expect(conflicts.value.map(({ owner }) => owner)).toEqual([other]);
    expect(seen).toEqual([1, 2, 2, 2, 1]);
  });

  it("is none where the other one was made here, too", () => {
    const versions = new OwnVersions();
    versions.keep(record(1), record(2));
    versions.keep(record(2), record(3));
    versions.keep(record(3), record(3));
    expect(versions.after(record(1))).toEqual(record(3));
    expect(versions.after(record(4))).toEqual(record(4));
    expect(versions.after({ id: "lead_2", version: 1 })).toEqual({ id: "lead_2", version: 1 });
  });

  it("belongs to its tenant", () => {
    const tenant = {};
    expect(editsOf(tenant)).toBe(editsOf(tenant));
    expect(editsOf({})).not.toBe(editsOf(tenant));
  });
});

describe("who made a record", () => {
  it.each([
    ["system", "system"],
    ["operator", "operator"],
    ["key_01KM9ZZZZZZZZZZZZZZZZZZZZZ", "key"],
    ["usr_01KM9ZZZZZZZZZZZZZZZZZZZZZ", "user"],
    ["user_2abc", "user"],
  ])("%s is told by its form as %s", (id, kind) => {
    expect(actorOf(id)).toEqual({ kind, id });
  });

  it("is said in words where nobody's name is meant", () => {
    const field = shownFields(leads, null).find(({ name }) => name === "createdBy");
    if (!field) throw new Error("Leads do not say who made them.");
    expect(formatValue(field, "system", {})).toBe("Croft");
    expect(formatValue(field, "operator", {})).toBe("An operator");
    expect(formatValue(field, "usr_1", {})).toBe("usr_1");
  });

  it("is called by the name, not by the address behind it", () => {
    expect(personName("Ada Lovelace ada@example.com")).toBe("Ada Lovelace");
    expect(personName("ada@example.com")).toBe("ada@example.com");
    expect(personName("Ada @ home")).toBe("Ada @ home");
  });
});

describe("a log", () => {
  const rows = (...ids: number[]) => ids.map((id) => ({ id: String(id) }));

  it("has what came live before its pages, each entry once", () => {
    expect(merged(rows(4, 3), rows(3, 2))).toEqual(rows(4, 3, 2));
    const older = { data: rows(1), seq: 3, nextCursor: null };
    const pages = withNewer([{ data: rows(3, 2), seq: 3, nextCursor: "x" }, older], rows(5, 4, 3), 5);
    expect(pages).toEqual([{ data: rows(5, 4, 3, 2), seq: 5, nextCursor: "x" }, older]);
    expect(withNewer([], rows(1), 1)).toEqual([]);
  });

  it("is asked for what Croft did itself by the kind of actor, for people and keys by their ids", () => {
    expect(auditConditions({ ...ANY_CHANGE, actor: BY_CROFT })).toEqual([{ actorKind: "system" }]);
    expect(auditConditions({ ...ANY_CHANGE, actor: "usr_1" })).toEqual([{ actorId: "usr_1" }]);
  });
});

test("a note that was begun is kept by its record, and one that was refused comes back before what was written since", () => {
  keepDraft("lead_1", "Called");
  expect([draftOf("lead_1"), draftOf("lead_2")]).toEqual(["Called", ""]);
  keepDraft("lead_1", "");
  expect(draftOf("lead_1")).toBe("");
  expect(broughtBack("Called", " ")).toBe("Called");
  expect(broughtBack("Called", "Mailed")).toBe("Called\n\nMailed");
});
