import { wasmBytes } from "../../engines/wasm/wasm-code.ts";
import { emitCountPairs, emitLabelBits } from "./emit-count-pairs.ts";
import { emitTwoValues } from "./emit-two-values.ts";
import { PLACES } from "./pair-places.ts";

/** The bytes of the kernel. The bundled command has them as they come out. */
export function pairCode(): Uint8Array<ArrayBuffer> {
  return wasmBytes({
    count: emitCountPairs(PLACES),
    labelBits: emitLabelBits(),
    twoValues: emitTwoValues(),
  });
}
