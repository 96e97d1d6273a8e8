import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { expect, it } from "vitest";

const ENTRY = join(import.meta.dirname, "..", "..", "src", "client", "croft.ts");
const KIB = 1_024;

/** Bytes that a browser is sent, minified and compressed with gzip -9. */
async function sent(external: string[]): Promise<number> {
  const { outputFiles } = await build({
    entryPoints: [ENTRY],
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
  const [own, whole] = await Promise.all([sent(["zod/mini"]), sent([])]);
  expect(own).toBeLessThanOrEqual(12 * KIB);
  expect(whole).toBeLessThanOrEqual(17.25 * KIB);
  // An entry that brings nothing would be small, too.
  expect(own).toBeGreaterThan(8 * KIB);
});
