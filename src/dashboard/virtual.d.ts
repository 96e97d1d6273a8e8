declare module "virtual:croft-resources" {
  /** What the configuration says: made by scripts/croft-resources.ts when the dashboard is built. */
  export const description: import("../protocol/description.ts").ConfigDescription;
}

declare module "*.css" {}
