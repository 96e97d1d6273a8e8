import { afterAll, beforeAll, expect, it } from "vitest";
import { type Bench, openBench } from "../support/browser-bench.ts";
import { codeOf } from "../support/guide.ts";
import { bundleText } from "../support/page-server.ts";

const OWN = { url: 'given.get("url") ?? ""', key: 'given.get("key") ?? ""', tenant: 'given.get("tenant") ?? ""' };
/** What a reader has around the component. */
const START = `
import { createRoot } from "react-dom/client";
const given = new URLSearchParams(location.hash.slice(1));
createRoot(document.getElementById("root")).render(<OpenLeads />);
`;

let bench: Bench;
beforeAll(async () => {
  bench = await openBench(await bundleText(`${START}${codeOf("docs/guides/live-in-react.md", "tsx", OWN)}`));
});
afterAll(() => bench?.stop());

it("shows the list of the guide on live data in React, always right", async () => {
  const { acme, page, address, problems } = await bench.show();
  const { record: roof } = await acme.leads.create({ title: "Roof", value: 125_000 });
  await page.goto(address);
  const items = () => page.getByRole("listitem").allTextContents();
  await expect.poll(items).toEqual(["Roof: 1250 EUR"]);
  await acme.leads.create({ title: "Solar panels", value: 480_000 });
  await expect.poll(items).toEqual(["Solar panels: 4800 EUR", "Roof: 1250 EUR"]);
  await acme.leads.update(roof.id, { value: 500_000 });
  await expect.poll(items).toEqual(["Roof: 5000 EUR", "Solar panels: 4800 EUR"]);
  await acme.leads.update(roof.id, { stage: "lost" });
  await expect.poll(items).toEqual(["Solar panels: 4800 EUR"]);
  expect(await page.getByRole("list").getAttribute("aria-busy")).toBe("false");
  expect(problems).toEqual([]);
});
