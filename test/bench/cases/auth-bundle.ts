/** What has to be sent and read before anybody can sign in: croft-auth, the second Worker. */

import type { BenchCase } from "../case.ts";
import { startUps } from "../start-ups.ts";
import { significant } from "../statistics.ts";
import { KIB, wrangled } from "../wrangled.ts";

export const authBundle: BenchCase = {
  results: [
    {
      name: "auth-bundle",
      unit: "KiB gzip",
      mark: { of: "croft", bound: "at most", value: 460 },
      columns: { croft: "croft-auth", bare: "croft" },
      does: "croft-auth as `wrangler deploy` would send it with src/auth/wrangler.toml as it is, compressed with gzip -9, beside croft.",
      proves:
        "What an isolate has to load before it signs somebody in, and what croft would be the larger by if it held people itself.",
    },
    {
      name: "auth-startup",
      unit: "ms of processor",
      mark: { of: "difference", bound: "at most", value: 200 },
      columns: { croft: "both Workers", bare: "croft alone" },
      does: "workerd is started with both Workers and asked for the session of somebody without a cookie; beside it with croft and an empty Worker in place of croft-auth, asked for a path that does not exist. In turns; processor time of all threads until the answer; the median counts.",
      short:
        "the machine's pace counts: in the run shown the bare Worker of `bundle-startup` took three times as long as on the same machine before (309 and 93 ms); a run at the faster pace gave 85 ms more for croft-auth. The code is not minified as a deploy's is.",
      proves:
        "What it takes to parse, compile and set up Better Auth, once an isolate. Requests with a token or a key never wait for it.",
    },
  ],
  async run(bench) {
    const [auth, croft] = [wrangled("auth", "src/auth/wrangler.toml"), wrangled("worker", "wrangler.toml")];
    const size = {
      croft: significant(auth.gzip / KIB),
      bare: significant(croft.gzip / KIB),
      note: `minified, ${significant(auth.plain / KIB)} KiB before compression`,
    };
    const alone = { path: "/nowhere", withoutAuth: true };
    return [size, await startUps(bench, { croft: { path: "/auth/get-session" }, bare: alone })];
  },
};
