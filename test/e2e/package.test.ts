import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { codeOf } from "../support/guide.ts";
import { createTenant } from "../support/operator.ts";
import { installPackage, type Project } from "../support/package.ts";
import { startServer, type TestServer } from "../support/server.ts";

const ROOT = join(import.meta.dirname, "..", "..");
const OWN = { url: 'env.CROFT_URL ?? ""', key: 'env.CROFT_KEY ?? ""', tenant: 'env.CROFT_TENANT ?? ""' };
/** Without the types of Node, which the package does not need. */
const ENVIRONMENT = `const env: Record<string, string | undefined> = Reflect.get(globalThis, "process").env;\n`;
/** The types say which words a field may hold. */
const USE = 'export const stage: "new" | "contacted" | "qualified" | "proposal" | "won" | "lost" = record.stage;\n';

const PROGRAM = `${ENVIRONMENT}${codeOf("README.md", "ts", OWN)}${USE}`;
const BESIDE = `${ENVIRONMENT}import { createCroft } from "croft/client";
import { callerOf } from "croft/client/administration";
import { operatorsOf } from "croft/client/operators";
import { repositoriesOf } from "croft/client/repositories";
const croft = createCroft({ url: env.CROFT_URL ?? "", token: env.CROFT_KEY ?? "" });
const { data } = await repositoriesOf(croft).list({ limit: 1 });
const { role } = await callerOf(croft).me();
const refused: unknown = await operatorsOf(croft).budgets.list().catch((error: unknown) => error);
console.log(data.map(({ fullName }): string => fullName).length, role, Reflect.get(Object(refused), "code"));
`;
const COMPONENT = `${ENVIRONMENT}${codeOf("docs/guides/live-in-react.md", "tsx", OWN)}`;

const manifestSchema = z.object({ devDependencies: z.record(z.string(), z.string()) });

let project: Project;
let server: TestServer;
beforeAll(async () => {
  const { devDependencies } = manifestSchema.parse(JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")));
  project = installPackage(["react", "@types/react"].map((name) => `${name}@${devDependencies[name]}`));
  server = await startServer();
});
afterAll(async () => {
  await server?.stop();
  project?.remove();
});

describe("the npm package", () => {
  it("carries the built client and the types of the resources, and nothing else", () => {
    const code = /^dist\/((client|protocol)\/([a-z-]+\/)?[a-z-]+\.(js|d\.ts)|resources\.d\.ts)$/;
    const others = project.packed.filter((path) => !code.test(path));
    expect(others.toSorted()).toEqual(["LICENSE", "README.md", "package.json"]);
    expect(project.packed).toEqual(
      expect.arrayContaining(["dist/client/croft.js", "dist/client/react/react.js", "dist/resources.d.ts"]),
    );
  });

  it("says nothing of the machine that packed it", () => {
    const places = [ROOT, `${homedir()}/`, "file://"];
    const telling = project.packed.filter((path) => {
      const text = project.read(`node_modules/croft/${path}`);
      return places.some((place) => text.includes(place));
    });
    expect(telling).toEqual([]);
  });

  it("brings zod along, and no other package", () => {
    const lock: unknown = JSON.parse(project.read("package-lock.json"));
    expect(lock).toMatchObject({ packages: { "node_modules/croft": { dependencies: { zod: expect.any(String) } } } });
    const installed = Object.keys(Reflect.get(Object(lock), "packages"));
    const beside = ["", "node_modules/react", "node_modules/@types/react", "node_modules/csstype"];
    expect(new Set(installed)).toEqual(new Set([...beside, "node_modules/croft", "node_modules/zod"]));
  });

  it.each(["bundler", "nodenext"] as const)("is typed by the configured resources, resolved as by %s", (resolution) => {
    project.write("program.ts", PROGRAM);
    project.write("component.tsx", COMPONENT);
    project.write("beside.ts", BESIDE);
    expect(project.compile(["program.ts", "component.tsx", "beside.ts"], resolution)).toEqual({
      status: 0,
      output: "",
    });
  });

  it("lets no compiler accept a wrong field", () => {
    const wrong = [
      [PROGRAM, "create({ title", "create({ titel", "'titel' does not exist"],
      [PROGRAM, "value: 1_250_000", 'value: "much"', "Type 'string' is not assignable to type 'number'"],
      [PROGRAM, 'stage: "qualified" }', 'stage: "qualifed" }', '"qualifed"'],
      [PROGRAM, "filter: { value", "filter: { valeu", "'valeu' does not exist"],
      [PROGRAM, 'sort: ["-value"]', 'sort: ["-valeu"]', '"-valeu"'],
      [PROGRAM, "lead.title", "lead.name", "Property 'name' does not exist"],
      [COMPONENT, "stage: { ne", "stag: { ne", "'stag' does not exist"],
      [COMPONENT, "lead.currency", "lead.curency", "Property 'curency' does not exist"],
    ] as const;
    const paths = wrong.map(([text, right, instead], index) => {
      project.write(`wrong-${index}.tsx`, text.replace(right, instead));
      return `wrong-${index}.tsx`;
    });
    const { status, output } = project.compile(paths, "bundler");
    expect(status).not.toBe(0);
    const said = paths.map((path) =>
      output
        .split("\n")
        .filter((line) => line.startsWith(path))
        .join("\n"),
    );
    expect(said).toEqual(wrong.map(([, , , complaint]) => expect.stringContaining(complaint)));
  });

  it("talks to a server", async () => {
    project.write("program.ts", PROGRAM);
    const { tenant, key } = await createTenant(server);
    const ran = project.run("program.ts", { CROFT_URL: server.url, CROFT_TENANT: tenant, CROFT_KEY: key });
    expect(ran).toEqual({ status: 0, output: "Roof for the depot qualified\n" });
  });

  it("has modules beside its core, for the same client", async () => {
    project.write("beside.ts", BESIDE);
    const { key } = await createTenant(server);
    const ran = project.run("beside.ts", { CROFT_URL: server.url, CROFT_KEY: key });
    expect(ran).toEqual({ status: 0, output: "0 owner FORBIDDEN\n" });
  });
});
