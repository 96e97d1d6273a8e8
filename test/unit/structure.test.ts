import { describe, expect, it } from "vitest";
import { forbidden } from "../support/layers.ts";
import { parseSource, readSources, type SourceFile } from "../support/source-files.ts";

const sources = readSources("src", "objects");
const tests = readSources("test");
const scripts = readSources("scripts");
const everything = [...sources, ...tests, ...scripts];

/** The one way to say in a type test that a line must not compile. */
const EXPECT_ERROR = ["@ts", "expect-error"].join("-");
const isTypeTest = (file: SourceFile) => file.path.endsWith(".test-d.ts");

/** Every violation with its place, so that a failure says what to change. */
function places<Found>(
  files: readonly SourceFile[],
  find: (file: SourceFile) => readonly Found[],
  say: (found: Found) => string,
): string[] {
  return files.flatMap((file) => find(file).map((found) => `${file.path}: ${say(found)}`));
}

describe("the direction of imports", () => {
  it("goes from a part to those it stands on, and nowhere else", () => {
    const relative = (file: SourceFile) => file.imports.filter((name) => /^(src|objects|migrations)\//.test(name));
    const wrong = places(
      sources,
      (file) => relative(file).flatMap((target) => forbidden(file.path, target) ?? []),
      (reason) => reason,
    );
    expect(wrong).toEqual([]);
  });

  it("is read from every kind of import", () => {
    const text = [
      'import type { A } from "../protocol/a.ts";',
      'import b, { type C } from "./b.ts";',
      'export { d } from "../d.ts";',
      'export * from "zod";',
      'const e = await import("../../objects/tenant/e.ts");',
    ].join("\n");
    expect(parseSource("src/routes/x.ts", text).imports).toEqual([
      "src/protocol/a.ts",
      "src/routes/b.ts",
      "src/d.ts",
      "zod",
      "objects/tenant/e.ts",
    ]);
  });

  it("never leaves src, objects and migrations", () => {
    const outside = places(
      sources,
      (file) => file.imports.filter((name) => /^(test|scripts|\.\.|[^/]+\.ts$)/.test(name)),
      (name) => name,
    );
    expect(outside).toEqual([]);
  });

  it("takes zod as a namespace: its object named z brings every language of its messages along", () => {
    const named = sources.filter(({ text }) => /import (type )?\{[^}]*\bz\b[^}]*\} from "zod/.test(text));
    expect(named.map(({ path }) => path)).toEqual([]);
  });

  it("keeps every package but zod out of the protocol", () => {
    const files = sources.filter((file) => file.path.startsWith("src/protocol/"));
    const packages = files.flatMap((file) => file.imports.filter((name) => !name.startsWith("src/")));
    expect(new Set(packages)).toEqual(new Set(["zod", "zod/mini"]));
  });

  it.each([
    ["src/protocol/filter.ts", "src/resources/define.ts"],
    ["src/resources/humans.ts", "objects/records/store.ts"],
    ["objects/tenant/tenant.ts", "objects/repository/repository.ts"],
    ["objects/repository/repository.ts", "objects/tenant/tenant.ts"],
    ["objects/records/store.ts", "objects/tenant/keys.ts"],
    ["objects/tenant/tenant.ts", "src/routes/health.ts"],
    ["src/client/rest.ts", "src/resources/humans.ts"],
    ["src/dashboard/main.tsx", "src/croft.config.ts"],
    ["src/protocol/filter.ts", "src/client/rest.ts"],
    ["src/unheard-of/file.ts", "src/protocol/filter.ts"],
    ["src/routes/health.ts", "migrations/tenant/0000_records.sql"],
    ["src/stubs.ts", "src/auth/worker/worker.ts"],
    ["src/auth/accounts.ts", "src/auth/worker/tables.ts"],
    ["src/auth/worker/options.ts", "src/env.ts"],
    ["src/auth/worker/options.ts", "objects/records/new-id.ts"],
  ])("forbids %s to import %s", (from, to) => {
    expect(forbidden(from, to)).not.toBeNull();
  });
});

describe("objects", () => {
  it("are named by one file of each Worker alone", () => {
    const stubs = new Set(["src/stubs.ts", "src/auth/worker/stubs.ts"]);
    const naming = new Set(["getByName", "idFromName", "idFromString", "newUniqueId"]);
    const calls = places(
      sources.filter((file) => !stubs.has(file.path)),
      (file) => file.methodCalls.filter((call) => naming.has(call.name)),
      (call) => `line ${call.line} calls ${call.name}`,
    );
    expect(calls).toEqual([]);
  });

  it("have classes of at most 200 lines, for these are wiring", () => {
    const classes = sources.filter((file) => /^objects\/([^/]+)\/\1\.ts$/.test(file.path));
    expect(classes.map((file) => file.path)).toContain("objects/tenant/tenant.ts");
    expect(classes.filter((file) => file.lines > 200).map((file) => `${file.path}: ${file.lines} lines`)).toEqual([]);
  });
});

describe("sizes", () => {
  it("stay below 300 lines a file, 600 where a file is nothing but tables", () => {
    const limit = (file: SourceFile) => (/(^|[/-])(tables|schema)\.ts$/.test(file.path) ? 600 : 300);
    const long = everything.filter((file) => file.lines > limit(file));
    expect(long.map((file) => `${file.path}: ${file.lines} lines`)).toEqual([]);
  });

  it("stay below 80 lines a function", () => {
    const long = places(
      [...sources, ...scripts],
      (file) => file.functions.filter((each) => each.lines > 80),
      (each) => `the function of line ${each.line} has ${each.lines} lines`,
    );
    expect(long).toEqual([]);
  });

  it("are measured", () => {
    const file = parseSource("src/a.ts", `const f = () => {${"\n".repeat(80)}};\nfunction g() {}\n`);
    expect(file.functions).toEqual([
      { line: 1, lines: 81 },
      { line: 82, lines: 1 },
    ]);
    expect(file.lines).toBe(82);
  });
});

describe("names", () => {
  it("are kebab-case", () => {
    const odd = everything.filter(
      (file) => !/^([a-z0-9]+(-[a-z0-9]+)*\/)+[a-z0-9]+([-.][a-z0-9]+)*\.tsx?$/.test(file.path),
    );
    expect(odd.map((file) => file.path)).toEqual([]);
  });

  it("say what is inside: no drawers, no barrels", () => {
    const drawer = /(^|[/-])(utils?|helpers?|common|lib|misc|managers?)([/.-]|$)|\/index\.tsx?$/;
    expect(everything.map((file) => file.path).filter((path) => drawer.test(path))).toEqual([]);
  });

  it("lie at most three folders deep", () => {
    const deep = sources.filter((file) => file.path.split("/").length - 2 > 3);
    expect(deep.map((file) => file.path)).toEqual([]);
  });
});

describe("the code", () => {
  it("knows no any", () => {
    expect(
      places(
        everything,
        (file) => file.anys,
        (line) => `line ${line}`,
      ),
    ).toEqual([]);
    expect(parseSource("src/a.ts", "// any\nconst company: any = 1;").anys).toEqual([2]);
  });

  it("silences no tool and puts nothing off", () => {
    const words =
      /@ts-(ignore|nocheck|expect-error)|biome-[i]gnore|eslint-[d]isable|istanbul [i]gnore|\b(TO[D]O|FIX[M]E)\b/g;
    expect(
      places(
        everything,
        (file) => (file.text.match(words) ?? []).filter((word) => word !== EXPECT_ERROR || !isTypeTest(file)),
        (word) => word,
      ),
    ).toEqual([]);
  });

  it("has no test that is skipped, left for later or run alone", () => {
    const modifiers = new Set(["skip", "only", "todo", "skipIf", "runIf", "fails"]);
    const runners = new Set(["it", "test", "describe", "suite"]);
    const switchedOff = (file: SourceFile) =>
      file.methodCalls.filter((call) => modifiers.has(call.name) && runners.has(call.on ?? ""));
    expect(places(tests, switchedOff, (call) => `line ${call.line}: ${call.on}.${call.name}`)).toEqual([]);
    expect(switchedOff(parseSource("test/a.test.ts", "it.skip('x', () => {});"))).toHaveLength(1);
  });
});
