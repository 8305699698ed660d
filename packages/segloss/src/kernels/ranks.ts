import { overRanks } from "../engines/reference/over-ranks.ts";
import { WASM_RANKS } from "../engines/wasm/kernels/rank/wasm-ranks.ts";
import type { KernelSet } from "./kernel-sets.ts";

/** What a loss brings along whose formula calls `lovasz` or `hardest`. */
export const RANKS: KernelSet<"ranks"> = { name: "ranks", reference: overRanks, wasm: WASM_RANKS };
