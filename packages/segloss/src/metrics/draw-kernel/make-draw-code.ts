import { wasmBytes } from "../../engines/wasm/wasm-code.ts";
import { PLACES } from "./draw-places.ts";
import { emitDrawSums } from "./emit-draw-sums.ts";

/** The bytes of the kernel, which `draw-code.ts` has as they come out. */
export function makeDrawCode(): Uint8Array<ArrayBuffer> {
  return wasmBytes({ drawSums: emitDrawSums(PLACES) });
}
