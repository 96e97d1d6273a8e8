/** How the dashboard is built: `npm start` writes it to .wrangler/dashboard, `npm run dev` serves it with hot reload. */
import { join } from "node:path";
import tailwind from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { compressed } from "./scripts/compressed-assets.ts";
import { croftResources } from "./scripts/croft-resources.ts";
import { DASHBOARD } from "./scripts/paths.ts";

/** What only charts, boards and maps need. */
const HEAVY = /uplot|dnd-kit|d3-|topojson|world-atlas/;

export default defineConfig({
  root: join(import.meta.dirname, "src", "dashboard"),
  base: "/",
  plugins: [react(), tailwind(), croftResources(), compressed()],
  build: {
    outDir: DASHBOARD,
    emptyOutDir: true,
    // Each browser of the last two years has it; a preload of scripts in line would break the Content-Security-Policy.
    modulePreload: { polyfill: false },
    target: "es2024",
    assetsInlineLimit: 0,
    // What three places share is one file: left alone, the first page asks for sixty, and each costs a request and its headers.
    rolldownOptions: {
      output: { codeSplitting: { groups: [{ name: "shared", minShareCount: 3, test: (id) => !HEAVY.test(id) }] } },
    },
  },
  clearScreen: false,
});
