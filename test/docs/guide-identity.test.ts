/** The commands of docs/identity.md, run in order in one shell against a fresh server, and held against the answers it prints. */
import { expect, it } from "vitest";
import { runPage } from "../support/run-page.ts";

it("answers every command of the page on identity as it says", async () => {
  const { commands, ended, wrong } = await runPage("docs/identity.md");
  expect(commands).toBe(6);
  expect(ended).toEqual({ code: 0, problems: "" });
  expect(wrong).toEqual([]);
});
