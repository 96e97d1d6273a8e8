/** What has to be sent and read before anything runs. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { buildSync } from "esbuild";
import { buildIfStale } from "../../../scripts/build.ts";
import { ROOT } from "../../../scripts/paths.ts";
import { bareWorker } from "../bare-worker.ts";
import type { Bench } from "../bench.ts";
import type { BenchCase, Figures } from "../case.ts";
import { STARTS, startUps } from "../start-ups.ts";
import { significant } from "../statistics.ts";
import { GZIP, KIB, wrangled } from "../wrangled.ts";

const CLIENT = join(ROOT, "src", "client", "croft.ts");

export const bundle: BenchCase = {
  results: [
    {
      name: "bundle",
      unit: "KiB gzip",
      mark: { of: "croft", bound: "at most", value: 120 },
      does: "The Worker as `wrangler deploy` would send it with wrangler.toml as it is, migrations included, compressed with gzip -9.",
      short:
        "232 KiB became 154 before there were people; access tokens (jose is 6), members, invitations, Clerk and the page of the account (9) are the rest: zod is taken as a namespace (its object named z brought sixty languages along), the numbering plans of telephone numbers without formats, one query builder less, minified. Of what is left, zod is 30 KiB, telephone numbers 17, hono 8; the reference (OpenAPI, AsyncAPI, its page) is 24, which, with the page of the account, could be built beforehand and served as files.",
      proves:
        "What a deploy carries and an isolate has to load. The bare Worker is a few hundred lines without a library.",
    },
    {
      name: "bundle-startup",
      unit: "ms of processor",
      mark: { of: "difference", bound: "at most", value: 40 },
      does: `workerd is started ${STARTS} times with each Worker, in turns, and asked once for a path that reaches no object. Processor time of all its threads until that answer; the median counts.`,
      short:
        "it includes the first request, and the code is not minified as a deploy's is. A profile of the modules in Node shows a third in making the schemas of the resources. Importing the reference at its first use was tried: the bundler then keeps what it would have dropped, and the Worker grew by 15 KiB.",
      proves:
        "Parsing, compiling and running Croft's modules once, and its first request: what it takes more than a Worker of a few lines under the same bindings. Time of the clock would count the neighbours on the machine.",
    },
    {
      name: "bundle-client",
      unit: "KiB",
      mark: { of: "croft", bound: "at most", value: 12 },
      columns: { croft: "gzip", bare: "uncompressed" },
      does: "The client library `src/client/croft.ts` with all that it imports, in one minified file, compressed with gzip -9.",
      short:
        "without zod it is 12.0 KiB, and a session comes on top for those who import it (2.4). Schemas of the client's answers are written with zod/mini, records are no longer walked through; loading live queries on demand would bring a first part of 11.5 KiB, but a page that loses its network before it needs them could never go live.",
      proves: "What a browser loads that uses everything. A bundler that drops unused parts may get below it.",
    },
  ],
  async run(bench: Bench) {
    // Croft has no such path and says so itself; the bare Worker answers its own.
    const sides = { croft: { path: "/nowhere" }, bare: { kind: "bare", path: "/healthz" } } as const;
    return [await workerSize(), await startUps(bench, sides), clientSize()];
  },
};

async function workerSize(): Promise<Figures> {
  const { gzip, plain } = wrangled("worker", "wrangler.toml");
  const bare = bareWorker(await buildIfStale()).modules.map(({ path }) => readFileSync(path));
  return {
    croft: significant(gzip / KIB),
    bare: significant(gzipSync(Buffer.concat(bare), GZIP).length / KIB),
    note: `minified, ${significant(plain / KIB)} KiB before compression`,
  };
}

function clientSize(): Figures {
  const folder = join(ROOT, ".wrangler", "bench", "client");
  mkdirSync(folder, { recursive: true });
  const config = join(folder, "wrangler.json");
  const settings = { name: "client", main: CLIENT, compatibility_date: "2026-08-01", keep_names: false, minify: true };
  writeFileSync(config, JSON.stringify(settings));
  const { gzip, plain } = wrangled("client", config);
  const own = ownSize();
  const [mine, zod] = [significant(own / KIB), significant((gzip - own) / KIB)];
  const note = `${mine} KiB are its own and ${zod} KiB what it needs of zod; minified, names not kept`;
  return { croft: significant(gzip / KIB), bare: significant(plain / KIB), note };
}

/** Bytes of the client without zod, compressed. */
function ownSize(): number {
  const { outputFiles } = buildSync({
    entryPoints: [CLIENT],
    bundle: true,
    minify: true,
    format: "esm",
    write: false,
    external: ["zod/mini"],
  });
  return gzipSync(Buffer.concat(outputFiles.map(({ contents }) => contents)), GZIP).length;
}
