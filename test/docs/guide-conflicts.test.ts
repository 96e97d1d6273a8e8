/** The programs of the guide to conflicts and repetitions: each prints what the guide says. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { type FollowedGuide, followGuide } from "../support/followed-guide.ts";
import { blocksOf } from "../support/guide.ts";
import { createTenant } from "../support/operator.ts";
import { shownWrongly } from "../support/shown.ts";

const GUIDE = "docs/guides/conflicts-and-idempotency.md";
const programs = blocksOf(GUIDE).flatMap(({ file, text, shown }) => (file && shown ? [{ file, text, shown }] : []));

let guide: FollowedGuide;
beforeAll(async () => {
  guide = await followGuide(GUIDE);
});
afterAll(() => guide?.close());

it("shows programs that compile", () => {
  expect(programs).toHaveLength(7);
  expect(guide.reader.compile()).toBe("");
});

it.each(programs)("prints what it says: $file", async (program) => {
  const { tenant, key } = await createTenant(guide.server);
  const environment = { CROFT_URL: guide.server.url, CROFT_TENANT: tenant, CROFT_KEY: key };
  const { lines, ...ended } = await guide.reader.run(program.file, environment);
  expect(ended).toEqual({ code: 0, problems: "" });
  expect(shownWrongly(program, lines)).toEqual([]);
});
