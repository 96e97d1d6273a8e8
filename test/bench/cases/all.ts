/** Every benchmark, in the order in which they run and are shown. */
import type { BenchCase } from "../case.ts";
import { batch } from "./batch.ts";
import { create } from "./create.ts";
import { get } from "./get.ts";
import { list } from "./list.ts";
import { wake } from "./wake.ts";

export const CASES: readonly BenchCase[] = [get, list, create, batch, wake];
