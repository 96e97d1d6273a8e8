/** Croft as `npm start` runs it: a process of its own, on a port and with a state of its own, that a test may kill. */
import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const ROOT = join(import.meta.dirname, "..", "..");
/** A first start builds both Workers and the dashboard, beside whatever else runs. */
const START_TIMEOUT = 180_000;

/** A running server and the power over it. */
export interface TestServer {
  /** `http://127.0.0.1:…`; stays the same over restarts. */
  readonly url: string;
  readonly operatorToken: string;
  /** Directory of its state. */
  readonly state: string;
  /** Ends it in an orderly way and removes its state. */
  stop(): Promise<void>;
  /** Ends it, its launcher and its workerd by SIGKILL. The state stays. */
  kill9(): Promise<void>;
  /** Starts it again on the same state and port. Resolves when it is ready. */
  restart(): Promise<void>;
}

/**
 * Starts a server on an empty state. `environment` adds variables to those of `npm start`, in which `{port}` is the server's;
 * `root` is the repository, or a copy of it.
 * Throws with its log if it does not get ready.
 */
export async function startServer(
  environment: Readonly<Record<string, string>> = {},
  root = ROOT,
): Promise<TestServer> {
  const state = mkdtempSync(join(tmpdir(), "croft-server-"));
  const port = await freePort();
  const operatorToken = randomBytes(24).toString("hex");
  const variables = {
    // As npm sets it: the server then ends with the process that runs the tests, however that ends.
    npm_lifecycle_event: "start",
    CROFT_STATE: state,
    PORT: String(port),
    OPERATOR_TOKEN: operatorToken,
    KEY_MAC_SECRETS: `1:${randomBytes(32).toString("hex")}`,
    CREDENTIAL_SECRETS: `1:${randomBytes(32).toString("hex")}`,
    AUTH_SECRETS: `1:${randomBytes(32).toString("hex")}`,
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    LOCAL_MAIL: "true",
    LOG_LEVEL: "warn",
    ...Object.fromEntries(
      Object.entries(environment).map(([name, value]) => [name, value.replaceAll("{port}", String(port))]),
    ),
  };
  let starting = launch(state, variables, root);
  let child = await starting.catch((error: unknown) => {
    rmSync(state, { recursive: true, force: true });
    throw error;
  });
  return {
    url: `http://127.0.0.1:${port}`,
    operatorToken,
    state,
    async stop() {
      // A test that failed may have left a restart on its way.
      await starting.catch(() => undefined);
      await end(child, () => child.kill("SIGTERM"));
      rmSync(state, { recursive: true, force: true });
    },
    kill9: () => end(child, () => killGroup(child)),
    async restart() {
      starting = launch(state, variables, root);
      child = await starting;
    },
  };
}

/** Starts it as the leader of a process group, so that one signal reaches all its processes, and waits until it is ready. */
async function launch(state: string, variables: Readonly<Record<string, string>>, root: string): Promise<ChildProcess> {
  const path = join(state, "server.log");
  const log = openSync(path, "w");
  const child = spawn(process.execPath, [join(root, "scripts", "run.mjs"), "start"], {
    detached: true,
    stdio: ["ignore", log, log],
    env: { ...process.env, ...variables },
  });
  closeSync(log);
  for (
    const until = Date.now() + START_TIMEOUT;
    !readFileSync(path, "utf8").includes("Croft is ready on ");
    await sleep(20)
  ) {
    if (child.exitCode === null && Date.now() < until) continue;
    killGroup(child);
    throw new Error(`The server did not get ready:\n${readFileSync(path, "utf8")}`);
  }
  return child;
}

async function end(child: ChildProcess, signal: () => void): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  signal();
  await ended;
}

function killGroup(child: ChildProcess): void {
  if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, "SIGKILL");
}

/** A port of 127.0.0.1 that nothing listens on now. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  await new Promise((closed) => probe.close(closed));
  if (typeof address !== "object" || address === null) throw new Error("The system gave no port.");
  return address.port;
}
