import type { Action, Scratch } from "../runtime/action.ts";
import type { RankJob } from "./rank-job.ts";
export async function rankActions(_j: readonly RankJob[], _r: unknown, _s: Scratch[]): Promise<Action[]> { return []; }
