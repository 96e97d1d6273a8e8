/** What is taken from GitHub is read by everybody who may see the repository, and written by Croft alone. */
import type { Access } from "../define.ts";

export const TAKEN_FROM_GITHUB: Access = { read: "viewer", create: null, update: null, delete: null, purge: null };
