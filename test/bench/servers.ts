/** Starts, kills and measures the servers of a benchmark. */
import { type ChildProcess, fork } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { globSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as z from "zod";
import { freePort } from "../support/server.ts";

const readySchema = z.object({ runtime: z.int() });

/** A Worker in workerd, and the power over it. */
export interface BenchServer {
  readonly kind: "croft" | "bare" | "route";
  /** `http://127.0.0.1:…`; stays the same over restarts. */
  readonly url: string;
  /** Directory of everything that lasts. */
  readonly state: string;
  readonly operatorToken: string;
  /** Seconds of processor time that workerd has used since it was started. */
  cpuSeconds(): number;
  /** Bytes of memory that workerd holds now. */
  residentBytes(): number;
  /** Ends launcher and workerd by SIGKILL. */
  kill9(): Promise<void>;
  /** Starts it again on the same state and port, and resolves when it answers. */
  restart(): Promise<void>;
  /** Ends it and removes its state. */
  stop(): Promise<void>;
}

/** What is out of the ordinary. */
interface Unusual {
  /** Opens workerd's inspector there. */
  readonly inspectorPort?: number | undefined;
  /** Leaves the directory without tables, and so the runtime without work before its first request. */
  readonly withoutDirectory?: boolean;
  /** Puts an empty Worker in the place of croft-auth. */
  readonly withoutAuth?: boolean;
  /** Settings of Croft in place of random ones. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Public keys of access tokens, as JSON, for a server of the kind `route`. */
  readonly jwks?: string;
}

/** Starts a server on an empty state. */
export async function startBenchServer(kind: BenchServer["kind"], unusual: Unusual = {}): Promise<BenchServer> {
  const state = mkdtempSync(join(tmpdir(), `croft-bench-${kind}-`));
  const port = await freePort();
  const operatorToken = randomBytes(24).toString("hex");
  const settings = {
    OPERATOR_TOKEN: operatorToken,
    KEY_MAC_SECRETS: `1:${randomBytes(32).toString("hex")}`,
    CREDENTIAL_SECRETS: `1:${randomBytes(32).toString("hex")}`,
    AUTH_SECRETS: `1:${randomBytes(32).toString("hex")}`,
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    LOG_LEVEL: "warn",
  };
  // Also for what is compared: croft-auth runs beside every Worker, and does not start without its own.
  const order = { kind, state, port, ...unusual, settings: { ...settings, ...unusual.settings } };
  let running = await launch(order);
  return {
    kind,
    url: `http://127.0.0.1:${port}`,
    state,
    operatorToken,
    cpuSeconds: () => cpuSecondsOf(running.runtime),
    residentBytes: () => residentBytesOf(running.runtime),
    kill9: () => end(running.child, "SIGKILL"),
    async restart() {
      running = await launch(order);
    },
    async stop() {
      await end(running.child, "SIGTERM");
      rmSync(state, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

async function launch(order: object): Promise<{ child: ChildProcess; runtime: number }> {
  // The leader of a process group, so that one signal reaches workerd too.
  const child = fork(join(import.meta.dirname, "server-process.ts"), [JSON.stringify(order)], {
    detached: true,
    // Node calls the stripping of types in bare-worker.ts an experiment.
    execArgv: ["--disable-warning=ExperimentalWarning"],
  });
  const ready = once(child, "message").then(([message]) => readySchema.parse(message));
  const gone = once(child, "exit").then(([code]) => {
    throw new Error(`A server of the benchmark ended before it was ready (${code}).`);
  });
  const { runtime } = await Promise.race([ready, gone]);
  gone.catch(() => undefined);
  return { child, runtime };
}

async function end(child: ChildProcess, signal: "SIGKILL" | "SIGTERM"): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  // In an orderly end the launcher ends workerd itself: it would start another one for one that just dies.
  process.kill(signal === "SIGKILL" ? -child.pid : child.pid, signal);
  await ended;
}

/** Of all its threads; 0 where there is no /proc, as outside Linux. */
function cpuSecondsOf(pid: number): number {
  const threads = globSync(`/proc/${pid}/task/*/schedstat`);
  return threads.reduce((sum, path) => sum + Number(read(path).split(" ")[0]), 0) / 1e9;
}

function residentBytesOf(pid: number): number {
  return Number(/VmRSS:\s+(\d+) kB/.exec(read(`/proc/${pid}/status`))?.[1]) * 1024;
}

function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
