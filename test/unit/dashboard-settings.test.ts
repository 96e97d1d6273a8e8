import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expiryOf } from "../../src/dashboard/settings/api-keys/expiry.ts";
import {
  draftOf,
  EMPTY_DRAFT,
  faultsOf,
  fieldOf,
  withField,
  withoutField,
} from "../../src/dashboard/settings/custom-fields/definitions.ts";
import { changedFields } from "../../src/dashboard/settings/logs/changed-fields.ts";
import {
  ANY_CHANGE,
  ANY_ERROR,
  auditConditions,
  errorConditions,
} from "../../src/dashboard/settings/logs/log-filters.ts";
import { merged } from "../../src/dashboard/settings/logs/merged.ts";
import { isLastOwner, mayHandle, rolesToGive } from "../../src/dashboard/settings/roles.ts";
import { keySchema, memberSchema, rowsOf } from "../../src/dashboard/settings/rows.ts";
import { levelOf, shareOf, sizeText } from "../../src/dashboard/settings/usage/amounts.ts";
import { customFieldsSchema } from "../../src/resources/custom-fields.ts";

const ROLES = ["owner", "admin", "member", "viewer"];

describe("roles", () => {
  it("are given up to one's own", () => {
    expect(rolesToGive(ROLES, "admin")).toEqual(["admin", "member", "viewer"]);
    expect(rolesToGive(ROLES, "owner")).toEqual(ROLES);
    expect([rolesToGive(ROLES, null), rolesToGive(ROLES, "king")]).toEqual([[], []]);
    expect([mayHandle(ROLES, "admin", "owner"), mayHandle(ROLES, "admin", "admin")]).toEqual([false, true]);
  });

  it("tell the last owner", () => {
    const members = [
      { id: "a", role: "owner" },
      { id: "b", role: "admin" },
    ];
    expect([isLastOwner(ROLES, members, "a"), isLastOwner(ROLES, members, "b")]).toEqual([true, false]);
    expect(isLastOwner(ROLES, [...members, { id: "c", role: "owner" }], "a")).toBe(false);
  });
});

describe("rows", () => {
  it("are the records that have the shape", () => {
    const member = { id: "mem_1", userId: "usr_1", email: "a@example.com", name: "Ada", role: "owner" };
    expect(rowsOf(memberSchema, [{ ...member, version: 1 }, { id: "mem_2" }, null])).toEqual([member]);
    expect(rowsOf(keySchema, [{ id: "key_1", resources: "all" }])).toEqual([]);
  });
});

describe("a field of the tenant's own", () => {
  const tier = { ...EMPTY_DRAFT, name: "tier", type: "select", options: " gold \n\nsilver" } as const;

  it("is made of what the form holds, as the service takes it", () => {
    expect(fieldOf(tier)).toEqual({ type: "select", options: ["gold", "silver"] });
    const labelled = { ...EMPTY_DRAFT, name: "size", label: " Size ", required: true, options: "left over" };
    expect(fieldOf(labelled)).toEqual({ type: "text", label: "Size", required: true });
  });

  it("is told to be wrong before it is sent", () => {
    expect(faultsOf(tier, ["size"])).toEqual({});
    expect(faultsOf({ ...tier, name: "Tier" }, [])).toEqual({ name: "name" });
    expect(faultsOf(tier, ["tier"])).toEqual({ name: "taken" });
    expect(
      faultsOf(
        tier,
        Array.from({ length: 50 }, (_, at) => `f${at}`),
      ),
    ).toEqual({ name: "many" });
    expect(faultsOf({ ...tier, options: " \n" }, [])).toEqual({ options: "no-options" });
    expect(faultsOf({ ...tier, options: "a\nb\na" }, [])).toEqual({ options: "option-twice" });
    const many = Array.from({ length: 201 }, (_, at) => at).join("\n");
    expect(faultsOf({ ...tier, options: many, label: "x".repeat(201) }, [])).toEqual({
      options: "many-options",
      label: "label",
    });
  });

  it("comes back out of the form as it went in", () => {
    const field = { type: "select" as const, label: "Tier", options: ["gold", "silver"], required: true };
    expect(fieldOf(draftOf("tier", field))).toEqual(field);
    expect(fieldOf(draftOf("size", { type: "number" }))).toEqual({ type: "number" });
  });

  it("is taken by the service whenever the form finds nothing wrong", () => {
    const draft = fc.record({
      name: fc.oneof(fc.stringMatching(/^[a-z][A-Za-z0-9_]{0,39}$/), fc.string()),
      type: fc.constantFrom("text", "integer", "number", "boolean", "date", "select"),
      label: fc.stringMatching(/^[a-z ]{0,12}$/),
      options: fc.array(fc.stringMatching(/^[a-z ]{0,4}$/), { maxLength: 5 }).map((lines) => lines.join("\n")),
      required: fc.boolean(),
    });
    fc.assert(
      fc.property(draft, (given) => {
        fc.pre(Object.keys(faultsOf(given, [])).length === 0);
        const all = withField({}, "leads", given.name, fieldOf(given));
        expect(customFieldsSchema.safeParse(all).success).toBe(true);
      }),
    );
  });

  it("is added, put in the place of another, and taken away", () => {
    const one = withField({}, "leads", "tier", { type: "text" });
    const two = withField(one, "leads", "size", { type: "number" });
    expect(withField(two, "leads", "tier", { type: "date" })).toEqual({
      leads: { tier: { type: "date" }, size: { type: "number" } },
    });
    expect(withoutField(two, "leads", "tier")).toEqual({ leads: { size: { type: "number" } } });
    expect(withoutField(one, "leads", "tier")).toEqual({});
    expect(withoutField(one, "humans", "tier")).toEqual(one);
  });
});

describe("a change in the audit log", () => {
  const base = { id: "lead_1", createdAt: "t", createdBy: "u", deletedAt: null, updatedAt: "1", version: 1 };

  it("shows fields that are another than before, and the tenant's own one by one", () => {
    const before = { ...base, title: "A", stage: "new", tags: ["a"], custom: { tier: "gold", size: 1 } };
    const after = {
      ...base,
      updatedAt: "2",
      version: 2,
      title: "A",
      stage: "won",
      tags: ["a", "b"],
      custom: { size: 2 },
    };
    expect(changedFields(before, after)).toEqual([
      { name: "stage", before: "new", after: "won" },
      { name: "tags", before: "a", after: "a, b" },
      { name: "custom.tier", before: "gold", after: null },
      { name: "custom.size", before: "1", after: "2" },
    ]);
  });

  it("shows all that a new record holds, and all that a purged one held", () => {
    const record = { ...base, title: "A", value: 0, ownerId: null, tags: [], custom: {}, filter: { a: 1 }, note: "" };
    const all = [
      ["title", "A"],
      ["value", "0"],
      ["filter", '{"a":1}'],
    ];
    expect(changedFields(null, record)).toEqual(all.map(([name, after]) => ({ name, before: null, after })));
    expect(changedFields(record, null)).toEqual(all.map(([name, before]) => ({ name, before, after: null })));
    expect(changedFields(null, null)).toEqual([]);
  });

  it("shows that a record was deleted", () => {
    const gone = { ...base, deletedAt: "2026-11-21T10:00:00.000Z", version: 2 };
    expect(changedFields(base, gone)).toEqual([{ name: "deletedAt", before: null, after: "2026-11-21T10:00:00.000Z" }]);
  });
});

describe("a question to a log", () => {
  it("asks for nothing where nothing is filled in", () => {
    expect([auditConditions(ANY_CHANGE), errorConditions(ANY_ERROR)]).toEqual([[], []]);
  });

  it("asks for what is filled in, and for whole days of the reader", () => {
    const first = new Date(2026, 10, 21).toISOString();
    const last = new Date(2026, 10, 23).toISOString();
    const days = { from: "2026-11-21", to: "2026-11-22" };
    const asked = { ...ANY_CHANGE, ...days, resource: "leads", action: "update", actor: "usr_1", record: " lead_1 " };
    expect(auditConditions(asked)).toEqual([
      { resource: "leads" },
      { action: "update" },
      { actorId: "usr_1" },
      { recordId: "lead_1" },
      { at: { gte: first } },
      { at: { lt: last } },
    ]);
    expect(errorConditions({ ...days, kind: "job", code: "unavailable", request: "r1" })).toEqual([
      { kind: "job" },
      { code: "UNAVAILABLE" },
      { requestId: "r1" },
      { createdAt: { gte: first } },
      { createdAt: { lt: last } },
    ]);
    expect(auditConditions({ ...ANY_CHANGE, from: "20261121" })).toEqual([]);
  });

  it("is answered without an entry twice", () => {
    expect(merged([{ id: "c" }, { id: "b" }], [{ id: "b" }, { id: "a" }]).map(({ id }) => id)).toEqual(["c", "b", "a"]);
  });
});

describe("an amount", () => {
  it("is read in the largest unit that it fills", () => {
    const texts = [0, 1, 1_023, 1_536, 1_073_741_824].map((bytes) => sizeText(bytes, "en"));
    expect(texts).toEqual(["0 bytes", "1 byte", "1,023 bytes", "1.5 kB", "1 GB"]);
  });

  it("is a share that never runs over", () => {
    expect([shareOf(1, 4), shareOf(9, 4), shareOf(0, 0), shareOf(-1, 4)]).toEqual([0.25, 1, 1, 0]);
    expect([levelOf(0.79), levelOf(0.8), levelOf(0.95)]).toEqual(["good", "warn", "bad"]);
  });
});

describe("the end of a key", () => {
  it("is so many days from now, or never", () => {
    expect(expiryOf("30", Date.UTC(2026, 10, 1))).toBe("2026-12-01T00:00:00.000Z");
    expect([expiryOf("never", 0), expiryOf("", 0), expiryOf("-1", 0)]).toEqual([null, null, null]);
  });
});
