/** What the demo shows: sections, lines, figures and progress. Colours and bars only where a terminal is attached. */
import { styleText } from "node:util";

const BAR_WIDTH = 24;
const HANDLE_WIDTH = 14;
const figures = new Intl.NumberFormat("en");
const shortFigures = new Intl.NumberFormat("en", { notation: "compact", maximumSignificantDigits: 3 });

/** An act of the demo, with its title. */
export function section(title: string): void {
  console.log(`\n${styleText("bold", title)}`);
}

export function line(text = ""): void {
  console.log(text === "" ? "" : `  ${text}`);
}

export const strong = (text: string): string => styleText("bold", text);
export const faint = (text: string): string => styleText("dim", text);
export const good = (text: string): string => styleText("green", text);

/** A tenant's handle, as wide as the others of the demo. */
export const label = (handle: string): string => handle.padEnd(HANDLE_WIDTH);

/** `1234` as `1,234`. */
export const count = (value: number): string => figures.format(value);

/** A number of things, in words: `1 change`, `3 changes`. */
export const several = (value: number, thing: string): string => `${count(value)} ${thing}${value === 1 ? "" : "s"}`;

/** Cents as whole euros: demo values have no cents. */
export const money = (cents: number): string => `€${count(Math.round(cents / 100))}`;

/** The same, to three digits: `€1.67M`. */
export const roundMoney = (cents: number): string => `€${shortFigures.format(cents / 100)}`;

export function duration(milliseconds: number): string {
  return milliseconds < 1_000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1_000).toFixed(1)} s`;
}

export function size(bytes: number): string {
  return bytes < 1_048_576 ? `${Math.round(bytes / 1_024)} KiB` : `${(bytes / 1_048_576).toFixed(1)} MiB`;
}

/** Rows under a faint head, columns as wide as they need to be; all but the first column are aligned to the right. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): void {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const text = (row: readonly string[]): string =>
    row.map((cell, column) => aligned(cell, widths[column] ?? 0, column > 0)).join("   ");
  line(faint(text(head)));
  for (const row of rows) line(text(row));
}

function aligned(cell: string, width: number, right: boolean): string {
  return right ? cell.padStart(width) : cell.padEnd(width);
}

/** One line that grows while something is done, and is gone when it is over. */
export class Progress {
  readonly #label: string;
  readonly #total: number;
  #done = 0;

  constructor(label: string, total: number) {
    this.#label = label;
    this.#total = total;
    this.add(0);
  }

  add(amount: number): void {
    this.#done += amount;
    if (!process.stdout.isTTY) return;
    const filled = Math.round((BAR_WIDTH * this.#done) / Math.max(1, this.#total));
    const bar = "█".repeat(filled) + faint("░".repeat(BAR_WIDTH - filled));
    process.stdout.write(`\r\x1b[2K  ${this.#label} ${bar}  ${count(this.#done)} of ${count(this.#total)}`);
  }

  end(): void {
    if (process.stdout.isTTY) process.stdout.write("\r\x1b[2K");
  }
}
