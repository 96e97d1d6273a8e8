/**
 * The built Workers in workerd on this machine, through Miniflare. Requests go straight to croft: Miniflare's own entry
 * and the proxy of `wrangler dev` in front of it cost 3 to 6 times the throughput.
 */
import { createRequire } from "node:module";
import { join } from "node:path";
import * as z from "zod";
import { AUTH_ENV_ADVICE } from "../src/auth/worker/env.ts";
import { ENV_ADVICE } from "../src/env.ts";
import type { BuiltWorker } from "./build.ts";
import type { MigratedDatabase } from "./d1-migrations.ts";

/** The part of Miniflare that is used here. */
export interface Runtime {
  readonly ready: Promise<URL>;
  /** A database of a Worker, of croft if none is named. */
  getD1Database(binding: string, worker?: string): Promise<MigratedDatabase>;
  getWorker(): Promise<{ scheduled(options: { cron: string }): Promise<unknown> }>;
  dispose(): Promise<void>;
}

interface MiniflareModule {
  readonly Miniflare: new (options: object) => Runtime;
  readonly Log: new (level: number) => object;
  readonly LogLevel: Readonly<Record<"WARN", number>>;
  readonly convertV4MiniflareOptions: (options: object) => object;
}

/** What a runtime is made of. */
export interface RuntimeOptions {
  readonly worker: BuiltWorker;
  /** croft-auth, which `worker` calls. */
  readonly auth: BuiltWorker;
  /** Of both; each is given those that it reads. */
  readonly settings: Readonly<Record<string, string>>;
  /** Directory of everything that lasts; the one that `wrangler dev --persist-to` uses too. */
  readonly state: string;
  readonly port: number;
  /** Where workerd's inspector listens, for profiles; nowhere if absent. */
  readonly inspectorPort?: number;
}

const bindingsSchema = z.record(z.string(), z.unknown()).default({});

/** Starts workerd on 127.0.0.1. Await `ready` before use; it rejects when the port is taken or the Worker does not load. */
export function startRuntime(options: RuntimeOptions): Runtime {
  // wrangler's own Miniflare: the options come from wrangler, and their shape changes from version to version.
  const wranglerRequire = createRequire(createRequire(import.meta.url).resolve("wrangler"));
  const miniflare: MiniflareModule = wranglerRequire("miniflare");
  return new miniflare.Miniflare(
    miniflare.convertV4MiniflareOptions({
      host: "127.0.0.1",
      port: 0,
      // Without this, Miniflare asks a server on the internet where this machine is.
      cf: false,
      ...(options.inspectorPort === undefined ? {} : { inspectorPort: options.inspectorPort }),
      log: new miniflare.Log(miniflare.LogLevel.WARN),
      handleStructuredLogs: writeLog,
      resourcePersistencePath: join(options.state, "v3"),
      workers: [
        {
          ...workerOptions(options.worker, options.settings, ENV_ADVICE),
          unsafeDirectSockets: [{ host: "127.0.0.1", port: options.port }],
        },
        workerOptions(options.auth, options.settings, AUTH_ENV_ADVICE),
      ],
    }),
  );
}

/** A Worker in the words of Miniflare, with those of the settings that it reads: secrets are for whoever needs them. */
function workerOptions(
  { name, options, modules, root }: BuiltWorker,
  settings: Readonly<Record<string, string>>,
  read: Readonly<Record<string, string>>,
): object {
  return {
    ...options,
    // The name is part of the path of the objects' databases; `wrangler dev` uses the same one.
    name,
    bindings: {
      ...bindingsSchema.parse(options.bindings),
      ...Object.fromEntries(Object.entries(settings).filter(([variable]) => variable in read)),
    },
    modules,
    modulesRoot: root,
  };
}

/** The Workers' log lines as they wrote them. */
function writeLog(log: { readonly level: string; readonly message: string }): void {
  const stream = log.level === "error" || log.level === "warn" ? process.stderr : process.stdout;
  stream.write(`${log.message}\n`);
}
