/**
 * The reference documents in the hands of tools that others use: linters, and a generator of clients whose client is then
 * used. They are installed for the test alone, for their packages would outweigh all others of the repository.
 */
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { createTenant } from "../support/operator.ts";
import { startServer, type TestServer } from "../support/server.ts";

const TOOLS = [
  "@asyncapi/parser@3.6.3",
  "@stoplight/spectral-core@1.24.1",
  "@stoplight/spectral-rulesets@1.23.1",
  "openapi-fetch@0.17.0",
  "openapi-typescript@7.13.0",
  // The generator needs the compiler as a library, which TypeScript 7 no longer is.
  "typescript@5.9.3",
];

/** Says every complaint of one linter on a line of its own. */
const LINT = `
import { readFileSync } from "node:fs";
import spectral from "@stoplight/spectral-core";
import rulesets from "@stoplight/spectral-rulesets";
import { Parser } from "@asyncapi/parser";
const [kind, file] = process.argv.slice(2);
const text = readFileSync(file, "utf8");
const linter = new spectral.Spectral();
// A socket opens with 101, for which the rules have no place.
linter.setRuleset({ extends: [[rulesets.oas, "recommended"]], rules: { "operation-success-response": "off" } });
const found = kind === "openapi" ? await linter.run(JSON.parse(text)) : (await new Parser().parse(text)).diagnostics;
for (const { code, message, path } of found) console.log(code, message, path.join("/"));
`;

/** A program that somebody might write with the generated types; it does not compile where they are wrong. */
const PROGRAM = `
import createClient from "openapi-fetch";
import type { paths } from "./schema.d.ts";
const [baseUrl, key, tenant] = process.argv.slice(2);
if (!baseUrl || !key || !tenant) throw new Error("Address, key and tenant are missing.");
const api = createClient<paths>({ baseUrl, headers: { Authorization: "Bearer " + key } });
const path = { tenant };
const made = await api.POST("/v1/tenants/{tenant}/leads", { params: { path }, body: { title: "Roof", value: 125000 } });
await api.POST("/v1/tenants/{tenant}/leads", { params: { path }, body: { title: "Door", value: 100 } });
const id = made.data?.data.id ?? "";
const query = { value: { gte: 1000 }, limit: 10 };
const listed = await api.GET("/v1/tenants/{tenant}/leads", { params: { path, query } });
const one = { path: { tenant, id } };
const header = { "If-Match": made.response.headers.get("etag") ?? "" };
const body = { stage: "contacted" } as const;
const updated = await api.PATCH("/v1/tenants/{tenant}/leads/{id}", { params: { ...one, header }, body });
const stale = await api.PATCH("/v1/tenants/{tenant}/leads/{id}", { params: { ...one, header }, body });
const code: "PRECONDITION_FAILED" | undefined = stale.error?.error.code === "PRECONDITION_FAILED" ? stale.error.error.code : undefined;
const titles: (string | null | undefined)[] | undefined = listed.data?.data.map((record) => record.title);
const hasMore: boolean | undefined = listed.data?.meta.pagination.hasMore;
console.log(JSON.stringify({
  made: made.data?.data.value, titles, hasMore, stage: updated.data?.data.stage,
  version: updated.data?.data.version, code, stale: stale.response.status,
}));
`;

/** What must not compile: an unknown stage, a value of another type, an unknown path, an unknown filter. */
const WRONG = [
  'await api.POST("/v1/tenants/{tenant}/leads", { params: { path: { tenant } }, body: { stage: "nose" } });',
  'await api.POST("/v1/tenants/{tenant}/leads", { params: { path: { tenant } }, body: { value: "much" } });',
  'await api.GET("/v1/tenants/{tenant}/noses", { params: { path: { tenant } } });',
  'await api.GET("/v1/tenants/{tenant}/leads", { params: { path: { tenant }, query: { nose: { eq: "1" } } } });',
];

const ROOT = join(import.meta.dirname, "../..");
const run = promisify(execFile);
const answerSchema = z.record(z.string(), z.unknown());
let folder: string;
let server: TestServer;

/** A file of the temporary project, as an absolute path. */
const file = (name: string) => join(folder, name);
const node = (...args: string[]) => run(process.execPath, args, { cwd: folder, maxBuffer: 64_000_000 });

/** What the compiler says of some programs, by name, line by line. */
async function compile(programs: Readonly<Record<string, string>>): Promise<Record<string, string[]>> {
  for (const [name, text] of Object.entries(programs)) writeFileSync(file(name), text);
  const flags = [
    "--noEmit",
    "--strict",
    "--module",
    "nodenext",
    "--target",
    "es2022",
    "--types",
    "node",
    "--skipLibCheck",
  ];
  const args = [...flags, "--allowImportingTsExtensions", ...Object.keys(programs)];
  const compiled = run(join(ROOT, "node_modules/.bin/tsc"), args, { cwd: folder });
  const { stdout } = await compiled.catch((error: unknown) => z.object({ stdout: z.string() }).parse(error));
  const errors = stdout.split("\n").filter((line) => line.includes("error TS"));
  return Object.fromEntries(
    Object.keys(programs).map((name) => [name, errors.filter((line) => line.startsWith(`${name}(`))]),
  );
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "croft-reference-"));
  writeFileSync(file("package.json"), '{ "private": true, "type": "module" }');
  const quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--no-package-lock", "--loglevel=error"];
  await run("npm", ["install", ...quiet, ...TOOLS], { cwd: folder });
  server = await startServer();
  for (const name of ["openapi", "asyncapi"])
    writeFileSync(file(`${name}.json`), await (await fetch(`${server.url}/${name}.json`)).text());
  writeFileSync(file("lint.mjs"), LINT);
});
afterAll(async () => {
  await server?.stop();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

describe.each(["openapi", "asyncapi"])("the %s document", (name) => {
  it("has nothing that a second linter objects to", async () => {
    expect((await node("lint.mjs", name, `${name}.json`)).stdout).toBe("");
  });

  it("is objected to where something is wrong with it", async () => {
    const document = answerSchema.parse(await (await fetch(`${server.url}/${name}.json`)).json());
    writeFileSync(
      file("wrong.json"),
      JSON.stringify({ ...document, info: { title: "Croft" }, paths: {}, channels: 1 }),
    );
    expect((await node("lint.mjs", name, "wrong.json")).stdout).not.toBe("");
  });
});

describe("a client that was generated from the document", () => {
  beforeAll(async () => {
    // Otherwise the generator takes what has a default for what must be sent.
    const flags = ["--default-non-nullable=false", "-o", "schema.d.ts"];
    await node(file("node_modules/openapi-typescript/bin/cli.js"), "openapi.json", ...flags);
  });

  it("compiles, and not with what the document does not know", async () => {
    const head = PROGRAM.split("\n").slice(1, 6).join("\n");
    const wrong = WRONG.map((line, index) => [`wrong-${index}.ts`, `${head}\n${line}\n`]);
    const said = await compile({ "program.ts": PROGRAM, ...Object.fromEntries(wrong) });
    expect(said["program.ts"]).toEqual([]);
    expect(wrong.map(([name]) => said[name ?? ""]?.length)).toEqual(WRONG.map(() => 1));
  });

  it("creates, lists by a filter, updates one version and knows the error", async () => {
    const { tenant, key } = await createTenant(server);
    writeFileSync(file("program.ts"), PROGRAM);
    const { stdout } = await node("program.ts", server.url, key, tenant);
    expect(answerSchema.parse(JSON.parse(stdout))).toEqual({
      made: 125_000,
      titles: ["Roof"],
      hasMore: false,
      stage: "contacted",
      version: 2,
      code: "PRECONDITION_FAILED",
      stale: 412,
    });
  });
});
