import { overNeighbours } from "../engines/reference/over-neighbours.ts";
import { WASM_SKELETONS } from "../engines/wasm/kernels/stencil/wasm-skeletons.ts";
import type { KernelSet } from "./kernel-sets.ts";

/** What a loss brings along whose formula calls `skeleton`. */
export const SKELETONS: KernelSet<"skeletons"> = {
  name: "skeletons",
  reference: overNeighbours,
  wasm: WASM_SKELETONS,
};
