/** Compresses what the build wrote, once: workerd on one machine compresses nothing by itself. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";
import type { Plugin } from "vite";

const COMPRESSIBLE = /\.(?:js|css|html|svg|json)$/;

/** Lays `name.br` beside every text of the build, once it lies there: Vite still changes chunks after the hooks before. */
export function compressed(): Plugin {
  return {
    name: "compressed-assets",
    apply: "build",
    writeBundle({ dir = "" }, bundle) {
      for (const name of Object.keys(bundle).filter((each) => COMPRESSIBLE.test(each))) {
        const path = join(dir, name);
        // The best quality, which is what zlib takes unless told otherwise.
        writeFileSync(`${path}.br`, brotliCompressSync(readFileSync(path)));
      }
    },
  };
}
