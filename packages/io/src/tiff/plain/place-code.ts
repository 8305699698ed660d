import { wasmBytes } from "segloss/wasm";
import { emitPlaceRows } from "./emit-place-rows.ts";

/** The bytes of the code that puts tiles into their places. The bundled command has them as they come out. */
export function placeCode(): Uint8Array<ArrayBuffer> {
  return wasmBytes({ placeRows: emitPlaceRows() });
}
