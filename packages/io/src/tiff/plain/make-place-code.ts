import { wasmBytes } from "segloss/wasm";
import { emitPlaceRows } from "./emit-place-rows.ts";

/** The bytes of the code that puts tiles into their places, which `place-code.ts` has as they come out. */
export function makePlaceCode(): Uint8Array<ArrayBuffer> {
  return wasmBytes({ placeRows: emitPlaceRows() });
}
