/** The guide to a resource of one's own, followed in a copy of the repository: its file, its configuration, its migration, its calls. */
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { migrate, migrateDown } from "../../objects/records/migrate.ts";
import { completeDevVars, readDevVars } from "../../scripts/dev-vars.ts";
import { ROOT } from "../../scripts/paths.ts";
import { type Block, blocksOf } from "../support/guide.ts";
import { startServer, type TestServer } from "../support/server.ts";
import { runInShell } from "../support/shell.ts";
import { shownWrongly } from "../support/shown.ts";
import { openSqlite } from "../support/sqlite.ts";
import { readTenantMigrations } from "../support/tenant-migrations.ts";
import { copyRepository, type WorkingCopy } from "../support/working-copy.ts";

const blocks = blocksOf("docs/guides/define-a-resource.md");
const BINARIES = join(ROOT, "node_modules", ".bin");

let copy: WorkingCopy;
let server: TestServer | undefined;
beforeAll(() => {
  copy = copyRepository();
});
afterAll(async () => {
  await server?.stop();
  copy?.remove();
});

function run(command: string, ...args: string[]): { status: number | null; output: string } {
  const ran = spawnSync(command, args, { cwd: copy.root, encoding: "utf8" });
  return { status: ran.status, output: `${ran.stdout}${ran.stderr}` };
}

/** A block as a reader carries it out; what `sh` prints is not shown, and goes to a log. */
function asScript({ language, text, file }: Block): string {
  if (file !== null) return `cat > ${file} <<'END OF FILE'\n${text}END OF FILE`;
  return language === "sh" ? `{ ${text}} > "$LOG" 2>&1 < /dev/null` : text;
}

it("makes a resource by one file, one line and one generated migration", () => {
  copy.apply(blocks.slice(0, 2));
  const [migrations, start] = blocks.filter((block) => block.language === "sh").map((block) => block.text.trim());
  expect(start).toBe("npm start");
  expect(run("bash", "-ec", migrations ?? "false")).toMatchObject({ status: 0 });
  const made = readTenantMigrations(join(copy.root, "migrations", "tenant"));
  const added = made.slice(readTenantMigrations().length);
  expect(added.map(({ id }) => id)).toEqual([expect.stringMatching(/^\d{4}_add_projects$/)]);
  expect(readFileSync(join(copy.root, "objects/tenant/migrations.ts"), "utf8")).toContain(added[0]?.id);
  const database = openSqlite();
  const schema = () => database.sql.exec("SELECT name, sql FROM sqlite_master ORDER BY name").toArray();
  migrate(database, made, 0, made.at(-2)?.id);
  const before = schema();
  expect(migrate(database, made, 0)).toHaveLength(1);
  migrateDown(database, made, made.at(-2)?.id ?? null);
  expect(schema()).toEqual(before);
});

it("leaves code that its tools accept", () => {
  // Without the types of workerd, which `npm run check` generates first.
  const config = {
    extends: "./tsconfig.json",
    compilerOptions: { types: ["node"] },
    files: ["src/croft.config.ts"],
    include: [],
  };
  writeFileSync(join(copy.root, "tsconfig.guide.json"), JSON.stringify(config));
  expect(run(join(BINARIES, "tsc"), "-p", "tsconfig.guide.json")).toEqual({ status: 0, output: "" });
  const files = ["src/resources/projects.ts", "src/croft.config.ts", "objects/tenant/migrations.ts"];
  expect(run(join(BINARIES, "biome"), "check", "--vcs-enabled=false", ...files)).toMatchObject({ status: 0 });
});

it("answers over REST, search, aggregates, the reference and live, as the guide shows", async () => {
  const settings = join(copy.root, ".dev.vars");
  completeDevVars(settings);
  const { OPERATOR_TOKEN = "" } = readDevVars(settings, {}, 8787);
  server = await startServer({ OPERATOR_TOKEN }, copy.root);
  const start = blocks.findIndex((block) => block.text === "npm start\n");
  const commands = blocks.slice(start + 1).filter((block) => ["sh", "bash", "ts"].includes(block.language));
  const scripts = commands.map((block) => asScript(block));
  const log = join(copy.root, "install.log");
  // npm looks packages up in its cache first.
  const environment = { CROFT_URL: server.url, LOG: log, npm_config_prefer_offline: "true" };
  const { outputs, ...ended } = await runInShell(scripts, copy.root, environment);
  expect(ended, readFileSync(log, "utf8")).toEqual({ code: 0, problems: "" });
  const wrong = commands.flatMap((command, index) => shownWrongly(command, outputs[index] ?? []));
  expect(wrong).toEqual([]);
});

it("gives the client the types of the resource", () => {
  const board = join(copy.root, "..", "board");
  const program = readFileSync(join(board, "follow.ts"), "utf8");
  const types = ["--types", "node", "--typeRoots", join(ROOT, "node_modules", "@types")];
  const compile = (name: string, text: string) => {
    writeFileSync(join(board, name), text);
    const options = ["--ignoreConfig", "--noEmit", "--strict", "--module", "nodenext", "--target", "ES2024", ...types];
    return run(join(BINARIES, "tsc"), ...options, join(board, name));
  };
  expect(compile("right.ts", program)).toEqual({ status: 0, output: "" });
  expect(compile("wrong.ts", program.replace('"active" });', '"activ" });')).output).toContain('"activ"');
  expect(compile("wrong.ts", program.replace("project.title", "project.name")).output).toContain("'name'");
});
