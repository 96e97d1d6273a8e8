/** The program of the guide to signing in and inviting, run against a server: it prints what the guide says. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { blocksOf } from "../support/guide.ts";
import { openReader, type Reader } from "../support/reader.ts";
import { startServer, type TestServer } from "../support/server.ts";
import { shownWrongly } from "../support/shown.ts";

const GUIDE = "docs/guides/sign-in-and-invite.md";
const shown = blocksOf(GUIDE).find((block) => block.language === "sh" && block.shown);

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
  expect(blocksOf(GUIDE).filter(({ file }) => file?.endsWith(".ts"))).toHaveLength(5);
  expect(reader.compile()).toBe("");
});

it("lets two people work in one tenant, as it prints", async () => {
  expect(shown?.text).toBe("node people.ts\n");
  const { lines, ...ended } = await reader.run("people.ts", { CROFT_URL: server.url });
  expect(ended).toEqual({ code: 0, problems: "" });
  expect(shown && shownWrongly(shown, lines)).toEqual([]);
});
