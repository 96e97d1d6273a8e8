/** The programs of the guide to conflicts and repetitions: each prints what the guide says. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { blocksOf } from "../support/guide.ts";
import { createTenant } from "../support/operator.ts";
import { openReader, type Reader } from "../support/reader.ts";
import { startServer, type TestServer } from "../support/server.ts";
import { shownWrongly } from "../support/shown.ts";

const GUIDE = "docs/guides/conflicts-and-idempotency.md";
const programs = blocksOf(GUIDE).flatMap(({ file, text, shown }) => (file && shown ? [{ file, text, shown }] : []));

let server: TestServer;
let reader: Reader;
beforeAll(async () => {
  [server, reader] = await Promise.all([startServer(), openReader(GUIDE)]);
});
afterAll(async () => {
  await server?.stop();
  reader?.remove();
});

it("shows programs that compile", () => {
  expect(programs).toHaveLength(7);
  expect(reader.compile()).toBe("");
});

it.each(programs)("prints what it says: $file", async (program) => {
  const { tenant, key } = await createTenant(server);
  const environment = { CROFT_URL: server.url, CROFT_TENANT: tenant, CROFT_KEY: key };
  const { lines, ...ended } = await reader.run(program.file, environment);
  expect(ended).toEqual({ code: 0, problems: "" });
  expect(shownWrongly(program, lines)).toEqual([]);
});
