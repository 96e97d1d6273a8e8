import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { migrate } from "../../objects/records/migrate.ts";
import { indexRecord } from "../../objects/records/search-index.ts";
import { config } from "../../src/croft.config.ts";
import type { RecordData, Resource } from "../../src/resources/define.ts";
import { openSqlite, type TestDatabase } from "../support/sqlite.ts";
import { readTenantMigrations } from "../support/tenant-migrations.ts";

let database: TestDatabase;
beforeEach(() => {
  database = openSqlite();
  migrate(database, readTenantMigrations(), 0);
});
afterEach(() => database.close());

function humans(): Resource {
  const resource = config.resourceByName.get("humans");
  if (!resource) throw new Error("There are no humans.");
  return resource;
}

const human = (id: string, lastName: string): RecordData => ({
  id,
  createdAt: "",
  updatedAt: "",
  createdBy: "",
  version: 1,
  deletedAt: null,
  lastName,
});

const found = (word: string) =>
  database.sql
    .exec(
      "SELECT d.record_id AS id FROM search_fts JOIN search_docs d ON d.doc = search_fts.rowid WHERE search_fts MATCH ? ORDER BY id",
      word,
    )
    .toArray()
    .map(({ id }) => id);

/** Throws if the index and the texts it stands for differ. */
const check = () => database.sql.exec("INSERT INTO search_fts (search_fts, rank) VALUES ('integrity-check', 1)");

describe("The full-text index", () => {
  it("finds a record by what it holds now, whatever the case and the accents", () => {
    const [zoe, eve] = [human("hum_1", "Zoë Müller"), human("hum_1", "Eve")];
    indexRecord(database.sql, humans(), null, zoe);
    indexRecord(database.sql, humans(), null, human("hum_2", "Ann"));
    expect([found("zoe"), found("MULLER"), found("ann")]).toEqual([["hum_1"], ["hum_1"], ["hum_2"]]);
    indexRecord(database.sql, humans(), zoe, eve);
    expect([found("zoe"), found("eve")]).toEqual([[], ["hum_1"]]);
    indexRecord(database.sql, humans(), eve, null);
    expect([found("eve"), found("ann")]).toEqual([[], ["hum_2"]]);
    check();
  });

  it("forgets what it once read, even where the title is made in another way since", () => {
    const ada = human("hum_1", "Ada");
    indexRecord(database.sql, humans(), null, ada);
    indexRecord(database.sql, { ...humans(), title: ["another {id}"] }, ada, human("hum_1", "Grace"));
    expect([found("ada"), found("grace"), found("another")]).toEqual([[], ["hum_1"], ["hum_1"]]);
    check();
  });

  it("stays in step over any history", () => {
    const step = fc.record({
      id: fc.constantFrom("hum_1", "hum_2", "hum_3"),
      word: fc.constantFrom("ada", "eve", null),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        database.sql.exec("DELETE FROM search_docs");
        database.sql.exec("INSERT INTO search_fts (search_fts) VALUES ('rebuild')");
        const living = new Map<string, RecordData>();
        for (const { id, word } of steps) {
          const after = word === null ? null : human(id, word);
          indexRecord(database.sql, humans(), living.get(id) ?? null, after);
          if (after) living.set(id, after);
          else living.delete(id);
        }
        for (const word of ["ada", "eve"])
          expect(found(word)).toEqual(
            [...living.values()]
              .filter(({ lastName }) => lastName === word)
              .map(({ id }) => id)
              .sort(),
          );
        check();
      }),
    );
  });
});
