import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { buildDashboardIfStale } from "../../scripts/build.ts";
import { DASHBOARD } from "../../scripts/paths.ts";

/** Bytes of compressed JavaScript that may be on the way before the overview shows something. */
const MOST = 250_000;

const ASSETS = join(DASHBOARD, "assets");

/** A script and those that it imports statically, with all that these import. */
function needed(name: string, found = new Set<string>()): ReadonlySet<string> {
  if (found.has(name)) return found;
  found.add(name);
  const text = readFileSync(join(ASSETS, name), "utf8");
  for (const [, imported = ""] of text.matchAll(/(?:\bfrom|\bimport)\s*"\.\/([^"]+\.js)"/g)) needed(imported, found);
  return found;
}

it("sends at most 250 kB of compressed JavaScript until the overview stands, and the other pages when somebody goes there", () => {
  buildDashboardIfStale();
  const page = readFileSync(join(DASHBOARD, "index.html"), "utf8");
  const first = [...page.matchAll(/(?:src|href)="\/assets\/([^"]+\.js)"/g)].map(([, name = ""]) => name);
  const overview = readdirSync(ASSETS).find((name) => /^overview-page-.+\.js$/.test(name)) ?? "";
  const scripts = new Set([...first, overview].flatMap((name) => [...needed(name)]));
  expect(scripts.size).toBeGreaterThan(2);
  const bytes = [...scripts].reduce((sum, name) => sum + statSync(join(ASSETS, `${name}.br`)).size, 0);
  expect(bytes).toBeLessThanOrEqual(MOST);
  for (const other of ["records-page", "record-page", "settings-page", "operators-page", "repository-page"])
    expect([...scripts].filter((name) => name.startsWith(other))).toEqual([]);
});
