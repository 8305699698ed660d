import { emitNeighbourTasks } from "./emit-neighbour-tasks.ts";
import { emitSkeleton } from "./emit-skeleton.ts";
import { tilingOf } from "./tiles.ts";

/** All that the engine has for skeletons; it comes with a loss that takes them. */
export interface WasmSkeletons {
  readonly tilingOf: typeof tilingOf;
  readonly emitSkeleton: typeof emitSkeleton;
  readonly emitNeighbourTasks: typeof emitNeighbourTasks;
}

export const WASM_SKELETONS: WasmSkeletons = { tilingOf, emitSkeleton, emitNeighbourTasks };
