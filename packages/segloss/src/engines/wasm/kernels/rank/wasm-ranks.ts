import { prepareRanks, TABLE_BYTES } from "./cells/tables.ts";
import { addRankJob } from "./emit-rank-tasks.ts";
import { rankMethod } from "./rank-method.ts";

/** All that the engine has for ranks; it comes with a loss that ranks. */
export interface WasmRanks {
  readonly rankMethod: typeof rankMethod;
  readonly addRankJob: typeof addRankJob;
  readonly prepareRanks: typeof prepareRanks;
  /** Bytes of the tables of a ranking by cells. */
  readonly tableBytes: number;
}

export const WASM_RANKS: WasmRanks = { rankMethod, addRankJob, prepareRanks, tableBytes: TABLE_BYTES };
