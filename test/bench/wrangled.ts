/** What a deploy would send, measured. */
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { ROOT } from "../../scripts/paths.ts";
import { QUIET_WRANGLER } from "../../scripts/tool.ts";

export const KIB = 1_024;
export const GZIP = { level: 9 };

/** Bytes of a bundle, compressed and not. */
export interface BundleSize {
  readonly gzip: number;
  readonly plain: number;
}

/**
 * Builds with wrangler, which brings the bundler that deploys use, and measures all that would be sent.
 * @param config path of a wrangler configuration, from the root of the repository.
 */
export function wrangled(name: string, config: string, ...flags: string[]): BundleSize {
  const out = join(ROOT, ".wrangler", "bench", name, "out");
  rmSync(out, { recursive: true, force: true });
  const args = ["deploy", "--config", config, "--dry-run", "--outdir", out, ...flags];
  const ran = spawnSync(join(ROOT, "node_modules", ".bin", "wrangler"), args, {
    cwd: ROOT,
    encoding: "utf8",
    env: { ...process.env, ...QUIET_WRANGLER },
  });
  if (ran.status !== 0) throw new Error(`${name} does not build.\n${ran.stdout}${ran.stderr}`);
  const sent = readdirSync(out).filter((file) => !/\.map$|^README\.md$/.test(file));
  const text = Buffer.concat(sent.map((file) => readFileSync(join(out, file))));
  return { gzip: gzipSync(text, GZIP).length, plain: text.length };
}
