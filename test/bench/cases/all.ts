/** Every benchmark, in the order in which they run and are shown. */
import type { BenchCase } from "../case.ts";
import { create } from "./create.ts";
import { get } from "./get.ts";
import { list } from "./list.ts";

export const CASES: readonly BenchCase[] = [get, list, create];
