import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

const LAUNCHER = join(import.meta.dirname, "..", "..", "scripts", "run.mjs");

let directory = "";
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "croft-launcher-"));
  for (const name of ["checkout/scripts", "elsewhere/zod"]) mkdirSync(join(directory, name), { recursive: true });
  copyFileSync(LAUNCHER, join(directory, "checkout", "scripts", "run.mjs"));
  writeFileSync(join(directory, "checkout", "package-lock.json"), "{}");
});
afterEach(() => rmSync(directory, { recursive: true }));

describe("the launcher", () => {
  it("never installs into a node_modules that is a link, and leaves what it leads to alone", () => {
    symlinkSync(join(directory, "elsewhere"), join(directory, "checkout", "node_modules"));
    const ran = spawnSync(process.execPath, [join(directory, "checkout", "scripts", "run.mjs"), "check"], {
      encoding: "utf8",
    });
    expect(ran.status).toBe(1);
    expect(ran.stderr).toContain(`node_modules is a symbolic link to ${join(directory, "elsewhere")}`);
    expect(ran.stderr).toContain("remove the link and start again");
    expect(ran.stderr.trim().split("\n")).toHaveLength(1);
    expect(readdirSync(join(directory, "elsewhere"))).toEqual(["zod"]);
  });
});
