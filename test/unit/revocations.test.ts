import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { FRESH_MS, listStep, OUTAGE_MS, RETRY_MS, Revocations } from "../../src/auth/revocations.ts";
import { NOW } from "../support/tokens.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

interface Ended {
  id: string;
  until: number;
}

/** The list as croft-auth keeps it; each end has the next position. */
class Ends {
  readonly asked: number[] = [];
  readonly reported: unknown[] = [];
  ends: Ended[] = [];
  answer: (after: number) => unknown = (after) => ({ position: this.ends.length, sessions: this.ends.slice(after) });

  end(id: string, until = NOW + 360_000): void {
    this.ends.push({ id, until });
  }

  list(): Revocations {
    return new Revocations(
      async (after) => {
        this.asked.push(after);
        return this.answer(after);
      },
      (cause) => this.reported.push(cause),
    );
  }
}

const down = () => {
  throw new Error("down");
};

describe("whether the list has to be asked for", () => {
  const never = Number.NEGATIVE_INFINITY;
  it.each<[string, number, number, boolean, "use" | "ask"]>([
    ["it never was", never, never, false, "ask"],
    ["it never was, and it was tried just now", never, 0, false, "use"],
    ["it was a moment ago", -1, -1, false, "use"],
    ["it was almost five seconds ago", 1 - FRESH_MS, 1 - FRESH_MS, false, "use"],
    ["it was five seconds ago", -FRESH_MS, -FRESH_MS, false, "ask"],
    ["it was five seconds ago, and another asks", -FRESH_MS, 0, true, "ask"],
    ["it was a while ago, and asking failed just now", -30_000, -1, false, "use"],
    ["it was a while ago, and asking failed a second ago", -30_000, -RETRY_MS, false, "ask"],
  ])("when %s", (_, listedAt, triedAt, asked, step) => {
    expect(listStep({ listedAt, triedAt, asked }, 0)).toBe(step);
  });
});

describe("class 10: the list of ended sessions", () => {
  it("refuses a session within five seconds of its end", async () => {
    const ends = new Ends();
    const list = ends.list();
    expect(await list.isEnded("ses_1", NOW)).toBe(false);
    ends.end("ses_1");
    expect(await list.isEnded("ses_1", NOW + FRESH_MS)).toBe(true);
    expect(await list.isEnded("ses_2", NOW + FRESH_MS)).toBe(false);
  });

  it("asks for what is new, once in five seconds, for all who wait", async () => {
    const ends = new Ends();
    const list = ends.list();
    ends.end("ses_1");
    await Promise.all(Array.from({ length: 100 }, () => list.isEnded("ses_1", NOW)));
    ends.end("ses_2");
    ends.end("ses_3");
    for (let ms = 0; ms <= 15_000; ms += 100) await list.isEnded("ses_1", NOW + ms);
    expect(ends.asked).toEqual([0, 1, 3, 3]);
    expect(await list.isEnded("ses_3", NOW + 15_000)).toBe(true);
  });

  it("forgets a session when no token of it can be alive", async () => {
    const ends = new Ends();
    const list = ends.list();
    ends.end("ses_1", NOW + 10_000);
    expect(await list.isEnded("ses_1", NOW)).toBe(true);
    expect(await list.isEnded("ses_1", NOW + 9_999)).toBe(true);
    expect(await list.isEnded("ses_1", NOW + 15_000)).toBe(false);
  });

  it("serves for a minute while croft-auth is away, asking every second, and then refuses", async () => {
    const ends = new Ends();
    const list = ends.list();
    ends.end("ses_1");
    await list.isEnded("ses_1", NOW);
    ends.answer = down;
    for (let ms = FRESH_MS; ms < OUTAGE_MS; ms += 250) expect(await list.isEnded("ses_1", NOW + ms)).toBe(true);
    expect(ends.asked).toHaveLength(1 + (OUTAGE_MS - FRESH_MS) / RETRY_MS);
    expect(ends.reported).toHaveLength(ends.asked.length - 1);
    const refused = { code: "UNAVAILABLE", headers: { "Retry-After": "1" } };
    await expect(list.isEnded("ses_1", NOW + OUTAGE_MS)).rejects.toMatchObject(refused);
    await expect(list.isEnded("ses_2", NOW + OUTAGE_MS)).rejects.toMatchObject(refused);
    ends.answer = () => ({ position: 1, sessions: [] });
    expect(await list.isEnded("ses_1", NOW + OUTAGE_MS + RETRY_MS)).toBe(true);
  });

  it("refuses as long as there never was a list", async () => {
    const ends = new Ends();
    ends.answer = down;
    await expect(ends.list().isEnded("ses_1", NOW)).rejects.toMatchObject({ code: "UNAVAILABLE" });
  });

  it("waits two seconds for an answer that never comes", async () => {
    const ends = new Ends();
    const list = ends.list();
    await list.isEnded("ses_1", NOW);
    ends.answer = () => new Promise(() => undefined);
    const waiting = Array.from({ length: 5 }, () => list.isEnded("ses_1", NOW + FRESH_MS));
    await vi.advanceTimersByTimeAsync(2_000);
    expect(await Promise.all(waiting)).toEqual([false, false, false, false, false]);
    expect(ends.asked).toHaveLength(2);
  });

  it("loses nothing when the positions begin anew", async () => {
    const ends = new Ends();
    const list = ends.list();
    for (const id of ["ses_1", "ses_2", "ses_3"]) ends.end(id);
    await list.isEnded("ses_1", NOW);
    ends.ends = [];
    ends.end("ses_4");
    expect(await list.isEnded("ses_4", NOW + FRESH_MS)).toBe(true);
    expect(await list.isEnded("ses_1", NOW + FRESH_MS)).toBe(true);
    expect(ends.asked).toEqual([0, 3, 0]);
  });

  it("keeps to the newer list when an answer that was given up comes late", async () => {
    const ends = new Ends();
    const list = ends.list();
    const held: ((answer: unknown) => void)[] = [];
    ends.answer = () => new Promise((resolve) => void held.push(resolve));
    const waiting = list.isEnded("ses_1", NOW).catch(() => "given up");
    await vi.advanceTimersByTimeAsync(2_000);
    expect(await waiting).toBe("given up");
    ends.answer = () => ({ position: 2, sessions: [{ id: "ses_2", until: NOW + 60_000 }] });
    expect(await list.isEnded("ses_2", NOW + 2_000)).toBe(true);
    held[0]?.({ position: 1, sessions: [] });
    await vi.advanceTimersByTimeAsync(10);
    await list.isEnded("ses_2", NOW + 2_000 + FRESH_MS);
    expect(ends.asked.at(-1)).toBe(2);
  });

  it.each<[string, unknown]>([
    ["nothing", undefined],
    ["a page", "<html></html>"],
    ["no position", { sessions: [] }],
    ["a fraction as position", { position: 0.5, sessions: [] }],
    ["sessions without an end", { position: 1, sessions: [{ id: "ses_1" }] }],
    ["names of any length", { position: 1, sessions: [{ id: "x".repeat(65), until: 1 }] }],
    [
      "more than can be kept",
      { position: 1, sessions: Array.from({ length: 100_001 }, () => ({ id: "s", until: 1 })) },
    ],
  ])("counts %s as no answer", async (_, answer) => {
    const ends = new Ends();
    ends.answer = () => answer;
    await expect(ends.list().isEnded("ses_1", NOW)).rejects.toMatchObject({ code: "UNAVAILABLE" });
    expect(ends.reported).toHaveLength(1);
  });

  it("refuses everybody rather than forget somebody when too many have ended", async () => {
    const ends = new Ends();
    const list = ends.list();
    for (let n = 0; n < 60_000; n += 1) ends.end(`ses_${n}`, NOW + 100_000);
    await list.isEnded("ses_1", NOW);
    for (let n = 60_000; n < 120_000; n += 1) ends.end(`ses_${n}`, NOW + 100_000);
    expect(await list.isEnded("ses_119999", NOW + FRESH_MS)).toBe(true);
    await expect(list.isEnded("ses_x", NOW + OUTAGE_MS)).rejects.toMatchObject({ code: "UNAVAILABLE" });
    expect(await list.isEnded("ses_x", NOW + 100_000)).toBe(false);
  });
});
