/**
 * The order in which the parts of Croft stand on each other. A file may import its own part and every part of an earlier layer,
 * never one beside it or above. The clients stand on the protocol alone, so that they run anywhere.
 */
const LAYERS: readonly (readonly string[])[] = [
  ["src/protocol"],
  ["src/resources", "src/response-headers.ts"],
  ["objects/records"],
  ["src/directory", "src/auth", "src/log.ts", "src/croft.config.ts"],
  ["src/env.ts"],
  ["objects/github"],
  // Objects reach each other through it, by what the bindings say of them.
  ["src/stubs.ts"],
  ["objects/tenant", "objects/budget", "objects/repository"],
  ["src/reference"],
  ["src/middleware"],
  ["src/routes"],
  ["src/app.ts"],
  ["src/worker.ts"],
];

const CLIENTS: Readonly<Record<string, readonly string[]>> = {
  "src/client": ["src/protocol"],
  "src/dashboard": ["src/protocol", "src/client"],
  "src/cli": ["src/protocol", "src/client"],
};

/** croft-auth stands on these, and nothing stands on it: croft reaches it through its binding. */
const AUTH_WORKER = "src/auth/worker";
const UNDER_AUTH_WORKER = ["src/protocol", "src/auth", "src/log.ts"];

/** The part a path belongs to: a folder of src or objects, or a file directly in src. */
export function partOf(path: string): string {
  return path.startsWith(`${AUTH_WORKER}/`) ? AUTH_WORKER : path.split("/").slice(0, 2).join("/");
}

/** Why `path` may not import `target` (a path from the root), or null if it may. */
export function forbidden(path: string, target: string): string | null {
  const from = partOf(path);
  const to = partOf(target);
  if (from === to) return null;
  // Migrations are texts that an object applies to its own database.
  if (target.endsWith(".sql")) return from.startsWith("objects/") ? null : `${from} has no database to migrate`;
  if (from === AUTH_WORKER) return UNDER_AUTH_WORKER.includes(to) ? null : `croft-auth does not stand on ${to}`;
  const client = CLIENTS[from];
  if (client) return client.includes(to) ? null : `${from} may import ${client.join(" and ")} alone`;
  const [above, below] = [layerOf(from), layerOf(to)];
  if (above < 0) return `test/support/layers.ts does not say where ${from} stands`;
  if (below < 0 || below >= above) return `${from} does not stand on ${to}`;
  return null;
}

function layerOf(part: string): number {
  return LAYERS.findIndex((layer) => layer.includes(part));
}
