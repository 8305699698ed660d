import { wasmBytes } from "segloss/wasm";
import { emitUnfilter } from "./emit-unfilter.ts";

/** The bytes of the vector code that takes filters back; `unfilter-code.ts` has them as they come out, so that a reader loads no assembler. */
export function makeUnfilterCode(): Uint8Array<ArrayBuffer> {
  return wasmBytes({ unfilter: emitUnfilter() });
}
