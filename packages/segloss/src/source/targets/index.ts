import type { Target } from "../target.ts";
import { pytorch } from "./pytorch.ts";

/** The libraries that source code is written for. A new one is its file and a line here. */
export const TARGETS: readonly Target[] = [pytorch];
