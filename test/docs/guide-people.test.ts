/** The program of the guide to signing in and inviting, run against a server: it prints what the guide says. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { type FollowedGuide, followGuide } from "../support/followed-guide.ts";
import { blocksOf } from "../support/guide.ts";
import { shownWrongly } from "../support/shown.ts";

const GUIDE = "docs/guides/sign-in-and-invite.md";
const shown = blocksOf(GUIDE).find((block) => block.language === "sh" && block.shown);

let guide: FollowedGuide;
beforeAll(async () => {
  guide = await followGuide(GUIDE);
});
afterAll(() => guide?.close());

it("shows programs that compile", () => {
  expect(blocksOf(GUIDE).filter(({ file }) => file?.endsWith(".ts"))).toHaveLength(5);
  expect(guide.reader.compile()).toBe("");
});

it("lets two people work in one tenant, as it prints", async () => {
  expect(shown?.text).toBe("node people.ts\n");
  const { lines, ...ended } = await guide.reader.run("people.ts", { CROFT_URL: guide.server.url });
  expect(ended).toEqual({ code: 0, problems: "" });
  expect(shown && shownWrongly(shown, lines)).toEqual([]);
});
