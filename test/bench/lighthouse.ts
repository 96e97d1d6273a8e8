/** Lighthouse on pages of the dashboard, as somebody who is signed in. */

import { statSync } from "node:fs";
import { join } from "node:path";
import lighthouse, { desktopConfig } from "lighthouse";
import type { Browser } from "playwright-core";
import * as z from "zod";
import { DASHBOARD } from "../../scripts/paths.ts";
import { median } from "./statistics.ts";

/** Figures of one page. Points of 100, milliseconds, bytes. */
export interface Audit {
  readonly performance: number;
  readonly accessibility: number;
  readonly bestPractices: number;
  /** Largest contentful paint. */
  readonly lcp: number;
  /** Total blocking time. */
  readonly tbt: number;
  /** Cumulative layout shift. */
  readonly cls: number;
  /** Of compressed scripts alone, without the headers of their answers. */
  readonly scriptBytes: number;
  /** Of everything, with them. */
  readonly bytes: number;
}

/** `desktop` is a fast network and this machine's processor; `phone` a slow network and a quarter of it. */
export type Device = "desktop" | "phone";

const category = z.object({ score: z.number() });
const audit = z.object({ numericValue: z.number() });
const requestsSchema = z.array(
  z.object({ url: z.string(), transferSize: z.number(), resourceType: z.string().optional() }),
);
const reportSchema = z.object({
  runtimeError: z.object({ message: z.string() }).optional(),
  finalDisplayedUrl: z.string(),
  categories: z.object({ performance: category, accessibility: category, "best-practices": category }),
  audits: z.looseObject({
    "largest-contentful-paint": audit,
    "total-blocking-time": audit,
    "cumulative-layout-shift": audit,
    "network-requests": z.object({ details: z.object({ items: requestsSchema }) }),
  }),
});

/** A browser that can be debugged at a port, and who is signed in there: the cookie as a request carries it; "" for nobody. */
export interface Auditor {
  readonly browser: Browser;
  readonly port: number;
  readonly cookie: string;
}

/** Lets the page that Lighthouse opens next be signed in; with its last page, the browser forgets it. */
async function signIn({ browser, cookie }: Auditor, url: string): Promise<void> {
  if (cookie === "") return;
  const cdp = await browser.newBrowserCDPSession();
  const cookies = cookie.split("; ").map((pair) => {
    const at = pair.indexOf("=");
    return { name: pair.slice(0, at), value: pair.slice(at + 1), url, path: "/", secure: true, httpOnly: true };
  });
  // Without a context it is the browser's own, in which Lighthouse opens its pages.
  await cdp.send("Storage.setCookies", { cookies });
  await cdp.detach();
}

/** The median of each figure over some runs. */
export async function audited(auditor: Auditor, url: string, device: Device, runs: number): Promise<Audit> {
  const audits: Audit[] = [];
  for (let run = 0; run < runs; run += 1) {
    await signIn(auditor, url);
    audits.push(await auditOnce(auditor.port, url, device));
  }
  const middle = (figure: keyof Audit) => median(audits.map((each) => each[figure]));
  return {
    performance: middle("performance"),
    accessibility: middle("accessibility"),
    bestPractices: middle("bestPractices"),
    lcp: middle("lcp"),
    tbt: middle("tbt"),
    cls: middle("cls"),
    scriptBytes: middle("scriptBytes"),
    bytes: middle("bytes"),
  };
}

async function auditOnce(port: number, url: string, device: Device): Promise<Audit> {
  // It empties the browser's cache before each run, and leaves the cookies.
  const onlyCategories = ["performance", "accessibility", "best-practices"];
  const flags = { port, output: "json", logLevel: "error", onlyCategories } as const;
  const result = await lighthouse(url, flags, device === "desktop" ? desktopConfig : undefined);
  const { runtimeError, finalDisplayedUrl, categories, audits } = reportSchema.parse(result?.lhr);
  if (runtimeError) throw new Error(`Lighthouse could not load ${url}: ${runtimeError.message}`);
  if (finalDisplayedUrl !== url) throw new Error(`${url} led to ${finalDisplayedUrl}.`);
  const requests = audits["network-requests"].details.items;
  const bytesOf = (some: typeof requests) => some.reduce((sum, { transferSize }) => sum + transferSize, 0);
  const points = ({ score }: { score: number }) => Math.round(score * 100);
  return {
    performance: points(categories.performance),
    accessibility: points(categories.accessibility),
    bestPractices: points(categories["best-practices"]),
    lcp: audits["largest-contentful-paint"].numericValue,
    tbt: audits["total-blocking-time"].numericValue,
    cls: audits["cumulative-layout-shift"].numericValue,
    scriptBytes: requests.reduce((sum, { url: from }) => sum + scriptSize(new URL(from).pathname), 0),
    bytes: bytesOf(requests),
  };
}

/** Bytes of a script as the build compressed it; 0 for what is none. */
function scriptSize(path: string): number {
  return path.startsWith("/assets/") && path.endsWith(".js") ? statSync(`${join(DASHBOARD, path)}.br`).size : 0;
}
