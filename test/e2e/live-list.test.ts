import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type Bench, openBench, type ShownTenant } from "../support/browser-bench.ts";
import { leadsOf, press, statusOf, textOf } from "../support/leads-page.ts";
import { bundlePage } from "../support/page-server.ts";

let bench: Bench;
beforeAll(async () => {
  bench = await openBench(await bundlePage("leads"));
});
afterAll(() => bench?.stop());
afterEach(() => bench.closePages());

const ofType = ({ sent }: ShownTenant, type: string) => sent.filter((text) => text.includes(`"type":"${type}"`));

describe("a page", () => {
  it("shows what is there, what comes, what changes and what leaves", async () => {
    const shown = await bench.show();
    const { record: roof } = await shown.acme.leads.create({ title: "Roof", value: 20 });
    await shown.acme.leads.create({ title: "Door", value: 10 });
    await shown.page.goto(shown.address);
    await expect.poll(() => leadsOf(shown)).toEqual(["Roof 20", "Door 10"]);
    await expect.poll(() => textOf(shown, "connection")).toBe("live");

    const { record: gate } = await shown.acme.leads.create({ title: "Gate", value: 15 });
    await expect.poll(() => leadsOf(shown)).toEqual(["Roof 20", "Gate 15", "Door 10"]);
    await shown.acme.leads.update(gate.id, { value: 25 });
    await expect.poll(() => leadsOf(shown)).toEqual(["Gate 25", "Roof 20", "Door 10"]);
    await shown.acme.leads.update(roof.id, { stage: "qualified" });
    await expect.poll(() => leadsOf(shown)).toEqual(["Gate 25", "Door 10"]);
    await shown.acme.leads.delete(gate.id);
    await expect.poll(() => leadsOf(shown)).toEqual(["Door 10"]);
    expect(shown.problems).toEqual([]);
  });

  it("follows one record, and figures by group", async () => {
    const shown = await bench.show();
    const { record: roof } = await shown.acme.leads.create({ title: "Roof", value: 20 });
    await shown.page.goto(shown.address);
    await expect.poll(() => textOf(shown, "stages")).toBe('["new",1,{"value":20}]');
    expect(await textOf(shown, "record")).toBe("no record, loading");
    await press(shown, "select Roof");
    await expect.poll(() => textOf(shown, "record")).toBe("Roof new 20");
    await shown.acme.leads.update(roof.id, { stage: "qualified", value: 30 });
    await expect.poll(() => textOf(shown, "record")).toBe("Roof qualified 30");
    await shown.acme.leads.create({ title: "Door", value: 1 });
    await expect.poll(() => textOf(shown, "stages")).toBe('["new",1,{"value":1}] ["qualified",1,{"value":30}]');
    await shown.acme.leads.delete(roof.id);
    await expect.poll(() => textOf(shown, "record")).toBe("no record, live");
    await expect.poll(() => textOf(shown, "stages")).toBe('["new",1,{"value":1}]');
  });

  it("asks once for equal queries, in StrictMode and after a render too", async () => {
    const shown = await bench.show();
    await shown.acme.leads.create({ title: "Roof", value: 20 });
    await shown.page.goto(shown.address);
    await expect.poll(() => textOf(shown, "twin")).toBe("1");
    await expect.poll(() => textOf(shown, "stages")).toBe('["new",1,{"value":20}]');
    const asked = await shown.page.getByTestId("leads").getAttribute("data-asked");
    await shown.acme.leads.create({ title: "Door", value: 10 });
    await expect.poll(() => textOf(shown, "twin")).toBe("2");
    expect(await shown.page.getByTestId("leads").getAttribute("data-asked")).toBe(asked);
    // The list and its twin are one, the figures another; each was mounted twice.
    expect(ofType(shown, "subscribe")).toHaveLength(2);
    expect(ofType(shown, "unsubscribe")).toEqual([]);
  });

  it("keeps showing the old records, as stale, until those of a new query are there", async () => {
    const shown = await bench.show();
    await shown.acme.leads.create({ title: "Roof", value: 20 });
    await shown.acme.leads.create({ title: "Door", value: 10, stage: "qualified" });
    await shown.page.goto(shown.address);
    await expect.poll(() => statusOf(shown)).toBe("live");
    await shown.page.evaluate(noteStates);
    await press(shown, "show qualified");
    await expect.poll(() => leadsOf(shown)).toEqual(["Door 10"]);
    await expect.poll(() => statusOf(shown)).toBe("live");
    const states = await shown.page.evaluate(() => document.documentElement.dataset.states);
    expect(states?.split(", ")).toEqual(["Roof 20 stale", "Door 10 live"]);
  });

  it("stops asking when nobody looks any more", async () => {
    const shown = await bench.show();
    await shown.page.goto(shown.address);
    await expect.poll(() => statusOf(shown)).toBe("live");
    await press(shown, "show qualified");
    await expect.poll(() => ofType(shown, "subscribe").length).toBe(3);
    // The twin still follows what the list followed before.
    await press(shown, "show new");
    await expect.poll(() => ofType(shown, "unsubscribe").length).toBe(1);
    await press(shown, "close");
    await expect.poll(() => ofType(shown, "unsubscribe").length).toBe(3);
    expect(ofType(shown, "subscribe")).toHaveLength(3);
  });
});

/** Runs in the page: notes what the list shows after every change of it. */
function noteStates(): void {
  const list = document.querySelector('[data-testid="leads"]');
  const states: string[] = [];
  const note = () => {
    const lead = list?.querySelector('[data-testid="lead"]')?.textContent;
    states.push(`${lead} ${list?.getAttribute("data-status")}`);
    document.documentElement.dataset.states = states.join(", ");
  };
  if (list) new MutationObserver(note).observe(list, { subtree: true, childList: true, attributes: true });
}
