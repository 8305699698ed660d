import type { Action, Scratch } from "../runtime/action.ts";
import type { SkeletonJob } from "./skeleton-job.ts";
export async function skeletonActions(_j: readonly SkeletonJob[], _r: unknown, _s: Scratch[]): Promise<Action[]> { return []; }
