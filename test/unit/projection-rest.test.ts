import { describe, expect, it } from "vitest";
import { projectAt, restAfter } from "../../objects/tenant/projection-rest.ts";

const NOW = Date.UTC(2026, 10, 21, 3);

describe("the rest after a run of the projection", () => {
  it("is nine times as long as the run", () => {
    expect(restAfter(NOW - 40, NOW)).toBe(NOW + 360);
  });

  it("is five seconds at the most: a run that waited for the directory has not worked", () => {
    expect(restAfter(NOW - 15_000, NOW)).toBe(NOW + 5_000);
  });

  it("is none where the clock was set back meanwhile", () => {
    expect(restAfter(NOW + 3_600_000, NOW)).toBe(NOW);
  });
});

describe("a change", () => {
  it("is projected half a second later, together with those made meanwhile", () => {
    expect(projectAt(0, NOW)).toBe(NOW + 500);
    expect(projectAt(NOW + 100, NOW)).toBe(NOW + 500);
  });

  it("waits for the end of the rest", () => {
    expect(projectAt(NOW + 4_000, NOW)).toBe(NOW + 4_000);
  });

  it("waits five seconds at the most, wherever the clock stood when the rest began", () => {
    expect(projectAt(NOW + 3_600_000, NOW)).toBe(NOW + 5_000);
  });
});
