import { describe, expect, it } from "vitest";
import { ensureChromium, findChromium } from "../../scripts/chromium.ts";

/** A machine with such files; `installable` appears there when apt-get installs. */
function machine(files: readonly string[], options: { isRoot?: boolean; named?: string; installable?: string } = {}) {
  const there = new Set(files);
  const ran: string[] = [];
  return {
    ran,
    environment: { CHROMIUM: options.named },
    exists: (path: string) => there.has(path),
    isRoot: options.isRoot ?? false,
    run: (program: string, args: readonly string[]) => {
      ran.push([program, ...args].join(" "));
      if (args[0] === "install" && options.installable) there.add(options.installable);
      return options.installable ? 0 : 100;
    },
  };
}

const APT = "/usr/bin/apt-get";
const CHROMIUM = "/usr/bin/chromium";
const ADVICE = "The end-to-end tests need Chromium or Chrome: install it";

describe("the browser of the end-to-end tests", () => {
  it("is the one that CHROMIUM names, before those in the usual places", () => {
    expect(findChromium(machine(["/opt/mine", CHROMIUM], { named: "/opt/mine" }))).toBe("/opt/mine");
    expect(findChromium(machine([CHROMIUM]))).toBe(CHROMIUM);
    expect(findChromium(machine([]))).toBeNull();
  });

  it("is not replaced by another when CHROMIUM names nothing", () => {
    expect(() => findChromium(machine([CHROMIUM], { named: "/opt/gone" }))).toThrow(
      "CHROMIUM names /opt/gone, which does not exist.",
    );
  });

  it("is installed by root where there is none, and only there", () => {
    const bare = machine([APT], { isRoot: true, installable: CHROMIUM });
    expect(ensureChromium(bare)).toBe(CHROMIUM);
    expect(bare.ran).toEqual([
      "apt-get update -qq",
      "apt-get install -y -qq --no-install-recommends chromium fonts-liberation",
    ]);
    const equipped = machine([APT, CHROMIUM], { isRoot: true });
    expect(ensureChromium(equipped)).toBe(CHROMIUM);
    expect(equipped.ran).toEqual([]);
  });

  it.each([
    ["without the right to install", machine([APT], { installable: CHROMIUM }), 0],
    ["without apt-get", machine([], { isRoot: true, installable: CHROMIUM }), 0],
    ["when the installation fails", machine([APT], { isRoot: true }), 2],
  ])("is asked for in one sentence %s", (_, bare, commands) => {
    expect(() => ensureChromium(bare)).toThrow(ADVICE);
    expect(bare.ran).toHaveLength(commands);
  });
});
