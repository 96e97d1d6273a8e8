/** Where Croft's time goes: workerd's own profiler, over its inspector, while a case drives load. */
import { once } from "node:events";
import { mkdirSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import * as z from "zod";
import { ROOT } from "../../scripts/paths.ts";
import { type CpuProfile, cpuProfileSchema, type SelfTime, selfTimes } from "./self-times.ts";

const SAMPLE_EVERY_US = 200;
const LONGEST_SAMPLE_MS = 2;
const SHOWN = 45;

const targetsSchema = z.array(z.object({ id: z.string(), webSocketDebuggerUrl: z.string() }));
const answerSchema = z.object({
  id: z.int().optional(),
  result: z.unknown().optional(),
  error: z.object({ message: z.string() }).optional(),
});

/** The inspector of one Worker. */
class Inspector {
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, (answer: z.infer<typeof answerSchema>) => void>();
  #id = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.addEventListener("message", ({ data }) => {
      const answer = answerSchema.parse(JSON.parse(String(data)));
      if (answer.id !== undefined) this.#waiting.get(answer.id)?.(answer);
    });
  }

  static async open(port: number): Promise<Inspector> {
    const answer = await fetch(`http://127.0.0.1:${port}/json`);
    const targets = targetsSchema.parse(await answer.json());
    const target = targets.find(({ id }) => id.endsWith("croft")) ?? targets[0];
    if (!target) throw new Error("workerd's inspector shows no Worker.");
    const socket = new WebSocket(target.webSocketDebuggerUrl);
    await once(socket, "open");
    return new Inspector(socket);
  }

  async send(method: string, params: object = {}): Promise<unknown> {
    this.#id += 1;
    const id = this.#id;
    const answered = new Promise<z.infer<typeof answerSchema>>((resolve) => this.#waiting.set(id, resolve));
    this.#socket.send(JSON.stringify({ id, method, params }));
    const { result, error } = await answered;
    this.#waiting.delete(id);
    if (error) throw new Error(`${method}: ${error.message}`);
    return result;
  }

  close(): void {
    this.#socket.close();
  }
}

/** Runs `work` under the profiler, prints the functions with the most time of their own and returns the profile's path. */
export async function profileWhile(port: number, name: string, work: () => Promise<unknown>): Promise<string> {
  const inspector = await Inspector.open(port);
  try {
    await inspector.send("Profiler.enable");
    await inspector.send("Profiler.setSamplingInterval", { interval: SAMPLE_EVERY_US });
    await inspector.send("Profiler.start");
    await work();
    const { profile } = z.object({ profile: cpuProfileSchema }).parse(await inspector.send("Profiler.stop"));
    printProfile(profile);
    return save(name, profile);
  } finally {
    inspector.close();
  }
}

function printProfile(profile: CpuProfile): void {
  const times = selfTimes(profile, LONGEST_SAMPLE_MS);
  const busy = times.filter(({ name }) => name !== "(idle)");
  const total = busy.reduce((sum, { ms }) => sum + ms, 0);
  console.log(`${total.toFixed(0)} ms busy; time of their own (self) and with what they call (total):\n`);
  console.log("    self  total  function");
  for (const each of busy.slice(0, SHOWN)) console.log(lineOf(each, total));
}

function lineOf({ name, place, ms, totalMs }: SelfTime, all: number): string {
  const share = (part: number) => `${((100 * part) / all).toFixed(1)} %`.padStart(7);
  return `${share(ms)}${share(totalMs)}  ${name} ${place}`;
}

function save(name: string, profile: CpuProfile): string {
  const folder = join(ROOT, ".wrangler", "bench");
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${name}.cpuprofile`);
  writeFileSync(path, JSON.stringify(profile));
  return relative(ROOT, path);
}
