/** What the configuration says of its resources, as a module for the dashboard: `virtual:croft-resources`. */
import type { Plugin } from "vite";
import { config } from "../src/croft.config.ts";
import { describeConfig } from "../src/resources/describe.ts";

const NAME = "virtual:croft-resources";
/** Vite's sign for modules that are no files. */
const RESOLVED = `\0${NAME}`;

/** The module has one export: `description`, of the type ConfigDescription. */
export function croftResources(): Plugin {
  return {
    name: "croft-resources",
    resolveId: (id) => (id === NAME ? RESOLVED : null),
    load: (id) => (id === RESOLVED ? `export const description = ${JSON.stringify(describeConfig(config))};` : null),
  };
}
