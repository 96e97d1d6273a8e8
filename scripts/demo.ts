/** `npm run demo`: shows Croft on a running server, with recorded GitHub data. */
import { relative } from "node:path";
import { Api, Refused, silent } from "./demo/api.ts";
import { showDirectory } from "./demo/directory.ts";
import { Halt } from "./demo/halt.ts";
import { KeyFile } from "./demo/key-file.ts";
import { showLive } from "./demo/live.ts";
import { type Loaded, loadTenant } from "./demo/load.ts";
import { type Options, readOptions, USAGE } from "./demo/options.ts";
import { count, duration, faint, line, section, strong } from "./demo/print.ts";
import { showRecordedRepository, showRepository } from "./demo/repositories.ts";
import { type DemoTenant, openTenants } from "./demo/tenants.ts";

// Whoever reads no further (`| head`) wants nothing more.
process.stdout.on("error", () => process.exit(1));

try {
  const options = readOptions(process.argv.slice(2), process.env);
  if (!options) console.log(USAGE);
  else if ("url" in options) await demo(options);
  else await showRecordedRepository(options.data);
} catch (error) {
  if (!(error instanceof Halt) && !(error instanceof Refused)) throw error;
  console.error(`\n${error.message}`);
  process.exitCode = 1;
}

async function demo(options: Options): Promise<void> {
  const started = performance.now();
  const operator = new Api(options.url, options.operatorToken);
  if (!(await operator.isUp())) throw silent(options.url);
  console.log(`${strong("Croft")} ${faint(`on ${options.url}`)}`);

  section("1  Two tenants, each with a database of its own");
  const tenants = await openTenants(options, operator, new KeyFile(options.keyFile, options.url));

  section(`2  Recorded GitHub data${options.small ? ", the small copy that comes with Croft" : ""}`);
  await load(tenants, options.data);

  section("3  Live queries over a WebSocket");
  const [other, shown] = tenants;
  if (other && shown) await showLive(shown, other, options.restart);

  section("4  The directory, across tenants");
  await showDirectory(operator, tenants, options.prefix);

  if (shown && options.repository) {
    section("5  A repository of GitHub that keeps itself fresh");
    await showRepository(shown, options.data);
  }

  line();
  line(
    faint(
      `${duration(performance.now() - started)} in all. The tenants' keys: ${relative(process.cwd(), options.keyFile)}`,
    ),
  );
  if (options.restart === "no") line(faint("npm run demo -- --restart   shows what a restart does to a live query"));
}

async function load(tenants: readonly DemoTenant[], folder: string): Promise<void> {
  const started = performance.now();
  const loaded: Loaded[] = [];
  for (const tenant of tenants) loaded.push(await loadTenant(tenant, folder));
  const sum = (of: keyof Loaded): number => loaded.reduce((total, one) => total + one[of], 0);
  const [created, updated, unchanged] = [sum("created"), sum("updated"), sum("unchanged")];
  const parts = [
    `${count(created)} new`,
    ...(updated > 0 ? [`${count(updated)} updated`] : []),
    `${count(unchanged)} unchanged`,
  ];
  line(`${strong(parts.join(", "))}   ${faint(duration(performance.now() - started))}`);
}
