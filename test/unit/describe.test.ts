import { describe, expect, it } from "vitest";
import { config } from "../../src/croft.config.ts";
import type { FieldDescription, ResourceDescription } from "../../src/protocol/description.ts";
import { titleOf } from "../../src/protocol/title.ts";
import { describeConfig } from "../../src/resources/describe.ts";
import { SYSTEM_FIELDS } from "../../src/resources/fields.ts";
import { leastBodies } from "../support/least-bodies.ts";

const description = describeConfig(config);
const { resources, repositoryResources } = description;

function described(name: string, among: readonly ResourceDescription[] = resources): ResourceDescription {
  const found = among.find((resource) => resource.name === name);
  if (!found) throw new Error(`There is no resource ${name}.`);
  return found;
}

function field(resource: string, name: string): FieldDescription {
  const found = described(resource).fields.find((each) => each.name === name);
  if (!found) throw new Error(`${resource} has no field ${name}.`);
  return found;
}

const names = (resource: string, which: (field: FieldDescription) => boolean) =>
  described(resource)
    .fields.filter(which)
    .map(({ name }) => name);

describe("the description of a configuration", () => {
  it("is JSON: nothing is lost on the way to a page", () => {
    expect(JSON.parse(JSON.stringify(description))).toEqual(description);
    expect(JSON.stringify(description)).not.toContain("undefined");
  });

  it("has all resources, plans and roles in their order, and the resources of repositories", () => {
    expect(description).toMatchObject({ name: "Croft CRM", roles: ["owner", "admin", "member", "viewer"] });
    expect(description.plans).toEqual(["free", "pro", "unlimited"]);
    expect(resources.map(({ name }) => name)).toEqual(config.resources.map(({ name }) => name));
    expect(repositoryResources.map(({ name }) => name)).toContain("pulls");
  });

  it.each(config.resources.map((resource) => [resource.name, resource] as const))(
    "has every field of %s, and says of each whether a create takes it",
    (name, resource) => {
      const { fields } = described(name);
      expect(fields.map((each) => each.name)).toEqual([...resource.fields.keys()]);
      const least = leastBodies[name]?.body ?? {};
      const accepted = new Set(Object.keys(resource.defaults));
      for (const each of fields) {
        const taken = resource.access.create !== null && accepted.has(each.name);
        expect(each.onCreate === "never", each.name).toBe(!taken);
        if (each.onCreate === "required") expect(least, each.name).toHaveProperty(each.name);
        if (each.onCreate === "optional") {
          const without = Object.fromEntries(Object.entries(least).filter(([key]) => key !== each.name));
          expect(resource.create.safeParse(without).success, each.name).toBe(true);
        }
        if (resource.access.update === null) expect(each.onUpdate, each.name).toBe(false);
      }
    },
  );

  it("knows what each title is made of", () => {
    for (const resource of [...resources, ...repositoryResources]) {
      const filled = Object.fromEntries(resource.fields.map(({ name }) => [name, "x"]));
      expect(titleOf(resource.title, filled), resource.name).not.toBe("");
    }
  });

  it("says what a resource is beside its fields", () => {
    expect(described("leads")).toMatchObject({
      idPrefix: "lead",
      searchable: true,
      sort: null,
      relations: {
        human: { kind: "one", resource: "humans", field: "humanId" },
        activities: { kind: "many", resource: "activities", field: "subjectId" },
      },
      unique: ["externalId"],
      access: { read: "viewer", create: "member", update: "member", delete: "member", purge: "admin" },
      ownRows: null,
      transitions: { field: "stage", next: { lost: ["new"], won: [] } },
      singleton: false,
      versioned: true,
      view: null,
    });
    expect(described("account-config").singleton).toBe(true);
    expect(described("audit-log").versioned).toBe(false);
    expect(described("bookings").searchable).toBe(false);
    expect(described("issues", repositoryResources)).toMatchObject({ sort: "-number", view: null });
    expect(described("streams", repositoryResources).sort).toBe("name");
    expect(described("pulls", repositoryResources)).toMatchObject({ sort: "-number", view: "issues", unique: [] });
  });
});

describe("the description of a field", () => {
  it("tells those that Croft writes from the others", () => {
    expect(names("humans", ({ system }) => system)).toEqual([...SYSTEM_FIELDS]);
    expect(field("leads", "id")).toMatchObject({ kind: "text", nullable: false, onCreate: "never", onUpdate: false });
    expect(field("audit-log", "id").nullable).toBe(false);
    expect(field("leads", "convertedAt")).toMatchObject({ system: false, onCreate: "never", onUpdate: false });
    expect(field("leads", "custom")).toMatchObject({ system: false, kind: "json", onCreate: "optional", default: {} });
  });

  it("says what a create needs, and what it stores where nothing is given", () => {
    expect(names("flights", ({ onCreate }) => onCreate === "required")).toEqual(
      Object.keys(leastBodies.flights?.body ?? {}),
    );
    expect(field("leads", "stage")).toMatchObject({ onCreate: "optional", onUpdate: true, default: "new" });
    expect(field("bookings", "petIds").default).toEqual([]);
    expect(field("humans", "firstName")).toMatchObject({ onCreate: "optional", nullable: true, default: null });
    expect(field("documents", "name")).toMatchObject({ onCreate: "never", onUpdate: true });
    expect(field("account-config", "timezone")).toMatchObject({ onCreate: "never", onUpdate: true });
    expect(field("error-log", "code")).toMatchObject({ onCreate: "never", onUpdate: false });
  });

  it("has the words there are", () => {
    expect(field("leads", "stage").options).toEqual(["new", "contacted", "qualified", "proposal", "won", "lost"]);
    expect(field("leads", "source").options).toBeNull();
  });

  it.each([
    ["emails", "address", "email"],
    ["leads", "email", "email"],
    ["phone-numbers", "number", "phone"],
    ["leads", "phone", "phone"],
    ["accounts", "website", "url"],
    ["activities", "occurredAt", "date-time"],
    ["leads", "convertedAt", "date-time"],
    ["leads", "createdAt", "date-time"],
    ["humans", "birthday", "date"],
    ["leads", "currency", "currency"],
    ["leads", "value", "money"],
    ["bookings", "price", "money"],
    ["bookings", "seats", null],
    ["humans", "firstName", null],
  ] as const)("says of %s.%s that its format is %s", (resource, name, format) => {
    expect(field(resource, name).format).toBe(format);
  });

  it("names the resource of the ids it holds", () => {
    expect(field("leads", "humanId").reference).toBe("humans");
    expect(field("bookings", "petIds").reference).toBe("pets");
    // Somebody of the tenant, or a record of any resource.
    expect([field("leads", "ownerId").reference, field("activities", "subjectId").reference]).toEqual([null, null]);
  });

  it("has its bounds, where there are any", () => {
    expect(field("geo-interests", "latitude")).toMatchObject({ minimum: -90, maximum: 90 });
    expect(field("geo-interests", "radius").minimum).toBe(0);
    expect(field("leads", "value")).toMatchObject({ minimum: 0, maximum: null });
    expect(field("leads", "notes")).toMatchObject({ maxLength: 20_000, multiline: true });
    expect(field("leads", "firstName")).toMatchObject({ maxLength: 200, multiline: false });
    const issueTitle = described("issues", repositoryResources).fields.find(({ name }) => name === "title");
    expect(issueTitle).toMatchObject({ maxLength: 1_000, multiline: false });
    expect(field("humans", "tags")).toMatchObject({ maxLength: 50, multiline: false });
    expect(field("api-keys", "lastUsedAt").filterable).toBe(false);
    expect(field("leads", "custom").filterable).toBe(false);
  });
});
