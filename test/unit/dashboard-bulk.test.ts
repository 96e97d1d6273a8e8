import { describe, expect, it } from "vitest";
import { CroftError } from "../../src/client/croft.ts";
import { type BulkProgress, chunksOf, instead, MOST_REFUSED, runBulk } from "../../src/dashboard/records/bulk.ts";

const ids = (count: number) => Array.from({ length: count }, (_, at) => `lead_${at}`);
const refusal = (at: number) =>
  new CroftError("NOT_FOUND", "There is nothing here.", {
    details: [{ field: `operations[${at}].id`, message: "It was deleted." }],
  });

describe("a change of many records", () => {
  it("goes out in chunks, in order, and tells how far it has come", async () => {
    const sent: number[] = [];
    const told: BulkProgress[] = [];
    const send = async (chunk: readonly string[]) => void sent.push(chunk.length);
    const end = await runBulk(ids(600), send, (progress) => told.push(progress), new AbortController().signal);
    expect(sent).toEqual([250, 250, 100]);
    expect(told.map(({ left }) => left)).toEqual([350, 100, 0]);
    expect(end).toMatchObject({ done: ids(600), refused: [], problem: null });
  });

  it("goes on without the records that are refused, and says which and why", async () => {
    const send = async (chunk: readonly string[]) => {
      const at = chunk.findIndex((id) => id === "lead_3" || id === "lead_299");
      if (at >= 0) throw refusal(at);
    };
    const end = await runBulk(ids(300), send, () => undefined, new AbortController().signal);
    expect(end.done).toHaveLength(298);
    expect(end.refused).toEqual([
      { id: "lead_3", message: "It was deleted." },
      { id: "lead_299", message: "It was deleted." },
    ]);
    expect(end.left).toBe(0);
  });

  it("stops where everything is refused, and where the service is not reached", async () => {
    const signal = new AbortController().signal;
    const all = await runBulk(
      ids(300),
      () => Promise.reject(refusal(0)),
      () => undefined,
      signal,
    );
    expect(all.refused).toHaveLength(MOST_REFUSED + 1);
    expect(all.left).toBe(300 - MOST_REFUSED - 1);
    const lost = new CroftError("NETWORK", "The service was not reached.");
    const none = await runBulk(
      ids(300),
      () => Promise.reject(lost),
      () => undefined,
      signal,
    );
    expect(none).toMatchObject({ done: [], refused: [], left: 300, problem: lost });
  });

  it("is stopped between two chunks", async () => {
    const control = new AbortController();
    const send = async () => control.abort();
    expect(await runBulk(ids(600), send, () => undefined, control.signal)).toMatchObject({ left: 350 });
  });

  it("is halved where the answer would be too large", () => {
    const large = new CroftError("PAYLOAD_TOO_LARGE", "Too large.");
    expect(instead(ids(5), large)?.chunks.map((chunk) => chunk.length)).toEqual([3, 2]);
    expect(instead(ids(1), large)).toBeNull();
    expect(instead(ids(5), new Error("no"))).toBeNull();
    expect(chunksOf([])).toEqual([]);
  });
});
