import { wasmBytes } from "segloss/wasm";
import { emitUnfilter } from "./emit-unfilter.ts";

/** The bytes of the vector code that takes filters back. The bundled command has them as they come out. */
export function unfilterCode(): Uint8Array<ArrayBuffer> {
  return wasmBytes({ unfilter: emitUnfilter() });
}
