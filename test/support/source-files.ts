/** Reads source files as trees, for the tests that hold the repository's structure. */
import { globSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { parseAst } from "vitest/node";
import * as z from "zod";

const ROOT = join(import.meta.dirname, "..", "..");

/** What the structure tests want to know of one file. */
export interface SourceFile {
  /** From the repository's root, with slashes. */
  readonly path: string;
  readonly text: string;
  readonly lines: number;
  /** Relative imports as paths from the root, packages by their specifier. */
  readonly imports: readonly string[];
  /** Names of the methods that are called, with the line of each. */
  readonly methodCalls: readonly { readonly name: string; readonly on: string | null; readonly line: number }[];
  /** Line and length of every function. */
  readonly functions: readonly { readonly line: number; readonly lines: number }[];
  /** Lines that say `any`. */
  readonly anys: readonly number[];
}

/** Every TypeScript file below the given folders, declarations excepted. */
export function readSources(...folders: readonly string[]): SourceFile[] {
  const paths = folders.flatMap((folder) => globSync(`${folder}/**/*.{ts,tsx}`, { cwd: ROOT }));
  return paths
    .filter((path) => !path.endsWith(".d.ts"))
    .map((path) => parseSource(path, readFileSync(join(ROOT, path), "utf8")));
}

/** The same for one text; `path` decides how its imports resolve. */
export function parseSource(path: string, text: string): SourceFile {
  const lineOf = (offset: number) => text.slice(0, offset).split("\n").length;
  const nodes = [...walk(parseAst(text, { lang: path.endsWith("x") ? "tsx" : "ts" }))];
  return {
    path,
    text,
    lines: text.replace(/\n$/, "").split("\n").length,
    imports: nodes.flatMap((node) => importSchema.safeParse(node).data ?? []).map((name) => resolve(path, name)),
    methodCalls: nodes
      .flatMap((node) => callSchema.safeParse(node).data ?? [])
      .map((call) => ({ name: call.name, on: call.on, line: lineOf(call.start) })),
    functions: nodes
      .filter((node) => FUNCTIONS.has(node.type))
      .map((node) => ({ line: lineOf(node.start), lines: lineOf(node.end) - lineOf(node.start) + 1 })),
    anys: nodes.filter((node) => node.type === "TSAnyKeyword").map((node) => lineOf(node.start)),
  };
}

const FUNCTIONS: ReadonlySet<string> = new Set([
  "FunctionDeclaration",
  "FunctionExpression",
  "ArrowFunctionExpression",
]);

const nodeSchema = z.looseObject({ type: z.string(), start: z.number(), end: z.number() });
type Node = z.infer<typeof nodeSchema>;

const importSchema = z
  .object({
    type: z.enum(["ImportDeclaration", "ExportNamedDeclaration", "ExportAllDeclaration", "ImportExpression"]),
    source: z.object({ value: z.string() }),
  })
  .transform((node) => [node.source.value]);

const callSchema = z
  .object({
    type: z.literal("CallExpression"),
    start: z.number(),
    callee: z.object({
      property: z.object({ name: z.string() }),
      object: z.object({ name: z.string().nullish() }),
    }),
  })
  .transform((node) => [{ name: node.callee.property.name, on: node.callee.object.name ?? null, start: node.start }]);

function* walk(value: unknown): Generator<Node> {
  if (Array.isArray(value)) {
    for (const item of value) yield* walk(item);
    return;
  }
  if (typeof value !== "object" || value === null) return;
  const node = nodeSchema.safeParse(value);
  if (node.success) yield node.data;
  for (const child of Object.values(value)) yield* walk(child);
}

function resolve(from: string, specifier: string): string {
  return specifier.startsWith(".") ? normalize(join(dirname(from), specifier)) : specifier;
}
