/** The README's examples, run in order in one shell against a fresh server, and held against the answers it prints. */
import { expect, it } from "vitest";
import { runPage } from "../support/run-page.ts";
import { differences, parseShown } from "../support/shown.ts";

it("answers every example of the README as it says", async () => {
  const { commands, ended, wrong } = await runPage("README.md");
  expect(commands).toBeGreaterThanOrEqual(8);
  expect(ended).toEqual({ code: 0, problems: "" });
  expect(wrong).toEqual([]);
});

it("sees where an answer is not what is shown", () => {
  const shown = parseShown('{"id":"lead_…","at":"2026-11-21T03:49:25.714Z","score":0.5,"data":[{"value":1,…}]}');
  const found = { id: "lead_1", at: "2026-12-01T00:00:00.000Z", score: 1, data: [{ value: 1, other: 2 }] };
  expect(differences(shown, found, "line")).toEqual([]);
  expect(differences(shown, { ...found, id: "hum_1", data: [{ value: 2 }], more: 1 }, "line")).toEqual([
    "line.more: not shown",
    'line.id: "hum_1" instead of "lead_…"',
    "line.data[0].value: 2 instead of 1",
  ]);
});
