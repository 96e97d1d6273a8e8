const FIELDS = [
  { from: 0, read: (at: Date) => at.getUTCMinutes() },
  { from: 0, read: (at: Date) => at.getUTCHours() },
  { from: 1, read: (at: Date) => at.getUTCDate() },
  { from: 1, read: (at: Date) => at.getUTCMonth() + 1 },
  { from: 0, read: (at: Date) => at.getUTCDay() },
] as const;

// Reads an asterisk, an asterisk with a step, and numbers separated by commas. Throws on anything else, so that a trigger
// which would never fire here is noticed at the start.
/** Whether a cron expression of wrangler.toml is due in the UTC minute of `at`. */
export function isDue(expression: string, at: Date): boolean {
  const parts = expression.trim().split(/\s+/);
  if (parts.length !== FIELDS.length) throw new Error(`The cron expression "${expression}" needs five fields.`);
  return FIELDS.map((field, index) => fieldMatches(parts[index] ?? "", field.read(at), field.from)).every(Boolean);
}

function fieldMatches(part: string, value: number, from: number): boolean {
  if (part === "*") return true;
  const step = /^\*\/([1-9]\d*)$/.exec(part)?.[1];
  if (step) return (value - from) % Number(step) === 0;
  if (/^\d+(,\d+)*$/.test(part)) return part.split(",").map(Number).includes(value);
  throw new Error(`Local runs do not understand "${part}" in a cron expression.`);
}
