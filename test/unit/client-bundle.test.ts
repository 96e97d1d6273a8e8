import { join } from "node:path";
import { build } from "esbuild";
import { expect, it } from "vitest";

const CLIENT = join(import.meta.dirname, "..", "..", "src", "client");

it.each([
  ["croft.ts", []],
  ["react/react.ts", ["react"]],
  ["session/session.ts", []],
  ["repositories/repositories.ts", []],
  ["administration/administration.ts", []],
  ["operators/operators.ts", []],
])("needs nothing that only Node has, and no package but zod: %s", async (entry, beside) => {
  const { metafile } = await build({
    entryPoints: [join(CLIENT, entry)],
    bundle: true,
    minify: true,
    format: "esm",
    platform: "browser",
    write: false,
    metafile: true,
    // What a browser lacks stays an import, to be seen below.
    external: ["node:*", "react"],
  });
  const [output] = Object.values(metafile.outputs);
  expect(new Set(output?.imports.map(({ path }) => path))).toEqual(new Set(beside));
  const outside = Object.keys(output?.inputs ?? {}).filter(
    (path) => !/^(src\/(client|protocol)|node_modules\/zod)\//.test(path),
  );
  expect(outside).toEqual([]);
});
