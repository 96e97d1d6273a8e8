/** A table of ten thousand rows under the wheel of a mouse. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Bench } from "../bench.ts";
import type { BenchCase, Figures } from "../case.ts";
import { BenchDashboard, type ProbedPage } from "../dashboard.ts";
import { median, percentile, significant } from "../statistics.ts";

const LEADS = 10_000;
const REST_MS = 2_000;
const SECONDS = 8;
/** A wheel turned fast: a notch in pixels, as often as the screen is drawn. */
const STEP = 120;
const STEP_MS = 16;
/** Less than what is in sight, so that no row can be passed by. */
const LOOKING_STEP = 500;
const LATE_MS = 20;
const PATIENCE_MS = 30_000;

export const dashboardScroll: BenchCase = {
  results: [
    {
      name: "dashboard-scroll",
      unit: "frames/s",
      mark: { of: "croft", bound: "at least", value: 60 },
      columns: { croft: "scrolling", bare: "at rest" },
      does: `A table of ${LEADS} leads is scrolled down for ${SECONDS} s, ${STEP} pixels every ${STEP_MS} ms, while further rows are loaded; beside it, the same page at rest. Then it is scrolled to its end, and every row that comes by is noted.`,
      proves:
        "That scrolling is smooth, to the whole frame: at rest it is what the browser draws at most. A run in which a row is missing, stands twice or stands elsewhere than the list of the API has it has no result. Drawing is done by the processor, which server and browser share.",
      short:
        "two frames of a hundred come late, where server, browser, painting by the processor and what turns the wheel share two cores. Half of the work of each frame went into three things that a profile showed: text that is hidden from sight is positioned, and each empty cell had one; cells inherited from their row, and all were styled anew under the mouse; a thousand records came in one message. Without them the main thread works 6.0 ms a frame instead of 9.9. What is left is to draw rows into elements that have just left the other end.",
    },
  ],
  async run(bench: Bench) {
    const dashboard = await BenchDashboard.open(bench.scaled(LEADS));
    try {
      const figures = await frames(dashboard, SECONDS * 1_000 * Math.min(1, bench.effort.scale * 10));
      await lookAtAll(dashboard);
      return [figures];
    } finally {
      await dashboard.stop();
    }
  },
};

async function frames(dashboard: BenchDashboard, ms: number): Promise<Figures> {
  let figures: Figures | undefined;
  await dashboard.visit("/r/leads", async (probed) => {
    await probed.firstRows(1);
    await probed.begin();
    await sleep(Math.min(ms, REST_MS));
    const rest = (await probed.end()).frames;
    await probed.pointAtTable();
    await probed.begin();
    const started = performance.now();
    for (let n = 0; performance.now() - started < ms; n += 1) {
      await probed.page.mouse.wheel(0, STEP);
      await sleep(Math.max(0, started + n * STEP_MS - performance.now()));
    }
    const { frames: scrolling, tasks } = await probed.end();
    const last = Math.max(...(await probed.rows()).map(({ index }) => index));
    const late = scrolling.filter((each) => each > LATE_MS).length / scrolling.length;
    figures = {
      croft: Math.round(rateOf(scrolling)),
      bare: Math.round(rateOf(rest)),
      note: `${significant(late * 100)} % of the frames came after more than ${LATE_MS} ms; median ${significant(median(scrolling))} ms, 99 % within ${significant(percentile(scrolling, 0.99))} ms; ${tasks.length} long tasks; ${last + 1} rows came by`,
    };
  });
  if (!figures) throw new Error("The page was not visited.");
  return figures;
}

function rateOf(intervals: readonly number[]): number {
  return 1_000 / (intervals.reduce((sum, each) => sum + each, 0) / intervals.length);
}

/** Scrolls down to the last row. @throws Error where a row is missing, stands twice or not where it belongs */
async function lookAtAll(dashboard: BenchDashboard): Promise<void> {
  const expected = dashboard.leads
    .map(({ id }) => String(id))
    .toSorted()
    .toReversed();
  await dashboard.visit("/r/leads", async (probed) => {
    await probed.firstRows(1);
    await probed.collect();
    await probed.pointAtTable();
    await untilLast(probed, expected.length - 1);
    const { ids, wrong } = await probed.collected();
    const doubled = ids.length - new Set(ids).size;
    const misplaced = ids.filter((id, index) => id !== expected[index]).length;
    const flaws = `${ids.length} of ${expected.length} rows, ${doubled} of them twice, ${misplaced} not where they belong. ${wrong.slice(0, 3).join(" ")}`;
    if (ids.length !== expected.length || doubled + misplaced + wrong.length > 0) throw new Error(flaws);
  });
}

async function untilLast(probed: ProbedPage, last: number): Promise<void> {
  let seen = -1;
  for (let until = performance.now() + PATIENCE_MS; seen < last; ) {
    await probed.page.mouse.wheel(0, LOOKING_STEP);
    const now = Math.max(seen, ...(await probed.rows()).map(({ index }) => index));
    if (now > seen) until = performance.now() + PATIENCE_MS;
    if (performance.now() > until) throw new Error(`The table ends at row ${seen} of ${last}.`);
    seen = now;
  }
}
