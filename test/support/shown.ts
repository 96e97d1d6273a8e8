/** What a document says a command prints, held against what it printed. `…` stands for what is left out or differs from run to run. */

import type { Block } from "./guide.ts";

const LEFT_OUT = "…";
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** A line of a `json` block as a value: `…` behind a comma means that fields were left out. */
export function parseShown(line: string): unknown {
  return JSON.parse(line.replaceAll(/([,{])…(?=[}\]])/g, `$1"${LEFT_OUT}":true`));
}

/** Where an answer differs from what is shown. Ids, times and fractions differ from run to run: there the shape counts. */
export function differences(shown: unknown, found: unknown, at: string): string[] {
  if (Array.isArray(shown)) {
    if (!Array.isArray(found) || found.length !== shown.length) return [`${at}: not ${shown.length} items`];
    return shown.flatMap((item, index) => differences(item, found[index], `${at}[${index}]`));
  }
  if (isObject(shown)) {
    if (!isObject(found)) return [`${at}: not an object`];
    const names = Object.keys(shown).filter((name) => name !== LEFT_OUT);
    const more = Object.keys(found).filter((name) => !names.includes(name));
    const unexpected = LEFT_OUT in shown ? [] : more.map((name) => `${at}.${name}: not shown`);
    return [...unexpected, ...names.flatMap((name) => differences(shown[name], found[name], `${at}.${name}`))];
  }
  return isAlike(shown, found) ? [] : [`${at}: ${JSON.stringify(found)} instead of ${JSON.stringify(shown)}`];
}

/** Whether a line is the one shown, with anything in place of each `…`. */
function isAsShown(shown: string, found: string): boolean {
  const pattern = shown.split(LEFT_OUT).map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${pattern.join(".*")}$`).test(found);
}

function isAlike(shown: unknown, found: unknown): boolean {
  if (typeof shown === "number" && !Number.isInteger(shown)) return typeof found === "number";
  if (typeof shown !== "string" || typeof found !== "string") return shown === found;
  if (INSTANT.test(shown)) return INSTANT.test(found);
  return isAsShown(shown, found);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Where the lines that a block printed are not those shown behind it; a line of braces is compared as JSON. */
export function shownWrongly({ text, shown }: Pick<Block, "text" | "shown">, printed: readonly string[]): string[] {
  const lines = shown ?? [];
  if (printed.length !== lines.length) return [`${text}printed ${printed.length} lines:\n${printed.join("\n")}`];
  return lines.flatMap((line, index) => {
    const found = printed[index] ?? "";
    if (/^[[{]["{[]/.test(line)) return differences(parseShown(line), JSON.parse(found), `${text}line ${index + 1}`);
    return isAsShown(line, found) ? [] : [`${text}printed ${JSON.stringify(found)} instead of ${JSON.stringify(line)}`];
  });
}
