import { describe, expect, it } from "vitest";
import { SharedAlarm } from "../../objects/repository/alarm.ts";

const NOW = Date.UTC(2026, 10, 21);
const HOUR = 3_600_000;

function newAlarm() {
  let at: number | null = null;
  const alarm = new SharedAlarm({
    getAlarm: async () => at,
    setAlarm: async (time) => {
      at = Number(time);
    },
    deleteAlarm: async () => {
      at = null;
    },
  });
  return { alarm, ringsAt: () => at };
}

describe("the alarm of a repository", () => {
  it("rings for the earlier of the jobs and the next round", async () => {
    const { alarm, ringsAt } = newAlarm();
    await alarm.setSync(NOW + HOUR);
    await alarm.jobs.set(NOW + 2 * HOUR);
    expect(ringsAt()).toBe(NOW + HOUR);
    await alarm.jobs.set(NOW);
    expect(ringsAt()).toBe(NOW);
    await alarm.jobs.clear();
    await alarm.setSync(null);
    expect(ringsAt()).toBeNull();
  });

  it("rings at once after a round in which another was wanted, and once only", async () => {
    const { alarm, ringsAt } = newAlarm();
    await alarm.jobs.clear();
    await alarm.beginSync(NOW + HOUR);
    await alarm.wantSync(NOW + 1);
    await alarm.endSync(NOW + HOUR);
    expect(ringsAt()).toBe(NOW + 1);
    await alarm.beginSync(NOW + HOUR);
    await alarm.endSync(NOW + 2 * HOUR);
    expect(ringsAt()).toBe(NOW + 2 * HOUR);
  });

  it("rings for whoever follows while a round ends that found nobody", async () => {
    const { alarm, ringsAt } = newAlarm();
    await alarm.jobs.clear();
    await alarm.beginSync(NOW + HOUR);
    await alarm.wantSync(NOW);
    await alarm.endSync(null);
    expect(ringsAt()).toBe(NOW);
  });
});
