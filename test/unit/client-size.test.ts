import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { expect, it } from "vitest";

const CLIENT = join(import.meta.dirname, "..", "..", "src", "client");
const KIB = 1_024;

/** Bytes that a browser is sent, minified and compressed with gzip -9. */
async function sent(entries: readonly string[], external: string[]): Promise<number> {
  const { outputFiles } = await build({
    stdin: { contents: entries.map((entry) => `export * from "./${entry}";`).join("\n"), resolveDir: CLIENT },
    bundle: true,
    minify: true,
    format: "esm",
    platform: "browser",
    write: false,
    external,
  });
  return gzipSync(Buffer.concat(outputFiles.map(({ contents }) => contents)), { level: 9 }).length;
}

it("sends a browser at most 12 KiB of its own, and with all that it needs of zod 17.25 KiB", async () => {
  const [own, whole] = await Promise.all([sent(["croft.ts"], ["zod/mini"]), sent(["croft.ts"], [])]);
  expect(own).toBeLessThanOrEqual(12 * KIB);
  expect(whole).toBeLessThanOrEqual(17.25 * KIB);
  // An entry that brings nothing would be small, too.
  expect(own).toBeGreaterThan(8 * KIB);
});

it("sends 2.5 KiB more to those alone who sign people in", async () => {
  const [without, both] = await Promise.all([sent(["croft.ts"], []), sent(["croft.ts", "session/session.ts"], [])]);
  expect(both - without).toBeLessThanOrEqual(2.5 * KIB);
  expect(both - without).toBeGreaterThan(1 * KIB);
});

it.each([
  ["look at repositories", "repositories/repositories.ts", 1.25],
  ["administer a tenant", "administration/administration.ts", 1],
  ["operate the service", "operators/operators.ts", 1.5],
])("sends more to those alone who %s: %s, %d KiB", async (_who, entry, most) => {
  const [without, both] = await Promise.all([sent(["croft.ts"], []), sent(["croft.ts", entry], [])]);
  expect(both - without).toBeLessThanOrEqual(most * KIB);
  expect(both - without).toBeGreaterThan(0.5 * KIB);
});
