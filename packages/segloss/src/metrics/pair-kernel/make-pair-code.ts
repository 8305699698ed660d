import { wasmBytes } from "../../engines/wasm/wasm-code.ts";
import { emitCountPairs, emitLabelBits } from "./emit-count-pairs.ts";
import { emitTwoValues } from "./emit-two-values.ts";
import { PLACES } from "./pair-places.ts";

/** The bytes of the kernel, which `pair-code.ts` has as they come out: so nobody who counts labels loads what writes them. */
export function makePairCode(): Uint8Array<ArrayBuffer> {
  return wasmBytes({
    count: emitCountPairs(PLACES),
    labelBits: emitLabelBits(),
    twoValues: emitTwoValues(),
  });
}
