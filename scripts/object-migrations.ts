/** What a generated migration of an object needs beside its SQL: its way down, and its place in the list that objects read. */

/** Kinds of objects with a database of their own: names of folders below migrations/ and objects/. */
export const OBJECT_KINDS = ["tenant", "repository"] as const;
export type ObjectKind = (typeof OBJECT_KINDS)[number];

const SEPARATOR = "--> statement-breakpoint";

/** Statements that drizzle-kit writes when something is added, and what takes each back. */
const TAKEN_BACK: readonly [statement: RegExp, back: string][] = [
  [/^CREATE TABLE (`\w+`) \(/, "DROP TABLE $1;"],
  [/^CREATE (?:UNIQUE )?INDEX (`\w+`) ON /, "DROP INDEX $1;"],
  [/^ALTER TABLE (`\w+`) ADD (`\w+`) /, "ALTER TABLE $1 DROP COLUMN $2;"],
];

/** The SQL that takes a migration back, the last statement first; null where somebody has to think about it. */
export function wayDown(up: string): string | null {
  const statements = up.split(SEPARATOR).map((statement) => statement.trim());
  const back = statements.map((statement) => {
    const [pattern, replacement] = TAKEN_BACK.find(([known]) => known.test(statement)) ?? [];
    const [found] = pattern?.exec(statement) ?? [];
    return pattern && replacement && found ? found.replace(pattern, replacement) : null;
  });
  return back.includes(null) ? null : `${back.toReversed().join(`\n${SEPARATOR}\n`)}\n`;
}

/** The text of `migrations.ts` in the folder of the object. `ids` are file names without `.sql`, oldest first. */
export function migrationList(kind: ObjectKind, ids: readonly string[]): string {
  const imports = ids.flatMap((id) => [
    `import down${numberOf(id)} from "../../migrations/${kind}/${id}.down.sql";`,
    `import up${numberOf(id)} from "../../migrations/${kind}/${id}.sql";`,
  ]);
  const entries = ids.map((id) => `  { id: "${id}", up: up${numberOf(id)}, down: down${numberOf(id)} },`);
  return [
    `/** The migrations of a ${kind}'s database, oldest first. Append-only: an entry that was ever deployed never changes and never moves. */`,
    ...imports,
    'import type { Migration } from "../records/migrate.ts";',
    "",
    `export const ${kind}Migrations: readonly Migration[] = [`,
    ...entries,
    "];",
    "",
  ].join("\n");
}

function numberOf(id: string): string {
  return id.slice(0, id.indexOf("_"));
}
