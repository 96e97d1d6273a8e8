import { statSync } from "node:fs";
import { expect, it } from "vitest";
import { buildIfStale } from "../../scripts/build.ts";

it.each(["croft", "auth"] as const)("is not built anew while its sources are as they were: %s", async (worker) => {
  const builtAt = async () => (await buildIfStale(worker)).modules.map(({ path }) => statSync(path).ctimeMs);
  const first = await builtAt();
  await buildIfStale(worker === "croft" ? "auth" : "croft");
  expect(await builtAt()).toEqual(first);
});
