/** The structured log: one JSON line an event. The only place that writes to the console. */

const LEVELS = ["debug", "info", "warn", "error"] as const;
export type LogLevel = (typeof LEVELS)[number];

let least: number = LEVELS.indexOf("info");

/** Events below this level are dropped. Set once per isolate from LOG_LEVEL. */
export function setLogLevel(level: LogLevel): void {
  least = LEVELS.indexOf(level);
}

/** Whether events of this level are written: what goes into one need not be gathered otherwise. */
export function logs(level: LogLevel): boolean {
  return LEVELS.indexOf(level) >= least;
}

/** Writes one event. Errors are written with their stacks and causes: this goes to the operator, never to a client. */
export function log(level: LogLevel, event: Readonly<Record<string, unknown>>): void {
  if (!logs(level)) return;
  const line = JSON.stringify({ level, ...event }, (_, value: unknown) =>
    value instanceof Error ? describe(value) : value,
  );
  if (level === "error") console.error(line);
  else console.log(line);
}

function describe(error: Error): object {
  return {
    name: error.name,
    message: error.message,
    stack: error.stack,
    ...(error.cause ? { cause: error.cause } : {}),
  };
}
